"""Every route of the console: nobody enters without a session, no form without its token, no role beyond its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from server.web import console
from tests.web.console.matrix import EVERYONE, expected
from tests.web.console.world import CONSOLE, PASSWORD, ROLES, World, build_world

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
MADE_UP = {"folder": "device", "name": "camera.js", "kind": "csv"}
ENDS_THE_SESSION = ("sign_out_page", "logout", "end_all")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return one console for all routes: nothing of these tests changes it."""
    return build_world(Path(tmp_path_factory.mktemp("console")))


def routes(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Yield (rule, method, path with made-up ids) of every route."""
    with app.test_request_context(base_url=CONSOLE):
        for rule in app.url_map.iter_rules():
            values = {name: MADE_UP.get(name, "x1") for name in rule.arguments}
            path = rule.build(values, append_unknown=False)
            assert path is not None
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, path[1]


def is_open(rule: Rule, method: str) -> bool:
    """Tell whether the matrix lets anybody call the route."""
    return expected(method, str(rule)) is None


def test_every_view_lets_in_whom_the_matrix_names_and_no_route_lacks_a_row(world: World) -> None:
    wrong = []
    for rule, method, _path in routes(world.app):
        said = getattr(world.app.view_functions[rule.endpoint], "open_to", None)
        lets_in = None if said == () else frozenset(said or ()) & EVERYONE
        try:
            if lets_in != expected(method, str(rule)):
                wrong.append((method, str(rule), said))
        except LookupError:
            wrong.append((method, str(rule), "has no row in tests/web/console/matrix.py"))
    assert wrong == []


def test_nobody_enters_without_a_session(world: World) -> None:
    client = world.app.test_client()
    for rule, method, path in routes(world.app):
        if is_open(rule, method):
            continue
        answer = client.open(path, method=method, base_url=CONSOLE)
        led = answer.status_code == 303 and answer.headers["Location"].startswith("/login")
        assert answer.status_code == 401 or led, (method, path, answer.status_code)


def test_no_change_without_the_form_token(world: World) -> None:
    browser = world.browser("registrar")
    tried = 0
    for rule, method, path in routes(world.app):
        if method in CHANGING and not is_open(rule, method):
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
    for rule, method, path in routes(world.app):
        if is_open(rule, method) or rule.endpoint.split(".")[1] in ENDS_THE_SESSION:
            continue
        answer = browser.client.open(path, method=method, base_url=CONSOLE, headers=token)
        answer.close()
        if role in (expected(method, str(rule)) or ()):
            assert answer.status_code not in (401, 403, 500), (role, method, path, answer.status_code)
        else:
            assert answer.status_code == 403, (role, method, path, answer.status_code)


@pytest.mark.parametrize("role", ROLES)
def test_no_page_leads_a_role_to_a_refusal(world: World, role: str) -> None:
    browser = world.browser(role)
    seen = {"/"}
    ahead = ["/"]
    while ahead:
        here = ahead.pop()
        browser.get(here)
        assert browser.status == 200, (role, here, browser.status)
        for link in browser.links():
            if link not in seen:
                seen.add(link)
                ahead.append(link)


def test_every_answer_is_guarded_by_headers(world: World) -> None:
    browser = world.browser("records")
    for _rule, method, path in routes(world.app):
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


def test_every_link_of_the_templates_leads_somewhere(world: World) -> None:
    needed = {rule.endpoint: rule.arguments for rule in world.app.url_map.iter_rules()}
    templates = Path(console.__file__).parent / "templates" / "console"
    called = re.compile(r"url_for\(['\"](console\.\w+)['\"]([^()]*(?:\([^()]*\)[^()]*)*)\)")
    links = [
        (path.name, found[1], set(re.findall(r"(\w+)=", found[2])))
        for path in templates.glob("*.html")
        for found in called.finditer(path.read_text("utf-8"))
    ]
    assert len(links) > 100
    broken = [each for each in links if each[1] not in needed or not needed[each[1]] <= each[2]]
    assert broken == []
