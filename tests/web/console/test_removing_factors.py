"""Second factors taken away: with the password and another factor, and their owner is told."""

from __future__ import annotations

import json

from tests.software_authenticator import SoftwareAuthenticator
from tests.web.console.test_second_factors import add_device, options_of
from tests.web.console.world import CONSOLE, PASSWORD, World


def test_removal_asks_first_and_keeps_the_last_one_of_an_approver(world: World) -> None:
    browser = world.browser("approver")
    browser.get("/account/totp/remove")
    assert "Remove the app" in browser.text()
    browser.send("/account/totp/remove", password="wrong wrong wrong")
    assert browser.status == 422 and 'id="e-password"' in browser.page
    browser.send("/account/totp/remove", password=PASSWORD)
    assert browser.status == 409
    assert "this is the last one" in browser.text()
    device = add_device(browser)
    browser.send("/account/totp/remove", password=PASSWORD)
    assert "not accepted" in browser.text() and world.ports.queries.second_factors(world.users["approver"]).totp_since
    answer = json.dumps(device.prove(options_of(browser)))
    fields = {**browser.hidden(), "slip": browser.value("slip"), "answer": answer, "password": PASSWORD}
    browser.post("/account/totp/remove", fields)
    assert browser.path == "/account"
    assert "No app is set up" in browser.text()
    browser.get("/notices")
    assert "A second factor of your account was removed" in browser.text()


def test_a_challenge_to_make_a_passkey_serves_once(world: World) -> None:
    browser, device = world.browser("registrar"), SoftwareAuthenticator()
    browser.send("/account/passkeys/new", label="Laptop", password=PASSWORD)
    asked, fields = options_of(browser), {**browser.hidden(), "slip": browser.value("slip")}
    browser.post("/account/passkeys", {**fields, "answer": json.dumps(device.create(asked))})
    again = {**fields, "once": "another", "answer": json.dumps(SoftwareAuthenticator().create(asked))}
    browser.post("/account/passkeys", again)
    assert "stood open too long" in browser.text()
    assert len(world.ports.queries.second_factors(world.users["registrar"]).passkeys) == 1


def test_a_passkey_goes_with_a_fresh_code_for_programs_too(world: World) -> None:
    browser = world.browser("approver")
    add_device(browser)
    (key,) = world.ports.queries.second_factors(world.users["approver"]).passkeys
    browser.get(f"/account/passkeys/{key.id}/remove")
    assert 'name="code"' in browser.page
    browser.send(f"/account/passkeys/{key.id}/remove", password=PASSWORD, code="000000")
    assert browser.status == 422 and 'id="e-code"' in browser.page
    browser.get("/account")
    token = {"X-CSRF-Token": browser.token()}
    path = f"/api/v1/users/me/passkeys/{key.id}"

    def remove(**proof: str) -> tuple[int, str]:
        told = browser.client.delete(path, json=proof, base_url=CONSOLE, headers=token)
        return told.status_code, told.get_json().get("code", "")

    assert remove() == (422, "invalid_input")
    assert remove(password=PASSWORD)[0] == 422
    assert remove(password=PASSWORD, code=world.code("approver") or "") == (200, "")
    assert not world.ports.queries.second_factors(world.users["approver"]).passkeys
