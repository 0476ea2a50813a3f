"""Second factors at the console: both steps of signing in, setting up, taking away, sessions elsewhere."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest

from server.usecases.add_user import reset_second_factors
from server.usecases.passwords import hash_password
from server.usecases.perform import perform
from server.usecases.records import UserAccount
from server.web.throttle import FREE_FAILURES
from tests.authenticator_app import fresh_code
from tests.software_authenticator import SoftwareAuthenticator
from tests.web.console.world import CONSOLE, PASSWORD, SYSTEM, Browser, World, election_fields

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def stranger(world: World) -> Browser:
    """Return a browser at the login, in English."""
    browser = world.browser()
    browser.get("/login?lang=en")
    return browser


def options_of(browser: Browser) -> dict[str, Any]:
    """Return what the page asks of a device."""
    found = re.search(r'data-options="([^"]+)"', browser.page)
    assert found, browser.text()
    asked: dict[str, Any] = json.loads(html.unescape(found[1]))
    return asked


def with_device(browser: Browser, device: SoftwareAuthenticator) -> str:
    """Press the passkey's button of the login now shown."""
    answer = json.dumps(device.prove(options_of(browser)))
    return browser.post("/login/passkey", {"slip": browser.value("slip"), "answer": answer, "next": "/"})


def add_device(browser: Browser, label: str = "Laptop") -> SoftwareAuthenticator:
    """Set a passkey up."""
    device = SoftwareAuthenticator()
    browser.send("/account/passkeys/new", label=label, password=PASSWORD)
    answer = json.dumps(device.create(options_of(browser)))
    fields = {**browser.hidden(), "slip": browser.value("slip"), "answer": answer}
    browser.post("/account/passkeys", fields)
    assert label in browser.page and browser.path == "/account", browser.text()
    return device


def newcomer(world: World, role: str) -> str:
    """Add an account without a second factor; return its login."""
    now = world.clock.now()
    with world.ports.unit_of_work() as uow:
        login = f"new-{role}"
        account = UserAccount(uow.new_id(), login, "New", role, hash_password(PASSWORD), "en", now)
        uow.add(account)
        uow.commit()
    return login


def test_the_password_alone_shows_the_second_step_and_sets_no_session(world: World) -> None:
    browser = stranger(world)
    browser.sign_in("approver")
    assert 'name="proven"' in browser.page
    assert not [line for line in browser.headers.getlist("Set-Cookie") if "access" in line]
    browser.get("/decrees")
    assert browser.path == "/login"


def test_a_code_opens_the_session_once(world: World) -> None:
    code = world.code("approver")
    browser, second = stranger(world), stranger(world)
    browser.sign_in("approver", code=code)
    assert (browser.status, browser.path) == (200, "/")
    second.sign_in("approver", code=code)
    assert second.status == 401
    assert "used before" in second.text()


