"""A polling-station official with a phone: the verifier's screens as actions and what the eye checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text()
KEEPING_MS = 30_000  # the whole precache, on a busy machine
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(slots=True)
class Official:
    """One official's phone at a site's verifier.

    Attributes:
        page: the browser's page.
        origin: of the site.
        faults: errors of the page's console, empty in a good run.
    """

    page: Page
    origin: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to the console; be patient on a busy machine."""
        expect.set_options(timeout=15_000)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda message: self._hear(message))

    def _hear(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    def see(self, selector: str, *, patience_ms: int = 15_000) -> Locator:
        """Wait until something is visible; return it."""
        found = self.page.locator(selector)
        expect(found).to_be_visible(timeout=patience_ms)
        return found

    def open(self, path: str = "/V") -> None:
        """Open the verifier."""
        self.page.goto(self.origin + path)
        self.see("h1[data-focus]")

    def open_doors(self) -> None:
        """Open the first page with its two doors."""
        self.page.goto(self.origin + "/")
        self.see("#door-check")

    def set_phrase(self) -> None:
        """Take the offered device phrase: two taps."""
        self.page.click("#phrase-take")
        self.page.click("#phrase-done")

    def begin(self) -> None:
        """First use: open, take the phrase, wait for the list and the pages to be kept."""
        self.open()
        self.set_phrase()
        self.see("#viewfinder")
        self.see("#freshness")
        self.see("#offline-ready", patience_ms=KEEPING_MS)

    def speak(self, language: str) -> None:
        """Switch the language."""
        self.page.click(f"#language-{language}")
        expect(self.page.locator("html")).to_have_attribute("lang", language)

    def ask(self, text: str) -> None:
        """Give a code's text by pasting it."""
        self.home()
        if not self.page.locator("#paste-text").is_visible():
            self.page.click("#open-paste")
        self.page.fill("#paste-text", text)
        self.page.click("#paste-go")

    def ask_number(self, number: str) -> None:
        """Type a certificate number."""
        self.home()
        self.page.click("#open-number")
        self.page.fill("#number", number)
        self.page.click("#number-go")

    def home(self) -> None:
        """Go back to the scanner from wherever this is."""
        for selector in ("#back", "#next"):
            if self.page.locator(selector).is_visible():
                self.page.click(selector)
        self.see("#viewfinder")

    def expect_verdict(self, code: str, colour: str) -> None:
        """Check the verdict's code and colour on the screen."""
        verdict = self.page.locator("#verdict")
        expect(verdict).to_have_attribute("data-code", code)
        expect(verdict).to_have_attribute("data-colour", colour)
        expect(self.see("#phrase")).not_to_be_empty()

    def keep_open(self) -> None:
        """Stop the countdown."""
        self.page.click("#countdown-pause")

    def axe(self) -> list[str]:
        """Return what axe finds wrong on the present screen."""
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE)
        options = {"runOnly": RULES}
        found = self.page.evaluate("options => axe.run(document, options)", options)
        return [
            f"{one['id']}: {one['help']}: {node['html'][:160]}"
            for one in found["violations"]
            for node in one["nodes"]
        ]
