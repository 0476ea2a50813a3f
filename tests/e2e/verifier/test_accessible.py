"""Axe finds nothing on any screen, in any language, light and dark, at 360 pixels; nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.official import Official
from tests.e2e.static_site import StaticSite

SCHEMES = [("ky", "light"), ("ru", "dark"), ("en", "light")]


@pytest.fixture
def coloured(browser: Browser, site: StaticSite, request: pytest.FixtureRequest) -> Iterator[Official]:
    """A phone in one language and colour scheme."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=request.param[1])
    official = Official(context.new_page(), site.origin)
    yield official
    context.close()
    assert not official.faults


def screens(official: Official, site: StaticSite, language: str) -> Iterator[str]:
    """Walk through every screen, naming each."""
    page = official.page
    good, bad = site.commission.issue(41), site.commission.issue(42)
    site.commission.revoke(42)
    site.publish()
    official.open("/V")
    official.speak(language)
    yield "phrase"
    page.click("#phrase-take")
    yield "phrase to remember"
    page.click("#phrase-done")
    official.see("#viewfinder")
    official.see("#offline-ready", patience_ms=30_000)
    page.click("#open-paste")
    yield "scanner"
    official.ask(good)
    official.expect_verdict("valid", "green")
    official.keep_open()
    page.fill("#document", "AB 123456")
    page.click("#document-go")
    official.see("#document-answer .green")
    yield "valid"
    page.fill("#document", "ZZ 1")
    page.click("#document-go")
    official.expect_verdict("valid", "amber")
    yield "another person"
    page.click("#open-rights")
    page.locator("#entry-R-01 summary").click()
    yield "rights"
    page.click("#back")
    page.click("#open-calls")
    yield "whom to call"
    official.ask(bad)
    official.see("#revocation")
    page.click("#lists-toggle")
    page.click("#refresh")
    official.see("#refresh-result")
    yield "revoked, lists open"
    official.ask("https://example.org/V#1")
    official.see("#verdict")
    yield "other host"
    official.ask_number("PR0041?")
    expect(page.locator("#number-problem")).not_to_be_empty()
    yield "number"
    official.home()
    page.click("#open-state")
    official.see("#state-code svg")
    yield "list as a code"
    official.open_doors()
    yield "doors"


@pytest.mark.parametrize(("coloured", "language"), [(one, one[0]) for one in SCHEMES], indirect=["coloured"])
def test_axe_finds_nothing(coloured: Official, site: StaticSite, language: str) -> None:
    found = {}
    for name in screens(coloured, site, language):
        faults = coloured.axe()
        wide = coloured.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if faults or wide > 0:
            found[name] = [*faults, *([f"{wide} pixels too wide"] if wide > 0 else [])]
    assert found == {}


@pytest.mark.parametrize(
    ("width", "height", "language"), [(180, 320, "ru"), (180, 320, "ky"), (640, 360, "en"), (360, 640, "ru")]
)
def test_small_and_low_screens_hold_everything(
    browser: Browser, site: StaticSite, width: int, height: int, language: str
) -> None:
    """Zoomed to 200 % (180 CSS pixels) and on its side: nothing scrolls sideways, nothing sticks over the verdict."""
    context = browser.new_context(viewport={"width": width, "height": height})
    official = Official(context.new_page(), site.origin)
    found = {}
    for name in screens(official, site, language):
        found[name] = official.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if name in ("valid", "revoked, lists open") and height < 480:
            places = official.page.evaluate(
                "['.top', '.sticky'].map((part) => getComputedStyle(document.querySelector(part)).position)"
            )
            assert places == ["static", "static"]
    assert {name: wide for name, wide in found.items() if wide > 0} == {}
    context.close()
    assert not official.faults


def test_the_verdict_word_fits_a_phone_on_its_side(browser: Browser, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    context = browser.new_context(viewport={"width": 640, "height": 360})
    official = Official(context.new_page(), site.origin)
    official.begin()
    official.ask(text)
    official.expect_verdict("valid", "green")
    official.page.locator("#verdict-word").scroll_into_view_if_needed()
    assert (
        official.page.evaluate(
            """() => {
          const { x, y, width, height } = document.querySelector("#verdict-word").getBoundingClientRect();
          return document.elementFromPoint(x + width / 2, y + height / 2)?.id;
        }"""
        )
        == "verdict-word"
    )
    context.close()


def test_a_heading_that_gets_the_focus_has_no_frame(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    official.page.keyboard.press("Tab")
    official.ask(text)
    word = official.page.locator("#verdict-word")
    expect(word).to_be_focused()
    expect(word).to_have_css("outline-style", "none")
    expect(word).to_have_css("box-shadow", "none")


def test_the_verdict_is_announced_and_takes_the_focus(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    official.ask(text)
    expect(official.page.locator("#verdict[role=status]")).to_be_visible()
    expect(official.page.locator("#verdict-word")).to_be_focused()


def test_the_keyboard_alone_is_enough(official: Official, site: StaticSite) -> None:
    site.commission.issue(41)
    site.publish()
    official.open()
    for name in ("#phrase-take", "#phrase-done", "#open-number"):
        official.page.locator(name).focus()
        official.page.keyboard.press("Enter")
    official.page.locator("#number").focus()
    official.page.keyboard.insert_text(site.commission.number(41))
    official.page.keyboard.press("Enter")
    official.expect_verdict("number_in_force", "amber")