def test_the_second_step_needs_the_first_and_its_own_app(world: World) -> None:
    browser = stranger(world)
    for proven in ("", "forged", "WyJ4Il0.Zm9v.AAAA"):
        browser.post("/login/code", {"proven": proven, "code": "123456"})
        assert browser.status == 401
        assert "Sign in again" in browser.text()
    browser.sign_in("custodian")
    slip = browser.value("proven")
    browser.post("/login/code", {"proven": slip, "code": "000000"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert browser.status == 403
    browser.post("/login/code", {"proven": slip, "code": world.code("approver") or ""})
    assert browser.status == 401


def test_wrong_codes_are_slowed_for_the_account_and_lock_nobody_elses(world: World) -> None:
    browser = stranger(world)
    browser.sign_in("approver")
    slip = browser.value("proven")
    for _ in range(FREE_FAILURES):
        browser.post("/login/code", {"proven": slip, "code": "000000"})
        assert browser.status == 401
    browser.post("/login/code", {"proven": slip, "code": world.code("approver") or ""})
    assert browser.status == 429
    assert int(browser.headers["Retry-After"]) >= 1
    assert world.browser("custodian").path == "/"


def test_a_form_sent_too_late_comes_back_after_both_steps(world: World) -> None:
    browser = world.browser("approver")
    browser.get("/account")
    kept = {"kept:note": "typed <words>", "kept:once": "k", "kept:kept_by": browser.token()}
    browser.client.delete_cookie("__Host-console-access", domain="localhost", path="/")
    browser.client.delete_cookie("__Host-console-refresh", domain="localhost", path="/")
    browser.post("/login", {"login": "approver", "password": PASSWORD, "next": "/decrees", **kept})
    assert 'name="kept:note" value="typed &lt;words&gt;"' in browser.page


def test_an_account_that_needs_a_second_factor_reaches_nothing_before_it_has_one(world: World) -> None:
    login = newcomer(world, "approver")
    browser = stranger(world)
    browser.sign_in(login)
    for path in ("/", "/decrees", "/acts", "/certificates", "/notices"):
        browser.get(path)
        assert browser.path == "/account", path
    assert "needs a second factor" in browser.text()
    assert '<nav class="nav"' not in browser.page
    token = {"X-CSRF-Token": browser.token()}
    refused = browser.client.get("/api/v1/decrees", base_url=CONSOLE, headers=token)
    assert (refused.status_code, refused.get_json()["code"]) == (403, "second_factor_required")
    browser.send("/account/totp/new", password=PASSWORD)
    found = re.search(r"data-secret>([^<]+)<", browser.page)
    assert found
    secret = found[1].replace(" ", "")
    browser.post("/account/totp", {**browser.hidden(), "code": fresh_code(secret, now=world.clock.now())})
    browser.get("/decrees")
    assert browser.path == "/decrees"
    browser.get("/account/totp")
    assert secret[:8] not in browser.page.replace(" ", "")


def test_a_passkey_enters_while_passwords_are_flooded(world: World) -> None:
    officer = world.browser("registrar")
    device = add_device(officer)
    flood = stranger(world)
    for _ in range(40):
        flood.post("/login", {"login": "registrar", "password": "wrong wrong wrong"})
    assert flood.status == 429
    fresh = stranger(world)
    fresh.post("/login", {"login": "registrar", "password": PASSWORD})
    assert fresh.status == 429
    fresh.get("/login")
    with_device(fresh, device)
    assert (fresh.status, fresh.path) == (200, "/")


def test_an_answer_serves_once_and_for_its_own_challenge(world: World) -> None:
    device = add_device(world.browser("registrar"))
    browser = stranger(world)
    browser.get("/login")
    answer, slip = json.dumps(device.prove(options_of(browser))), browser.value("slip")
    browser.get("/login")
    browser.post("/login/passkey", {"slip": browser.value("slip"), "answer": answer})
    assert (browser.status, "not accepted" in browser.text()) == (401, True)
    browser.post("/login/passkey", {"slip": slip, "answer": answer})
    assert browser.path == "/"
    again = stranger(world)
    again.post("/login/passkey", {"slip": slip, "answer": answer})
    assert again.status == 401
    for odd in ("", "{", "[]", "null", '{"rawId": 3}', "{" * 30_000):
        again.get("/login")
        again.post("/login/passkey", {"slip": again.value("slip"), "answer": odd})
        assert again.status == 401


def test_a_copied_passkey_is_stopped_and_says_so(world: World) -> None:
    device = add_device(world.browser("registrar"))
    copy = device.copy()
    browser = stranger(world)
    browser.get("/login")
    with_device(browser, device)
    thief = stranger(world)
    thief.get("/login")
    with_device(thief, copy)
    assert thief.status == 401
    assert "ran backwards" in thief.text()
    browser.get("/account")
    assert "suspended" in browser.text()


def test_a_passkey_is_made_only_with_the_password_and_in_its_own_session(world: World) -> None:
    browser, elsewhere = world.browser("registrar"), world.browser("lawyer")
    browser.send("/account/passkeys/new", label="Laptop", password="not the one")
    assert browser.status == 422
    assert 'id="e-password"' in browser.page and 'value="Laptop"' in browser.page
    browser.send("/account/passkeys/new", label="Laptop", password=PASSWORD)
    device = SoftwareAuthenticator()
    answer, slip = json.dumps(device.create(options_of(browser))), browser.value("slip")
    elsewhere.get("/account")
    elsewhere.post("/account/passkeys", {**elsewhere.hidden(), "slip": slip, "answer": answer})
    assert "Laptop" not in elsewhere.text()
    assert world.ports.queries.second_factors(world.users["lawyer"]).passkeys == ()


def test_guesses_of_the_password_on_ones_own_page_are_slowed(world: World) -> None:
    browser = world.browser("registrar")
    for _ in range(FREE_FAILURES):
        browser.send("/account/totp/new", password="wrong wrong wrong")
        assert browser.status == 422
    browser.send("/account/totp/new", password=PASSWORD)
    assert browser.status == 429
    assert "Too many attempts" in browser.text()


def test_sessions_are_listed_marked_and_ended(world: World) -> None:
    here, elsewhere, third = (world.browser("registrar") for _ in range(3))
    here.get("/account", headers={"User-Agent": FIREFOX})
    assert here.text().count("password") >= 3
    assert "this one" in here.text()
    ids = re.findall(r'action="/account/sessions/([0-9a-f-]{36})/end"', here.page)
    assert len(ids) == 2
    other = world.browser("lawyer")
    other.get("/account")
    other.post(f"/account/sessions/{ids[0]}/end", other.hidden())
    assert other.status == 404
    here.post(f"/account/sessions/{ids[0]}/end", here.hidden())
    here.get("/account")
    assert len(re.findall(r'action="/account/sessions/[0-9a-f-]{36}/end"', here.page)) == 1
    here.post("/account/sessions/end-others", here.hidden())
    for ended in (elsewhere, third):
        ended.get("/")
        assert ended.path == "/login"
    here.get("/account")
    here.post("/account/sessions/end-all", here.hidden())
    assert here.path == "/login"
    here.get("/")
    assert here.path == "/login"


def test_the_api_takes_the_code_and_names_what_is_missing(world: World) -> None:
    client = world.app.test_client()

    def enter(**more: str) -> tuple[int, str]:
        body = {"login": "approver", "password": PASSWORD, **more}
        answer = client.post("/api/v1/auth/login", json=body, base_url=CONSOLE)
        return answer.status_code, answer.get_json().get("code", answer.get_json().get("role"))

    assert enter() == (401, "second_factor_needed")
    assert enter(code="000000")[1] == "second_factor_wrong"
    code = world.code("approver") or ""
    assert enter(code=code) == (200, "approver")
    assert enter(code=code)[1] == "second_factor_wrong"
    assert enter(code=world.code("approver") or "", password="wrong wrong")[1] == "sign_in_failed"


@pytest.mark.parametrize("role", ["approver", "custodian"])
def test_a_session_dies_with_its_second_factors(world: World, role: str) -> None:
    browser = world.browser(role)
    perform(reset_second_factors, ports=world.ports, actor=SYSTEM, user_id=world.users[role])
    browser.get("/account")
    assert browser.path == "/login"


def test_an_unfinished_session_changes_nothing(world: World) -> None:
    login = newcomer(world, "approver")
    browser = stranger(world)
    browser.sign_in(login)
    browser.get("/account")
    browser.post("/elections/new", {**election_fields(world), **browser.hidden()})
    assert world.ports.queries.elections() == ()
