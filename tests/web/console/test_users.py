"""The administrator's pages: accounts added, closed, opened, helped back in; the keys; nothing of observers."""

from __future__ import annotations

import re
import uuid
from typing import Any

from server.usecases.roles import OFFICERS
from server.usecases.sign_in import sign_in
from tests.web.console.world import CONSOLE, PASSWORD, Browser, World


def one_time(browser: Browser) -> str:
    """Return the one-time password of the page now shown."""
    found = re.search(r"data-one-time><b>([^<]+)</b>", browser.page)
    assert found, browser.text()
    return found[1]


def add(browser: Browser, login: str = "aida", role: str = "registrar", **more: str) -> str:
    """Add an account; return its one-time password."""
    browser.send("/users/new", login=login, display_name="Aida (invented)", role=role, language="en", **more)
    return one_time(browser)


def test_a_new_officer_chooses_a_password_first(world: World) -> None:
    password = add(world.browser("administrator"))
    officer = world.browser()
    officer.sign_in("aida", password)
    assert officer.path == "/account"
    officer.get("/decrees")
    assert officer.path == "/account"
    new = "a phrase of her own"
    officer.send("/account", old_password=password, new_password=new, again=new)
    officer.get("/decrees")
    assert officer.path == "/decrees"
    assert world.browser().sign_in("aida", password) and world.ports.queries.account("aida").one_time_until is None  # type: ignore[union-attr]


def test_a_double_click_adds_once_and_shows_the_same_password(world: World) -> None:
    browser = world.browser("administrator")
    browser.get("/users/new")
    fields = {**browser.hidden(), "login": "aida", "display_name": "A", "role": "records", "language": "ky"}
    browser.post("/users/new", fields)
    first = one_time(browser)
    browser.post("/users/new", fields)
    assert one_time(browser) == first
    browser.post("/users/new", {**fields, "once": str(uuid.uuid4())})
    assert browser.status == 409
    assert "aida" in browser.page


def test_the_password_is_kept_nowhere(world: World, tmp_path: Any) -> None:
    password = add(world.browser("administrator"))
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert password.encode() not in file.read_bytes(), file


def test_what_was_typed_stays_and_each_fault_stands_at_its_field(world: World) -> None:
    browser = world.browser("administrator")
    browser.send("/users/new", login="Not A Login!", display_name="Aida", role="organisation", language="ky")
    assert browser.status == 422
    assert 'value="Not A Login!"' in browser.page
    browser.send("/users/new", login="Not A Login!", display_name="Aida", role="registrar", language="ky")
    assert 'id="e-login"' in browser.page


def test_closing_opening_and_helping_back_in(world: World) -> None:
    browser, officer = world.browser("administrator"), world.browser("registrar")
    page = f"/users/{world.users['registrar']}"
    browser.get(f"{page}/close")
    officer.get("/")
    assert officer.path == "/"  # a look closes nothing
    browser.send(f"{page}/close")
    assert "closed" in browser.text()
    officer.get("/")
    assert officer.path == "/login"
    browser.send(f"{page}/close")
    assert browser.status == 409
    browser.send(f"{page}/reopen")
    assert sign_in(world.ports, login="registrar", password=one_time(browser), roles=OFFICERS)
    browser.send(f"{page}/password")
    again = one_time(browser)
    assert sign_in(world.ports, login="registrar", password=again, roles=OFFICERS)


def test_second_factors_are_reset_and_the_log_says_who(world: World) -> None:
    browser = world.browser("administrator")
    page = f"/users/{world.users['approver']}"
    browser.send(f"{page}/second-factors")
    assert browser.path == page
    row = world.ports.queries.acts(limit=1).rows[0]
    assert (row.kind, row.actor) == ("second_factors_reset", "Administrator")
    browser.send(f"{page}/second-factors")
    assert browser.status == 409


def test_nobody_touches_the_own_account(world: World) -> None:
    browser = world.browser("administrator")
    page = f"/users/{world.users['administrator']}"
    browser.get(page)
    assert "another administrator" in browser.text()
    for act in ("close", "password", "second-factors"):
        browser.send(f"{page}/{act}")
        assert browser.status == 409, act


def test_the_list_is_narrowed_and_hides_nothing_of_use(world: World) -> None:
    browser = world.browser("administrator")
    browser.get("/users")
    assert all(login in browser.text() for login in OFFICERS)
    browser.get("/users?role=custodian")
    assert "custodian" in browser.text() and "registrar" not in browser.text().lower().replace("registrar ", "", 1)
    browser.get("/users?text=%25")
    assert browser.status == 200


def test_the_same_as_json(world: World) -> None:
    client = world.app.test_client()
    body = {"login": "administrator", "password": PASSWORD}
    token = client.post("/api/v1/auth/login", json=body, base_url=CONSOLE).get_json()["access_token"]

    def call(method: str, path: str, json: Any = None, key: str = "") -> Any:
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
        return client.open(f"/api/v1{path}", method=method, json=json, headers=headers, base_url=CONSOLE)

    aida = {"login": "aida", "display_name": "Aida", "role": "auditor"}
    made, again = (call("POST", "/users", aida, key="k1") for _ in range(2))
    assert (made.status_code, made.get_json()) == (201, again.get_json())
    one = f"/users/{made.get_json()['id']}"
    assert call("GET", one).get_json()["one_time_until"]
    assert call("POST", f"{one}/password").get_json()["one_time_password"] != made.get_json()["one_time_password"]
    assert call("POST", f"{one}/close").status_code == 200
    assert call("POST", f"{one}/reopen").get_json()["one_time_password"]
    assert call("DELETE", f"{one}/second-factors").get_json()["code"] == "no_second_factor"
    assert call("GET", "/users/nobody").status_code == 404
    assert call("GET", "/users?text=aid").get_json()["rows"][0]["login"] == "aida"
    assert call("GET", "/keys").status_code == 403
    assert "password" not in call("GET", one).text.replace("one_time_until", "")


def test_keys_are_read_by_custodian_and_auditor(world: World) -> None:
    for role in ("custodian", "auditor"):
        browser = world.browser(role)
        browser.get("/keys")
        assert "2 of 3 custodians" in browser.text()
        root = browser.client.get("/api/v1/keys", base_url=CONSOLE).get_json()
        assert (root["threshold"], {key["role"] for key in root["keys"]}) == (2, {"root", "issue", "state"})
        assert all(key["kid"] in browser.page for key in root["keys"])
