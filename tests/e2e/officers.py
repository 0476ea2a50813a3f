"""The Commission's officers at their console: one class a role, telling what they do in the console's words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from server.accreditation.calendar import day_of
from tests.authenticator_app import fresh_code
from tests.e2e.product import Product


def open_page(page: Page, url: str) -> None:
    """Open a page; one before it that watches its decree may reload itself in this very moment."""
    try:
        page.goto(url)
    except Error as fault:
        if "interrupted by another navigation" not in str(fault):
            raise
        page.goto(url)


class Officer:
    """An officer signed in at the console."""

    role = ""

    def __init__(self, browser: Browser, product: Product, *, language: str = "ky") -> None:
        account = product.demo["accounts"][self.role]
        self.product = product
        self.context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900})
        self.page: Page = self.context.new_page()
        self.open(f"/login?lang={language}")
        self.page.fill("#login", account["login"])
        self.page.fill("#password", account["password"])
        self.page.click("main form button")
        if "totp" in account:
            self.page.fill("#code", fresh_code(account["totp"]))
            self.page.click("main form button")
        expect(self.page.locator("nav").first).to_be_visible()

    def open(self, path: str) -> None:
        """Open a page of the console."""
        open_page(self.page, self.product.console + path)

    def open_decree(self, decree: str) -> None:
        """Open a decree by its path."""
        self.open(decree)

    @property
    def path(self) -> str:
        """Path of the page now shown."""
        return self.page.url.removeprefix(self.product.console).split("?")[0]

    def fill(self, **fields: str) -> None:
        """Fill the page's form by field names: texts, choices and radio buttons alike."""
        for name, value in fields.items():
            control = self.page.locator(f"main form [name='{name}']").first
            kind = control.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
            if kind == "select":
                control.select_option(value)
            elif kind in ("radio", "checkbox"):
                self.page.check(f"main form [name='{name}'][value='{value}']")
            else:
                control.fill(value)

    def send(self) -> None:
        """Press the form's main button and wait for the next page."""
        with self.page.expect_navigation():
            self.page.locator("main form .sticky-actions button.button").first.click()

    def press(self, action: str) -> None:
        """Press the button of the form that leads to `action` (the end of its address)."""
        with self.page.expect_navigation():
            self.page.locator(f"main form[action$='{action}'] button").first.click()

    def get(self, path: str) -> Any:
        """Fetch a file of the console with this officer's session."""
        return self.context.request.get(self.product.console + path)


class Registrar(Officer):
    """Drafts and issues."""

    role = "registrar"

    def draft_decree(self, election: str, subject: str) -> str:
        """Open a draft; return its path."""
        self.open("/decrees/new")
        self.fill(election_id=election, subject=subject)
        self.send()
        return self.path

    def import_list(self, decree: str, file: Path) -> None:
        """Put a list into the annex: preview, then apply."""
        self.open(f"{decree}/import")
        self.page.set_input_files("input[name='list']", file)
        self.send()
        self.send()
        assert self.path == decree, self.page.inner_text("main")

    def add_person(self, decree: str, *, surname: str) -> None:
        """Put one invented person into the annex by the form."""
        self.open(f"{decree}/lines/new")
        self.fill(
            surname_latin=surname, given_latin="Synthia", surname_cyrillic="Үлгүкова", given_cyrillic="Өзгөн",
            cyrillic_language="kir", document_number="X7654321",
        )  # fmt: skip
        for name in ("citizenships", "document_country"):
            self.page.locator(f"main form [name='{name}']").first.select_option("EST")
        self.page.locator("main form [name='organisation']").select_option(index=1)
        self.send()
        assert self.path == decree, self.page.inner_text("main")

    def number_of(self, surname: str) -> str:
        """Return the number of the certificate in force of the person so named."""
        self.open(f"/certificates?text={surname}")
        return self.page.locator("main tbody td.number").first.inner_text().replace("-", "").strip()

    def acts_count(self) -> int:
        """Return the number of the newest act."""
        self.open("/acts")
        return int(self.page.locator("main tbody td").first.inner_text())

    def issue(self, decree: str) -> None:
        """Issue every certificate of a decree in one click."""
        self.open(decree)
        self.press("/issue")

    def certificate_pdf(self, number: str) -> bytes:
        """Download the certificate's A4 page."""
        answer = self.get(f"/certificates/{number}/certificate.pdf")
        assert answer.ok, answer.status
        return bytes(answer.body())

    def draft_revocation(self, number: str, **fields: str) -> str:
        """Draft a revocation of the certificate's holder; return the decree's path."""
        self.open(f"/certificates/{number}")
        with self.page.expect_navigation():
            self.page.locator("a[href$='/revoke']").first.click()
        self.fill(**({"kind": "V1", "facts": "Campaigned at a polling station.", "gross": "no"} | fields))
        self.send()
        return self.path


class Approver(Officer):
    """Signs what others drafted."""

    role = "approver"

    def open_signing(self, decree: str, number: str) -> None:
        """Open the confirmation page and enter number and date."""
        self.open(f"{decree}/sign")
        self.fill(number=number, decree_date=str(day_of(datetime.now(UTC))))

    def sign(self, decree: str, number: str) -> None:
        """Sign a decree today."""
        self.open_signing(decree, number)
        self.send()
        assert self.path == decree, self.page.inner_text("main")


class Records(Officer):
    """Publishes signed decrees."""

    role = "records"

    def publish(self, decree: str) -> None:
        """Publish a signed decree."""
        self.open(decree)
        self.press("/publish")
