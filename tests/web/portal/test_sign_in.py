"""Signing in at the portal: its own accounts, its own cookies, nothing open by default."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.usecases.make_portal_code import make_portal_code
from server.usecases.portal_codes import LIFETIME
from server.web.throttle import FREE_FAILURES
from tests.web.console.world import PASSWORD
from tests.web.portal.world import PortalWorld


def test_a_representative_enters_and_an_officer_does_not(world: PortalWorld) -> None:
    browser = world.browser(None)
    browser.get("/")
    assert browser.path == "/login"
    browser.post("/login", {"login": "registrar", "password": PASSWORD, "next": "/"})
    assert browser.status == 401
    browser.sign_in("focal-a")
    assert browser.path == "/" and "Focal A" in browser.page
    assert browser.client.get_cookie("__Host-portal-access", domain="localhost") is not None


def test_signing_out_ends_the_session_and_clears_what_the_browser_kept(world: PortalWorld) -> None:
    browser = world.browser("a")
    answer = browser.client.post(
        "/logout",
        data={"csrf_token": browser.token()},
        base_url="https://localhost",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    browser.get("/")
    assert browser.path == "/login"


def test_wrong_codes_are_slowed_and_a_neighbour_behind_the_same_address_is_not(world: PortalWorld) -> None:
    code = world.do(make_portal_code, invitation_id=world.invitations["a"])["code"]
    guesser, neighbour = world.browser(None), world.browser(None)
    wrong = f"{code[:4]}-0000-0000-0000"
    for _ in range(FREE_FAILURES):
        guesser.post("/account/open?lang=en", {"code": wrong})
        assert "There is no such code" in guesser.text()
    fields = {"code": wrong, "display_name": "Marit", "email": "m@example.org", "login": "marit"}
    guesser.post("/account/open?lang=en", {**fields, "new_password": PASSWORD, "again": PASSWORD})
    assert guesser.status == 429 and int(guesser.headers["Retry-After"]) >= 1
    assert 'value="marit"' in guesser.page and "Too many attempts" in guesser.text()
    other = world.do(make_portal_code, invitation_id=world.invitations["b"])["code"]
    neighbour.post("/account/open?lang=en", {"code": other})
    assert "Mountain Watch" in neighbour.text()


def test_a_code_that_is_spent_or_too_old_is_no_guess(world: PortalWorld) -> None:
    code = world.do(make_portal_code, invitation_id=world.invitations["a"])["code"]
    world.console.clock.shift += LIFETIME + timedelta(minutes=1)
    browser = world.browser(None)
    for _ in range(FREE_FAILURES + 2):
        browser.post("/account/open?lang=en", {"code": code})
        assert browser.status == 422 and "The code has expired" in browser.text()
    fields = {"code": code, "display_name": "Marit", "email": "m@example.org", "login": "marit",
              "new_password": PASSWORD, "again": PASSWORD}  # fmt: skip
    browser.post("/account/open?lang=en", fields)
    assert browser.status == 422 and world.ports.queries.account("marit") is None


@pytest.mark.parametrize(
    "name", ["Marit\u202eevil", "<b>Marit</b>", "x" * 10_000, "12345", "Marit\x07", "\u200b", "\u2066Marit\u2069"]
)
def test_a_representative_has_a_name_people_can_read(world: PortalWorld, name: str) -> None:
    code = world.do(make_portal_code, invitation_id=world.invitations["a"])["code"]
    browser = world.browser(None)
    fields = {"code": code, "display_name": name, "email": "m@example.org", "login": "marit",
              "new_password": PASSWORD, "again": PASSWORD}  # fmt: skip
    browser.post("/account/open?lang=en", fields)
    assert browser.status == 422 and 'id="e-display_name"' in browser.page
    assert world.ports.queries.account("marit") is None


def test_everything_wrong_with_an_account_is_told_at_once(world: PortalWorld) -> None:
    code = world.do(make_portal_code, invitation_id=world.invitations["a"])["code"]
    browser = world.browser(None)
    fields = {"code": code, "display_name": "12", "email": "nowhere", "login": "focal b", "new_password": "short",
              "again": "other"}  # fmt: skip
    browser.post("/account/open?lang=en", fields)
    wrong = ("display_name", "email", "login", "new_password", "again")
    assert browser.status == 422 and all(f'id="e-{name}"' in browser.page for name in wrong)
    browser.post("/account/open?lang=en", {**fields, "display_name": "", "login": "focal-b"})
    assert all(f'id="e-{name}"' in browser.page for name in ("display_name", "email", "new_password", "again"))
