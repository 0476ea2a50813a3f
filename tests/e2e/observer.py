"""An observer with a phone: the companion's screens as actions and what the eye checks."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.official import Official


class Observer(Official):
    """One observer's phone at a site's companion; sees, speaks and is audited as the official's is."""

    __slots__ = ()

    def begin(self) -> None:
        """First use: open the companion and wait until the list and the pages are kept."""
        self.open("/companion")
        self.see("#open-load")
        expect(self.page.locator("#offline-ready")).to_be_visible(timeout=20_000)

    def go_load(self) -> None:
        """Go to the screen where a certificate is loaded."""
        self.page.click("#open-load")
        self.see("#viewfinder")

    def load_by_camera(self) -> None:
        """First use of a phone whose camera looks at the own paper: it is kept without another touch."""
        self.begin()
        self.page.click("#open-load")
        expect(self.page.locator("#paper")).to_be_visible(timeout=20_000)

    def paste(self, text: str) -> None:
        """Load by the code's text or link."""
        self.go_load()
        self.page.click("#open-paste")
        self.page.fill("#paste-text", text)
        self.page.click("#paste-go")

    def choose_file(self, file: Path) -> None:
        """Load from a picture or a PDF."""
        self.go_load()
        self.page.set_input_files("#file", str(file))

    def expect_kept(self, name: str) -> None:
        """Check that the card of this person stands on the first screen."""
        expect(self.see("#paper #person")).to_contain_text(name)

    def expect_status(self, code: str, colour: str) -> None:
        """Check the own status on the first screen."""
        status = self.page.locator("#status").first
        expect(status).to_have_attribute("data-code", code)
        expect(status).to_have_attribute("data-colour", colour)

    def expect_refused(self, code: str) -> None:
        """Check that nothing was kept, and why."""
        expect(self.see("#refused")).to_have_attribute("data-code", code)
        expect(self.see("#refused-say")).not_to_be_empty()
        self.page.click("#back")
        self.see("#open-load")
        expect(self.page.locator("#paper")).to_have_count(0)
