"""Second factors in a real browser: first sign-in, a passkey of a virtual device, its copy, an authenticator app."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.authenticator_app import fresh_code
from tests.e2e.officers import Officer
from tests.e2e.product import Product

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
NEW_PASSWORD = "seven green horses in the snow"


class Administrator(Officer):
    """Keeps the accounts."""

    role = "administrator"

    def add(self, login: str, role: str) -> str:
        """Add an account; return its one-time password."""
        self.open("/users/new")
        self.fill(login=login, display_name=f"{login} (invented)", role=role, language="en")
        self.send()
        return self.page.locator("[data-one-time]").inner_text()


@dataclass(slots=True)
class Newcomer:
    """Somebody with an account and a device that makes passkeys; faults are what the page complained of."""

    page: Page
    product: Product
    faults: list[str] = field(default_factory=list)
    device: str = ""
    cdp: CDPSession | None = None

    def take_device(self) -> None:
        """Plug a virtual authenticator in."""
        self.cdp = self.page.context.new_cdp_session(self.page)
        self.cdp.send("WebAuthn.enable")
        self.device = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    def held(self) -> list[dict[str, Any]]:
        """Return what the device holds."""
        assert self.cdp is not None
        found: list[dict[str, Any]] = self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.device})[
            "credentials"
        ]
        return found

    def wind_counter_back(self) -> None:
        """Leave the device as a copy of it would be: its counter stands where it stood before."""
        assert self.cdp is not None
        key = self.held()[0]
        self.cdp.send("WebAuthn.clearCredentials", {"authenticatorId": self.device})
        again = {**key, "signCount": 0}
        self.cdp.send("WebAuthn.addCredential", {"authenticatorId": self.device, "credential": again})

    def open(self, path: str) -> None:
        """Open a page of the console in English."""
        self.page.goto(f"{self.product.console}{path}{'&' if '?' in path else '?'}lang=en")

    def give_password(self, login: str, password: str) -> None:
        """Type login and password."""
        self.open("/login")
        self.page.fill("#login", login)
        self.page.fill("#password", password)
        self.page.click("form:has(#password) button")

    def use_passkey(self) -> None:
        """Press the passkey's button of the page now shown."""
        self.page.click("form[data-passkey] button")

    def out(self) -> None:
        """Sign out."""
        self.page.click("header form button.button")
        expect(self.page.locator("#login")).to_be_visible()

    def is_in(self) -> None:
        """See the sections."""
        expect(self.page.locator("nav.nav")).to_be_visible()


@pytest.fixture
def newcomer(browser: Browser, product: Product) -> Iterator[Callable[[], Newcomer]]:
    """Return people with a browser of their own; none of their pages may complain."""
    made: list[Newcomer] = []

    def _make() -> Newcomer:
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        person = Newcomer(page, product)
        page.on("pageerror", lambda error: person.faults.append(str(error)))
        page.on("console", lambda message: person.faults.append(message.text) if message.type == "error" else None)
        made.append(person)
        return person

    yield _make
    for person in made:
        person.page.context.close()
        assert not [fault for fault in person.faults if "status of 401" not in fault]


def test_an_approver_begins_with_a_passkey_and_a_copied_one_is_stopped(
    browser: Browser, product: Product, newcomer: Callable[[], Newcomer]
) -> None:
    administrator = Administrator(browser, product, language="en")
    password = administrator.add("approver-two", "approver")
    administrator.context.close()
    person = newcomer()
    person.take_device()
    person.give_password("approver-two", password)
    expect(person.page.locator("main")).to_contain_text("one-time password")
    person.open("/decrees")
    assert person.page.url.split("?")[0].endswith("/account")
    person.page.fill("#f-old_password", password)
    person.page.fill("#f-new_password", NEW_PASSWORD)
    person.page.fill("#f-again", NEW_PASSWORD)
    person.page.click("form:has(#f-again) button")
    expect(person.page.locator("main")).to_contain_text("Your role needs a second factor")
    expect(person.page.locator("nav.nav")).to_have_count(0)
    person.page.click("a[href$='/account/passkeys/new']")
    person.page.fill("#f-label", "Laptop of the test")
    person.page.fill("#f-password", NEW_PASSWORD)
    person.page.click("main form button.button")
    person.use_passkey()
    person.is_in()
    expect(person.page.locator("main table").first).to_contain_text("Laptop of the test")
    assert [key["isResidentCredential"] for key in person.held()] == [True]

    person.out()
    person.use_passkey()
    person.is_in()
    assert person.held()[0]["signCount"] >= 1
    person.open("/account")
    expect(person.page.locator("main tr:has-text('this one')")).to_contain_text("passkey")
    person.out()

    person.give_password("approver-two", NEW_PASSWORD)
    expect(person.page.locator("main")).to_contain_text("Now use your passkey")
    person.use_passkey()
    person.is_in()
    person.out()

    person.wind_counter_back()
    person.use_passkey()
    expect(person.page.locator("main [role=alert]").first).to_contain_text("counter ran backwards")
    person.give_password("approver-two", NEW_PASSWORD)
    expect(person.page.locator("main")).to_contain_text("suspended")
    expect(person.page.locator("form[data-passkey]")).to_have_count(0)


def test_an_app_is_set_up_from_its_qr_code_and_its_codes_serve_once(
    browser: Browser, product: Product, newcomer: Callable[[], Newcomer]
) -> None:
    administrator = Administrator(browser, product, language="en")
    password = administrator.add("custodian-two", "custodian")
    administrator.context.close()
    person = newcomer()
    person.give_password("custodian-two", password)
    person.page.fill("#f-old_password", password)
    person.page.fill("#f-new_password", NEW_PASSWORD)
    person.page.fill("#f-again", NEW_PASSWORD)
    person.page.click("form:has(#f-again) button")
    person.page.click("a[href$='/account/totp/new']")
    person.page.fill("#f-password", NEW_PASSWORD)
    person.page.click("main form button.button")
    drawn = person.page.locator(".qr svg").bounding_box()
    assert drawn is not None and drawn["width"] > 150
    secret = person.page.locator("[data-secret]").inner_text().replace(" ", "")
    assert len(pyotp.TOTP(secret).byte_secret()) == 20
    code = fresh_code(secret)
    person.page.fill("#f-code", code)
    person.page.click("main form button.button")
    person.is_in()
    expect(person.page.locator("a[href='/keys']").first).to_be_attached()  # the menu may fold it away
    expect(person.page.locator("a[href='/decrees']")).to_have_count(0)
    person.out()

    person.give_password("custodian-two", NEW_PASSWORD)
    person.page.fill("#code", code)
    person.page.click("form:has(#code) button")
    expect(person.page.locator("main [role=alert]").first).to_contain_text("used before")
    person.page.fill("#code", fresh_code(secret))
    person.page.click("form:has(#code) button")
    person.is_in()
    person.open("/account/totp")
    assert person.page.locator("[data-secret]").count() == 0
