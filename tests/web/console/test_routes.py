"""Every route of the console: nobody enters without a session, no form without its token, no role beyond its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from tests.web.console.world import CONSOLE, PASSWORD, ROLES, World, build_world

OPEN = {"console.login", "console.static", "console.scanner", "api.login", "api.refresh", "api.unknown"}
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
# Which roles may change something; everything else is for all three to read.
MAY_CHANGE = {
    "registrar": {
        "new_election", "edit_election", "new_act", "new_organisation", "new_decree", "new_line", "edit_line",
        "remove_line", "import_list", "issue", "discard", "new_revocation", "annul", "replace", "correct",
    },
    "approver": {"sign", "discard"},
    "records": {"publish", "issue"},
}  # fmt: skip
MADE_UP = {"folder": "device", "name": "camera.js", "kind": "csv"}
FOR_ALL = {"sign_out_page", "account", "find", "start_batch", "logout", "password"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return one console for all routes: nothing of these tests changes it."""
    return build_world(Path(tmp_path_factory.mktemp("console")))


def rules(world: World) -> Iterator[tuple[Rule, str, str]]:
    """Yield (rule, method, path with made-up ids) of every route."""
    with world.app.test_request_context(base_url=CONSOLE):
        for rule in world.app.url_map.iter_rules():
            values = {
                name: {"folder": "device", "name": "camera.js", "kind": "csv"}.get(name, "x1")
                for name in rule.arguments
            }
            path = rule.build(values, append_unknown=False)
            assert path is not None
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, path[1]


def test_every_view_says_whom_it_lets_in(world: World) -> None:
    silent = [name for name, view in world.app.view_functions.items() if getattr(view, "open_to", None) is None]
    assert silent == []
    open_ones = {name for name, view in world.app.view_functions.items() if view.open_to == ()}  # type: ignore[attr-defined]
    assert open_ones == OPEN


def test_nobody_enters_without_a_session(world: World) -> None:
    client = world.app.test_client()
    for rule, method, path in rules(world):
        if rule.endpoint in OPEN:
            continue
        answer = client.open(path, method=method, base_url=CONSOLE)
        led = answer.status_code == 303 and answer.headers["Location"].startswith("/login")
        assert answer.status_code == 401 or led, (method, path, answer.status_code)


def test_no_change_without_the_form_token(world: World) -> None:
    browser = world.browser("registrar")
    tried = 0
    for rule, method, path in rules(world):
        if method in CHANGING and rule.endpoint not in OPEN:
            answer = browser.client.open(path, method=method, base_url=CONSOLE)
            answer.close()
            assert answer.status_code == 403, (method, path, answer.status_code)
            tried += 1
    assert tried > 30


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reaches_only_its_own(world: World, role: str) -> None:
    browser = world.browser(role)
    browser.get("/")
    token = {"X-CSRF-Token": browser.token(), "Sec-Fetch-Site": "same-origin"}
    for rule, method, path in rules(world):
        name = rule.endpoint.split(".")[1]
        if rule.endpoint in OPEN or name in ("sign_out_page", "logout"):
            continue
        answer = browser.client.open(path, method=method, base_url=CONSOLE, headers=token)
        mutating = any(name in names for names in MAY_CHANGE.values())
        if mutating and name not in MAY_CHANGE[role]:
            assert answer.status_code == 403, (role, method, path, answer.status_code)
        else:
            assert answer.status_code not in (401, 403, 500), (role, method, path, answer.status_code)
            assert mutating or method == "GET" or name in FOR_ALL, (method, path)


def test_every_answer_is_guarded_by_headers(world: World) -> None:
    browser = world.browser("records")
    for _rule, method, path in rules(world):
        if method != "GET":
            continue
        answer = browser.client.get(path, base_url=CONSOLE)
        answer.close()
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe-inline" not in policy or answer.mimetype == "image/svg+xml", path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if "/static/" not in path and "/device/" not in path:
            assert "no-store" in answer.headers["Cache-Control"], path


def test_a_password_never_comes_back(world: World) -> None:
    browser = world.browser()
    browser.post("/login", {"login": "registrar", "password": PASSWORD + "x"})
    assert PASSWORD not in browser.page
