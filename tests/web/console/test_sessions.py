"""Sessions: hardened cookies, rotation, reuse, lifetimes, throttled guesses, forms that survive."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from server.usecases.add_user import close_user
from server.usecases.perform import perform
from server.web.throttle import FREE_FAILURES
from tests.web.console.world import CONSOLE, PASSWORD, SYSTEM, Browser, World, election_fields

ACCESS, REFRESH = "__Host-console-access", "__Host-console-refresh"


def api_login(world: World, login: str = "registrar", **more: object) -> dict[str, str]:
    answer = world.app.test_client().post(
        "/api/v1/auth/login", json={"login": login, "password": PASSWORD, **more}, base_url=CONSOLE
    )
    assert answer.status_code == 200, answer.text
    body: dict[str, str] = answer.get_json()
    return body


def drop(browser: Browser, name: str) -> None:
    browser.client.delete_cookie(name, domain="localhost", path="/")


def cookie(browser: Browser, name: str) -> str:
    kept = browser.client.get_cookie(name, domain="localhost", path="/")
    assert kept is not None
    return kept.value


def test_cookies_are_hardened(world: World) -> None:
    browser = world.browser()
    browser.post("/login", {"login": "registrar", "password": PASSWORD}, follow=False)
    set_cookies = {line.split("=", 1)[0]: line for line in browser.headers.getlist("Set-Cookie")}
    for name in (ACCESS, REFRESH):
        line = set_cookies[name]
        assert all(word in line for word in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"))
        assert "Domain" not in line
    assert browser.status == 303


def test_nobody_learns_which_of_the_two_was_wrong(world: World) -> None:
    unknown, wrong = world.browser(), world.browser()
    unknown.post("/login", {"login": "nobody", "password": PASSWORD})
    wrong.post("/login", {"login": "registrar", "password": "not this one at all"})
    assert unknown.status == wrong.status == 401
    assert unknown.text().replace("nobody", "") == wrong.text().replace("registrar", "")


def test_every_page_leads_to_the_login_and_back(world: World) -> None:
    browser = world.browser()
    browser.get("/decrees?state=draft")
    assert browser.path == "/login"
    browser.post("/login", {"login": "records", "password": PASSWORD, "next": "/decrees?state=draft"})
    assert browser.path == "/decrees"


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_login_leads_nowhere_else(world: World, there: str) -> None:
    browser = world.browser()
    browser.post("/login", {"login": "records", "password": PASSWORD, "next": there}, follow=False)
    assert browser.headers["Location"] == "/"


def test_another_site_cannot_sign_in_here(world: World) -> None:
    browser = world.browser()
    browser.post("/login", {"login": "records", "password": PASSWORD}, headers={"Sec-Fetch-Site": "cross-site"})
    assert browser.status == 403
    other = {"Origin": "https://evil.example"}
    browser.post("/login", {"login": "records", "password": PASSWORD}, headers=other)
    assert browser.status == 403


def test_a_session_is_renewed_by_itself(world: World) -> None:
    browser = world.browser("registrar")
    before = cookie(browser, REFRESH)
    drop(browser, ACCESS)
    browser.get("/elections")
    assert (browser.status, browser.path) == (200, "/elections")
    assert cookie(browser, REFRESH) != before
    assert cookie(browser, ACCESS)


def test_a_form_of_before_the_renewal_still_works(world: World) -> None:
    browser = world.browser("registrar")
    browser.get("/elections/new")
    fields = {**election_fields(world), **browser.hidden()}
    drop(browser, ACCESS)
    browser.post("/elections/new", fields)
    assert browser.path == "/elections/president-2027", browser.text()


def test_a_refresh_token_serves_once_and_reuse_ends_the_family(world: World) -> None:
    tokens = api_login(world)
    client = world.app.test_client()

    def refresh(token: str) -> int:
        answer = client.post("/api/v1/auth/refresh", json={"refresh_token": token}, base_url=CONSOLE)
        refresh.last = answer.get_json()  # type: ignore[attr-defined]
        return answer.status_code

    assert refresh(tokens["refresh_token"]) == 200
    newer = refresh.last  # type: ignore[attr-defined]
    assert refresh(tokens["refresh_token"]) == 401
    assert refresh(newer["refresh_token"]) == 401
    bearer = {"Authorization": f"Bearer {newer['access_token']}"}
    assert client.get("/api/v1/users/me", headers=bearer, base_url=CONSOLE).status_code == 401


def test_signing_out_stops_both_tokens(world: World) -> None:
    tokens = api_login(world)
    client = world.app.test_client()
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert client.post("/api/v1/auth/logout", headers=bearer, base_url=CONSOLE).status_code == 200
    assert client.get("/api/v1/users/me", headers=bearer, base_url=CONSOLE).status_code == 401
    again = client.post("/api/v1/auth/refresh", json={"refresh_token": tokens["refresh_token"]}, base_url=CONSOLE)
    assert again.status_code == 401


def test_a_session_dies_with_its_account(world: World) -> None:
    browser = world.browser("registrar")
    perform(close_user, ports=world.ports, actor=SYSTEM, user_id=world.users["registrar"])
    browser.get("/elections")
    assert browser.path == "/login"
    browser.sign_in("registrar")
    assert browser.status == 401


def test_a_session_ends_after_its_longest_life(world: World) -> None:
    browser = world.browser("registrar")
    world.clock.shift = timedelta(hours=10, minutes=1)
    browser.get("/elections")
    assert browser.path == "/login"


def test_changing_the_password_ends_other_sessions(world: World) -> None:
    here, elsewhere = world.browser("registrar"), world.browser("registrar")
    new = "another long enough phrase"
    here.send("/account", old_password=PASSWORD, new_password=new, again=new)
    assert (here.status, here.path) == (200, "/account")
    elsewhere.get("/")
    assert elsewhere.path == "/login"
    here.send("/account", old_password="wrong", new_password=new, again=new)
    assert here.status == 422
    assert 'id="e-old_password"' in here.page


def test_a_refresh_token_opens_nothing_by_itself(world: World) -> None:
    tokens = api_login(world)
    bearer = {"Authorization": f"Bearer {tokens['refresh_token']}"}
    answer = world.app.test_client().get("/api/v1/users/me", headers=bearer, base_url=CONSOLE)
    assert answer.status_code == 401


def test_a_bearer_token_opens_no_page(world: World) -> None:
    tokens = api_login(world)
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    answer = world.app.test_client().get("/elections", headers=bearer, base_url=CONSOLE)
    assert answer.status_code == 303


def test_a_form_sent_after_the_session_ended_comes_back_filled(world: World) -> None:
    browser = world.browser("registrar")
    browser.get("/elections/new")
    typed = {**election_fields(world, title_en='Late "quoted" <title>'), **browser.hidden()}
    drop(browser, ACCESS)
    drop(browser, REFRESH)
    browser.post("/elections/new", typed)
    assert browser.status == 401
    kept = {k: html.unescape(v) for k, v in re.findall(r'name="(kept:[^"]+)" value="([^"]*)"', browser.page)}
    assert kept["kept:title_en"] == 'Late "quoted" <title>'
    assert "kept:csrf_token" not in kept
    browser.post("/login", {"login": "registrar", "password": PASSWORD, "next": "/elections/new", **kept})
    again = {
        k: html.unescape(v) for k, v in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', browser.page)
    }
    browser.post("/elections/new", again)
    assert browser.status == 200
    assert "Late &#34;quoted&#34; &lt;title&gt;" in browser.page
    assert world.ports.queries.elections() == ()


def test_a_form_without_its_token_is_refused(world: World) -> None:
    browser = world.browser("registrar")
    browser.post("/elections/new", election_fields(world), headers={"Sec-Fetch-Site": "cross-site"})
    assert browser.status == 403
    browser.post("/elections/new", election_fields(world))
    assert browser.status == 403
    assert world.ports.queries.elections() == ()


def test_guesses_are_slowed_and_nobody_is_locked_out(world: World) -> None:
    officer = world.browser("registrar")
    drop(officer, ACCESS)
    drop(officer, REFRESH)
    guesser = world.browser()
    for _ in range(FREE_FAILURES):
        guesser.post("/login", {"login": "registrar", "password": "wrong wrong wrong"})
        assert guesser.status == 401
    guesser.post("/login", {"login": "registrar", "password": PASSWORD})
    assert guesser.status == 429
    assert int(guesser.headers["Retry-After"]) >= 1
    officer.sign_in("registrar")
    assert officer.path == "/"


def test_signing_in_again_ends_the_session_before(world: World) -> None:
    browser = world.browser("registrar")
    before = {name: cookie(browser, name) for name in (ACCESS, REFRESH)}
    browser.sign_in("lawyer")
    sessions = world.ports.queries.sessions(world.users["registrar"], now=world.clock.now())
    assert sessions == ()
    old = world.browser()
    for name, value in before.items():
        old.client.set_cookie(name, value, path="/", secure=True)
    old.get("/")
    assert old.path == "/login"
    browser.get("/")
    assert browser.path == "/"
