"""An invited organisation's focal point at the portal: from the code in the letter to each person's place."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.e2e.product import Product

PASSWORD = "heron lantern orchard"
_BUTTON = "main form button.button"


class FocalPoint:
    """Whoever applies for an organisation; has a browser and, at first, no account."""

    def __init__(self, browser: Browser, product: Product, *, language: str) -> None:
        self.product, self.origin, self.language = product, product.portal, language
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.page: Page = self.context.new_page()

    def open(self, path: str) -> None:
        """Open a page of the portal."""
        self.page.goto(self.origin + path)

    @property
    def path(self) -> str:
        """Path of the page now shown."""
        return self.page.url.removeprefix(self.origin).split("?")[0]

    def words(self) -> str:
        """Words of the main part of the page."""
        return self.page.inner_text("main")

    def press(self, selector: str) -> None:
        """Press a button or a link and wait for the next page."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def sign_in(self) -> None:
        """Sign in as the demo's organisation, which is at work already."""
        account = self.product.demo["accounts"]["organisation"]
        self.open(f"/login?lang={self.language}")
        self.page.fill("#login", account["login"])
        self.page.fill("#password", account["password"])
        self.press(_BUTTON)
        expect(self.page.locator("nav.nav")).to_be_visible()

    def open_account(self, code: str, *, login: str) -> None:
        """Open an account with the code of the letter; it is signed in at once."""
        self.open(f"/account/open?lang={self.language}")
        self.page.fill("[name='code']", code)
        self.press(_BUTTON)
        told = {"display_name": "Synthia Focal", "email": f"{login}@example.org", "login": login,
                "new_password": PASSWORD, "again": PASSWORD}  # fmt: skip
        for name, value in told.items():
            self.page.fill(f"[name='{name}']", value)
        self.press(_BUTTON)
        expect(self.page.locator("nav.nav")).to_be_visible()

    def apply(self) -> str:
        """Begin an application to the Commission under the invitation; return its path."""
        self.open("/")
        self.press("main a.button[href$='/applications/new']")
        self.page.check("[name='channel'][value='cec']")
        self.page.fill("[name='contact_name']", "Synthia Focal")
        self.page.fill("[name='contact_email']", "focal@example.org")
        self.press(_BUTTON)
        assert re.fullmatch(r"/applications/[0-9a-f-]{36}", self.path), self.words()
        return self.path

    def choose_list(self, application: str, file: Path) -> None:
        """Choose a list of people and see what it would do."""
        self.open(f"{application}/import")
        self.page.set_input_files("#f-list", file)
        self.press("form:has(#f-list) button.button")

    def add_right_rows(self) -> None:
        """Add the rows without a fault; the others stay on the page."""
        self.press("button[value='apply_right']")

    def mend(self, *, row: int, column: str, value: str) -> None:
        """Mend one cell, have the rows checked again, and add them."""
        self.page.fill(f"[name='cell-{row}-{column}']", value)
        self.press("button[value='check']")
        self.press("button[value='apply']")

    def faults(self) -> list[str]:
        """Return the names of the cells the page says are wrong."""
        return [cell.get_attribute("name") or "" for cell in self.page.locator("[aria-invalid='true']").all()]

    def fault_words(self) -> str:
        """Return what is said beside the first wrong cell."""
        return self.page.locator(".field--wrong .field-error").first.inner_text()

    def open_person(self, application: str, surname: str) -> None:
        """Open a person's page from the list of the application."""
        self.open(application)
        self.press(f"main a[href*='/nominations/']:has-text('{surname}')")

    def state(self) -> str:
        """Return the state of the person now shown, as the badge beside the name says it."""
        return self.page.locator(".person-head .badge").inner_text().strip()

    def add_copy(self, application: str, surname: str, file: Path) -> None:
        """Add the copy of a person's document and see it as it is kept."""
        self.open_person(application, surname)
        self.press("main a[href$='/documents']")
        self.page.set_input_files("#f-identity_document", file)
        kept = self.page.locator("[aria-labelledby=s-identity_document] .kept-copy img")
        expect(kept).to_be_visible(timeout=30_000)

    def file(self, application: str) -> str:
        """File everyone of the application; return the receipt's number."""
        self.open(f"{application}/check")
        self.press("main form[method='post'] button.button")
        number = re.search(r"JKA-A-\d{4}", self.words())
        assert number and self.path.endswith("/receipt"), self.words()
        return number[0]
