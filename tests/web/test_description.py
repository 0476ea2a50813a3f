"""The description of the JSON interfaces: nothing left out, nothing that the code doesn't do, for no stranger's eyes.

That answers are as described is checked on every call of the other tests (held.py).
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR
from werkzeug.routing import Rule

from server.web.api.description import describe
from server.web.api.saying import said_of
from tests.web.console.test_api import enter
from tests.web.console.world import CONSOLE
from tests.web.held import described_path
from tests.web.portal.world import PortalWorld, build_portal

TAKEN = {"asked", "limit", "once", "posted"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> PortalWorld:
    """Return both apps; nothing of these tests changes them."""
    return build_portal(Path(tmp_path_factory.mktemp("described")))


@pytest.fixture(params=["console", "portal"])
def app(request: pytest.FixtureRequest, world: PortalWorld) -> Flask:
    """Return one of the apps."""
    return world.console.app if request.param == "console" else world.app


def routes(app: Flask) -> Iterator[tuple[Rule, str, Any]]:
    """Yield (rule, method, view) of the JSON interface."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if str(rule).startswith("/api/"):
                yield rule, method, app.view_functions[rule.endpoint]


def test_it_is_openapi_and_each_operation_can_be_read(app: Flask) -> None:
    document = describe(app)
    OPENAPI_31_VALIDATOR.validate(document)
    operations = [found.ok() for found in schemathesis.openapi.from_dict(document).get_all_operations()]
    assert len(operations) == len(list(routes(app)))


def test_every_route_is_described_with_a_summary_and_its_roles(app: Flask) -> None:
    document, own = describe(app), app.extensions["audience"].roles
    for rule, method, view in routes(app):
        told = document["paths"][described_path(rule)][method.lower()]
        assert len(told["summary"]) > 10, (rule, method)
        assert told["x-roles"] == [role for role in told["x-roles"] if role in view.open_to]
        assert set(told["x-roles"]) == set(view.open_to) & set(own), (rule, method)
        assert told["x-roles"] or not view.open_to, f"{rule}: nobody of this app may call it"
        assert bool(told["security"]) == bool(view.open_to)


def test_each_view_says_what_it_reads(app: Flask) -> None:
    for rule, method, view in routes(app):
        read, said = what_it_reads(view), said_of(view)
        assert read["asks"] <= set(said.asks), (rule, method)
        assert ("posted" in read["calls"]) <= (said.takes is not None), (rule, method)
        if method != "GET":
            assert (said.keyed and view.open_to != ()) == ("once" in read["calls"]), (rule, method)
        assert read["status"] <= set(said.status), (rule, method)


def what_it_reads(view: Any) -> dict[str, set[Any]]:
    """Return what a view's source asks of the request, with the functions of its module that it calls."""
    module = inspect.getmodule(view)
    ahead, seen = [view], set()
    found: dict[str, set[Any]] = {"asks": set(), "calls": set(), "status": set()}
    while ahead:
        function = ahead.pop()
        seen.add(function)
        for node in ast.walk(ast.parse(inspect.getsource(function))):
            if isinstance(node, ast.keyword) and node.arg == "status" and isinstance(node.value, ast.Constant):
                found["status"].add(node.value.value)
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            found["calls"] |= {node.func.id} & TAKEN
            if node.func.id == "asked":
                found["asks"] |= {each.value for each in node.args if isinstance(each, ast.Constant)}
            if node.func.id == "limit":
                found["asks"].add("limit")
            own = getattr(module, node.func.id, None)
            if inspect.isfunction(own) and own.__module__ == view.__module__ and own not in seen:
                ahead.append(own)
    return found


def test_strangers_see_neither_the_description_nor_its_page(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/openapi.json", base_url=CONSOLE)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unauthorised")
    assert client.get("/docs", base_url=CONSOLE).status_code == 303


def test_officers_and_representatives_see_it_with_its_page(world: PortalWorld) -> None:
    token = enter(world.console, "registrar").token
    bearer = {"Authorization": f"Bearer {token}"}
    told = world.console.app.test_client().get("/openapi.json", base_url=CONSOLE, headers=bearer).get_json()
    assert told["paths"]["/api/v1/decrees/{decree_id}/sign"]["post"]["x-roles"] == ["approver"]
    focal = world.browser("a")
    told = focal.client.get("/openapi.json", base_url=CONSOLE).get_json()
    assert "/api/v1/applications/{application_id}/file" in told["paths"]
    assert "/api/v1/decrees" not in told["paths"]
    for browser in (world.console.browser("auditor"), focal):
        assert 'src="/static/docs/docs.js"' in browser.get("/docs")
        for file in ("docs.js", "docs_policy.js", "swagger-ui/swagger-ui-bundle.js", "swagger-ui/swagger-ui.css"):
            with browser.client.get(f"/static/docs/{file}", base_url=CONSOLE) as answer:
                assert answer.status_code == 200


def test_a_wrong_method_is_told_which_ones_are_right(app: Flask) -> None:
    client = app.test_client()
    wrong = client.put("/api/v1/users/me", base_url=CONSOLE)
    assert (wrong.status_code, wrong.get_json()["code"]) == (405, "method_not_allowed")
    assert "GET" in wrong.headers["Allow"]
    got = client.get("/api/v1/auth/login", base_url=CONSOLE)
    assert (got.status_code, set(got.headers["Allow"].split(", "))) == (405, {"OPTIONS", "POST"})
    for method in ("GET", "POST", "DELETE"):
        nowhere = client.open("/api/v1/nothing/here", method=method, base_url=CONSOLE)
        assert (nowhere.status_code, nowhere.get_json()["code"]) == (404, "not_found")
