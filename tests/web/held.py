"""Holds an app to its own description: an answer under /api/v1 that isn't as described fails the test that asked."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable
from typing import Any

import jsonschema_rs
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule
from werkzeug.wrappers import Request, Response

from server.web.api.description import describe

_documents: dict[str, dict[str, Any]] = {}


def hold_to_description(app: Flask) -> None:
    """Check each answer of the app's JSON interface before the client gets it."""
    inner: Callable[..., Iterable[bytes]] = app.wsgi_app

    def outer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        asked = rule_of(app, request)
        if asked is None:
            return inner(environ, start_response)
        answer = Response.from_app(inner, environ, buffered=True)
        _check(app, asked, request.method, answer)
        return answer(environ, start_response)

    app.wsgi_app = outer  # type: ignore[method-assign]


def rule_of(app: Flask, request: Request) -> Rule | None:
    """Return the rule under /api/v1 that answers, None for anything else."""
    if not request.path.startswith("/api/v1/"):
        return None
    try:
        return app.url_map.bind("localhost").match(request.path, request.method, return_rule=True)[0]
    except HTTPException:
        return None


def described_path(rule: Rule) -> str:
    """Return a rule as OpenAPI writes it."""
    return str(rule).replace("<", "{").replace(">", "}")


def _check(app: Flask, rule: Rule, method: str, answer: Response) -> None:
    if app.name not in _documents:
        _documents[app.name] = describe(app)
    operation = _documents[app.name]["paths"][described_path(rule)][method.lower()]
    where = f"{method} {rule}: {answer.status_code} {answer.mimetype}"
    described = operation["responses"].get(str(answer.status_code))
    assert described is not None, f"{where} isn't described: {answer.get_data(as_text=True)[:300]}"
    assert answer.mimetype in described["content"], where
    if answer.mimetype.endswith("json"):
        schema = json.dumps(described["content"][answer.mimetype]["schema"])
        error = next(iter(_validator(app.name, schema).iter_errors(json.loads(answer.get_data()))), None)
        assert error is None, f"{where}: {error}"


@functools.cache
def _validator(name: str, schema: str) -> Any:
    shape = {**json.loads(schema), "components": _documents[name]["components"]}
    return jsonschema_rs.Draft202012Validator(shape)
