"""Signing in at the portal: its own accounts, its own cookies, nothing open by default."""

from __future__ import annotations

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
