"""The deciding desk in a real browser: a console in this process, an officer a role, words in Kyrgyz or English."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from server.accreditation.calendar import day_of
from server.usecases.add_user import add_user
from server.usecases.perform import perform
from server.usecases.second_factors import install_totp
from server.usecases.totp_codes import new_secret
from tests.e2e.officers import open_page
from tests.web.console.journeys import Journey
from tests.web.console.world import PASSWORD, SYSTEM, World, build_world


class LiveDesk:
    """A console on a port of its own, and the stories that lead up to a scene."""

    def __init__(self, world: World, address: str) -> None:
        self.world = world
        self.journey = Journey(world)
        self.address = address

    def second_approver(self) -> str:
        """Add another approver with an authenticator app; return the login."""
        ports, secret = self.world.ports, new_secret()
        made = perform(add_user, ports=ports, actor=SYSTEM, login="second", display_name="Second", role="approver",
                       password=PASSWORD, language="en")  # fmt: skip
        perform(install_totp, ports=ports, actor=SYSTEM, user_id=made.result["id"], secret=secret,
                totp_secrets=ports.totp_secrets)  # fmt: skip
        self.world.apps["second"] = secret
        return "second"

    def signed_in(self, login: str) -> list[Any]:
        """Sign in by password and code; return the session's cookies as a browser keeps them."""
        for _attempt in range(3):  # a code's half minute may end between reading and typing it
            jar = self.world.browser(login).client._cookies or {}
            kept = [each for each in jar.values() if each.key.startswith("__Host-") and "access" in each.key]
            if kept:
                return [
                    {"name": each.key, "value": each.value, "url": "https://localhost", "secure": True}
                    for each in jar.values()
                    if each.key.startswith("__Host-")
                ]
        raise AssertionError(f"{login} could not sign in")


@contextmanager
def live_desk(folder: Path) -> Iterator[LiveDesk]:
    """Serve a console while the block runs."""
    world = build_world(folder)
    server = make_server("localhost", 0, world.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield LiveDesk(world, f"http://localhost:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class DeskOfficer:
    """An officer signed in: the session of the test's own sign-in, in a browser of their own."""

    role = ""

    def __init__(self, browser: Browser, desk: LiveDesk, *, language: str, role: str = "") -> None:
        self.desk = desk
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies(desk.signed_in(role or self.role))
        self.page: Page = context.new_page()
        self.open(f"/?lang={language}")
        expect(self.page.locator("nav").first).to_be_visible()

    def open(self, path: str) -> None:
        """Open a page."""
        open_page(self.page, self.desk.address + path)

    @property
    def path(self) -> str:
        """Path of the page now shown."""
        return self.page.url.removeprefix(self.desk.address).split("?")[0]

    def words(self) -> str:
        """Words of the main part of the page."""
        return self.page.inner_text("main")

    def mark_all(self) -> None:
        """Mark everyone of a pile, which starts unmarked."""
        boxes = self.page.locator("input[name='nomination_ids']")
        expect(self.page.locator("input[name='nomination_ids']:checked")).to_have_count(0)
        self.page.click("[data-choose-all]")
        expect(self.page.locator("input[name='nomination_ids']:checked")).to_have_count(boxes.count())

    def press(self, selector: str) -> None:
        """Press a button and wait for the next page."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()


class Lawyer(DeskOfficer):
    """Answers checks, closes sheets, gives opinions, drafts refusals."""

    role = "lawyer"

    def answer_pile(self) -> None:
        """Record "in order" for everyone on the list, in all nine checks."""
        self.open("/checks")
        self.mark_all()
        for box in self.page.locator("input[name='checks']").all():
            box.check()
        self.page.fill("#evidence", "The papers and the Ministry's review.")
        self.press(".sticky-actions button")

    def close_pile(self) -> None:
        """Make ready everyone on the list."""
        self.open("/checks")
        self.mark_all()
        self.press(".sticky-actions button[formaction]")

    def answer_sheet(self, person: str, **found: tuple[str, str]) -> None:
        """Fill one person's sheet by hand: "ok", or by check what was found."""
        self.open(f"/people/{person}/checks")
        for code in (f"C{n}" for n in range(1, 10)):
            outcome, evidence = found.get(code, ("ok", ""))
            self.page.select_option(f"[name='outcome_{code}']", outcome)
            self.page.fill(f"[name='evidence_{code}']", evidence)
        self.press(".sticky-actions button")

    def close_sheet(self, person: str) -> None:
        """Make one person ready."""
        self.open(f"/people/{person}/checks")
        self.press("form[action$='/ready'] button")

    def draft_refusal(self, person: str, *, subject: str) -> str:
        """Draft a refusal with the grounds and facts of the sheet; return the decree's path."""
        self.open("/decisions")
        self.page.check(f"[name='nomination_ids'][value='{person}']")
        self.press("[name='begin']")
        assert "?" not in self.page.url, "nothing about people stands in an address"
        self.page.fill("[name='subject']", subject)
        self.press(".sticky-actions button")
        return self.path


class Registrar(DeskOfficer):
    """Builds decrees, returns papers, merges, hands over."""

    role = "registrar"

    def draft_accreditation(self, *, subject: str) -> str:
        """Draft a decree of everyone marked in the ready pile; return its path."""
        self.open("/decisions")
        self.page.fill("[name='subject']", subject)
        self.press(".sticky-actions button:not([formaction])")
        assert re.fullmatch(r"/decrees/[0-9a-f-]{36}", self.path), self.words()
        return self.path

    def return_papers(self, person: str, *missing: str) -> None:
        """Send one person's papers back."""
        self.open(f"/people/{person}/return")
        for code in missing:
            self.page.check(f"[name='missing'][value='{code}']")
        self.press(".sticky-actions button")

    def merge(self, kept: str, other: str) -> None:
        """Merge two records of one person."""
        self.open(f"/people/{kept}/merge?into={other}")
        self.page.check(f"[name='kept_id'][value='{kept}']")
        self.press(".sticky-actions button")


class Approver(DeskOfficer):
    """Signs what others drafted."""

    role = "approver"

    def open_signing(self, decree: str, number: str) -> None:
        """Open the sign page and enter number and date, without signing."""
        self.open(f"{decree}/sign")
        self.page.fill("[name='number']", number)
        self.page.fill("[name='decree_date']", str(day_of(datetime.now(UTC))))

    def sign(self) -> None:
        """Press the button of the sign page."""
        self.press("main form .sticky-actions button.button")


class Records(DeskOfficer):
    """Publishes, and carries out in one click."""

    role = "records"

    def publish(self, decree: str) -> None:
        """Publish a signed decree."""
        self.open(decree)
        self.press("form[action$='/publish'] button")

    def carry_out(self, decree: str) -> None:
        """Give certificates, public list and notices at once."""
        self.open(decree)
        self.press("form[action$='/carry-out'] button")
