"""What people paste or scan instead of the whole code: links in letters, bare digits, certificate numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.camera_film import draw_code
from tests.e2e.official import Official
from tests.e2e.static_site import StaticSite

GIVEN: dict[str, Callable[[str], str]] = {
    "in a letter": lambda text: f"Certificate: {text}\nRegards, the mission",
    "broken by mail": lambda text: "\n".join(text[at : at + 72] for at in range(0, len(text), 72)),
    "in small letters": lambda text: text.lower(),
    "digits only": lambda text: text.partition("#")[2],
    "invisible marks": lambda text: f"\u200b\ufeff {text}\u200e",
}


@pytest.mark.parametrize("given", GIVEN)
def test_a_pasted_code_is_found(official: Official, site: StaticSite, given: str) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    official.ask(GIVEN[given](text))
    official.expect_verdict("valid", "green")


def test_a_certificate_number_is_checked_as_one_and_never_green(
    official: Official, site: StaticSite, tmp_path: Path
) -> None:
    site.commission.issue(41)
    site.publish()
    official.begin()
    official.speak("en")
    number = site.commission.number(41)
    official.ask(f" {number[:2]}-{number[2:6]}-{number[6:]}\n")
    official.expect_verdict("number_in_force", "amber")
    official.home()
    official.page.set_input_files("#file", str(draw_code(number, tmp_path / "number.png")))
    official.expect_verdict("number_in_force", "amber")
    official.ask(f"{number[:-1]}{'A' if number[-1] != 'A' else 'B'}")
    expect(official.see("#number-problem")).to_contain_text("check character")
    official.ask("hello")
    official.expect_verdict("not_a_credential", "grey")
    expect(official.see("#verdict-say")).to_have_text("This is not the code of a CEC certificate.")


def test_a_double_tap_does_not_skip_the_phrase(official: Official) -> None:
    official.open()
    official.speak("en")
    official.page.evaluate(
        """() => {
          const tap = (id) => document.querySelector(id)
            ?.dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 1 }));
          tap("#phrase-take");
          tap("#phrase-done");
        }"""
    )
    official.see("#phrase-done")
    assert official.page.evaluate("localStorage.getItem('observers.phrase')") is None
    official.page.click("#phrase-done")
    official.see("#viewfinder")
