"""The console's menu: every item in sight and in reach of the keyboard, on each width and in each language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.desk_officers import DeskOfficer, LiveDesk, Registrar, live_desk
from tests.web.console.world import PASSWORD

WIDTHS = (360, 390, 768, 1024, 1200, 1280, 1600)
LEAST_ITEMS = 10  # a registrar's menu is the longest
_IN_SIGHT = """() => [...document.querySelectorAll('.nav a')].filter(link => {
  const box = link.getBoundingClientRect();
  return box.width > 0 && box.left >= 0 && box.right <= document.documentElement.clientWidth + 0.5;
}).map(link => link.getAttribute('href'))"""
_FOCUSED = """() => { const own = document.activeElement;
  return [own.tagName, own.closest('.nav') !== null, own.getAttribute('href')]; }"""
_ALL = "() => [...new Set([...document.querySelectorAll('.nav a')].map(link => link.getAttribute('href')))]"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDesk]:
    """A console with nothing in it."""
    with live_desk(Path(tmp_path_factory.mktemp("menu"))) as served:
        yield served


def by_keyboard(page: Page) -> list[str]:
    """Return where the menu's links lead that Tab and Enter alone reach, from the top of the page."""
    reached: list[str] = []
    page.locator(".brand").focus()
    for _step in range(60):
        page.keyboard.press("Tab")
        place = page.evaluate(_FOCUSED)
        if place[1] and place[0] == "SUMMARY":
            page.keyboard.press("Enter")
        elif place[1]:
            reached.append(place[2])
        elif reached:
            return reached
    return reached


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_item_is_in_sight_and_in_reach(browser: Browser, desk: LiveDesk, language: str) -> None:
    officer: DeskOfficer = Registrar(browser, desk, language=language)
    page = officer.page
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        officer.open("/")
        wanted = page.evaluate(_ALL)
        assert len(wanted) >= LEAST_ITEMS
        assert by_keyboard(page) == wanted, (width, language)
        assert page.evaluate(_IN_SIGHT) == wanted, (width, language)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), (width, language)
    page.context.close()


@pytest.mark.parametrize("script", [True, False])
def test_the_enter_key_sends_a_form_and_not_the_first_language(
    browser: Browser, desk: LiveDesk, script: bool
) -> None:
    page = browser.new_context(java_script_enabled=script).new_page()
    page.goto(f"{desk.address}/login?lang=en")
    page.fill("#login", "registrar")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    expect(page.locator(".nav")).to_be_visible()
    page.context.close()
