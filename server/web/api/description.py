"""``/openapi.json`` and ``/docs`` of console and portal, made of the URL map, the roles and what each view says.

Only who is signed in reads them: shapes are no secret, but an app that says nothing to strangers needs no exception,
and whoever has no account can call none of it.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Blueprint, Flask, Response, current_app
from werkzeug.routing import Rule

from server.usecases.roles import ROLES
from server.web.api.bodies import KEY_HEADER
from server.web.api.saying import JSON, Said, said_of
from server.web.api.schemas import Instant
from server.web.api.shapes import JsonSchema, Shapes
from server.web.docs import docs_page
from server.web.errors import CODE_OF_STATUS, PROBLEM_TYPE, STATUS
from server.web.session import BEARER_PATHS, officers
from server.web.tokens import CSRF_HEADER, Audience

PREFIX: Final = "/api/v1"
_CHANGES: Final = ("POST", "PUT", "PATCH", "DELETE")
_ABOUT: Final = (
    "Sign in with `POST /api/v1/auth/login`; send its access token as a bearer token, or the cookies and, to change "
    f"anything, the form token in `{CSRF_HEADER}`. `x-roles` says who may call. A change that is sent again with the "
    f"same `{KEY_HEADER}` is done once. Errors are RFC 9457 problem+json with a stable `code` and words in Kyrgyz, "
    "Russian and English; a refusal of the law names its clause."
)
_TEXT: Final = {"type": "string", "maxLength": 200}
_QUERY: Final[Mapping[str, tuple[JsonSchema, str]]] = {
    "after": ({"type": "string"}, "`next` of the page before"),
    "limit": ({"type": "integer", "minimum": 1, "maximum": 200, "default": 50}, "rows of a page"),
    "apply": ({"enum": ["1"]}, "add the list; without it, it is only checked"),
    "check": ({"enum": ["1"]}, "only check the list"),
    "skip_wrong": ({"enum": ["1"]}, "add the rows that are right"),
    "start": ({"type": "integer", "minimum": 0}, "where the part begins: the upload's `received_bytes`"),
    "page": ({"type": "integer", "minimum": 1}, "one page, as JPEG"),
    "day": ({"type": "string", "format": "date"}, "of the act"),
}
_PROBLEM: Final = {
    "type": "object",
    "description": "RFC 9457 problem details",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "messages": {"type": "object", "additionalProperties": {"type": "string"}},
        "clause": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("path", "code", "message")},
                "required": ["path", "code", "message"],
            },
        },
    },
    "required": ["type", "title", "status", "code", "messages"],
}
_DONE: Final = {
    "type": "object",
    "description": "What a verb did: its result beside `id`, and the states that were sent because of it",
    "properties": {
        "id": {},
        "published": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "election": {"type": "string"},
                    "seq": {"type": ["integer", "null"]},
                    "connections": {"type": ["integer", "null"]},
                },
                "required": ["election", "seq", "connections"],
            },
        },
    },
    "required": ["published"],
}


def register_description(app: Flask, blueprint: Blueprint) -> None:
    """Add both pages for whoever may enter the app."""
    let_in = officers(*app.extensions["audience"].roles)
    made: list[str] = []

    def openapi() -> Response:
        """Describe the JSON interface."""
        if not made:
            made.append(json.dumps(describe(current_app), ensure_ascii=False))
        return Response(made[0], content_type=JSON)

    def docs() -> Response:
        """Show the description."""
        return docs_page(files="/static/docs", methods="get")

    blueprint.add_url_rule(BEARER_PATHS[1], "openapi", let_in(openapi))
    blueprint.add_url_rule("/docs", "docs", let_in(docs))


def describe(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of an app's routes under /api/v1."""
    own: Audience = app.extensions["audience"]
    writer = _Writer(own)
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if str(rule).startswith(f"{PREFIX}/"):
            writer.add(rule, app.view_functions[rule.endpoint])
    return writer.document()


class _Writer:
    """Writes one app's document."""

    def __init__(self, own: Audience) -> None:
        self._own = own
        self._shapes = Shapes()
        plugin = MarshmallowPlugin(schema_name_resolver=_name_of_body)
        info = {"description": _ABOUT}
        self._spec = APISpec(f"International observers: {own.name}", "v1", "3.1.0", info=info, plugins=[plugin])
        plugin.map_to_openapi_type(Instant, "string", "date-time")  # type: ignore[no-untyped-call]
        schemes = {
            "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            "session": {"type": "apiKey", "in": "cookie", "name": own.cookie("access")},
            "form_token": {"type": "apiKey", "in": "header", "name": CSRF_HEADER},
        }
        for name, scheme in schemes.items():
            self._spec.components.security_scheme(name, scheme)
        self._spec.components.schema("Problem", component=_PROBLEM)
        self._spec.components.schema("Done", component=_DONE)

    def add(self, rule: Rule, view: Callable[..., Any]) -> None:
        """Describe each method of a route."""
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(rule))
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        self._spec.path(path, operations={each.lower(): self._operation(rule, view, each) for each in methods})

    def document(self) -> dict[str, Any]:
        """Return what was written."""
        for name, shape in self._shapes.components.items():
            self._spec.components.schema(name, component=shape)
        document: dict[str, Any] = self._spec.to_dict()
        return {**document, "servers": [{"url": self._own.url}]}

    def _operation(self, rule: Rule, view: Any, method: str) -> dict[str, Any]:
        said, changes = said_of(view), method in _CHANGES
        roles = [role for role in ROLES if role in view.open_to and role in self._own.roles]
        summary, _, more = inspect.cleandoc(view.__doc__ or "").replace("``", "`").partition("\n")
        callers = f"For: {', '.join(roles)}." if roles else "For anybody."
        operation: dict[str, Any] = {
            "operationId": rule.endpoint.partition(".")[2],
            "summary": summary,
            "tags": [str(rule).split("/")[3]],
            "description": f"{more.strip()} {callers}".strip(),
            "x-roles": roles,
            "security": _security(signed_in=bool(view.open_to), changes=changes),
            "parameters": list(_parameters(rule, said, keyed=changes and said.keyed)),
            "responses": self._answers(said) | _problems(rule, said, signed_in=bool(view.open_to), changes=changes),
        }
        if body := _body(said):
            operation["requestBody"] = body
        return operation

    def _answers(self, said: Said) -> dict[str, Any]:
        shape = {"$ref": "#/components/schemas/Done"} if said.gives is None else self._shapes.of(said.gives)
        content = {
            each: {"schema": shape if each == JSON else {"type": "string", "format": "binary"}}
            for each in said.media.split(", ")
        }
        return {str(status): {"description": "Done", "content": content} for status in said.status}


def _name_of_body(schema: Any) -> str:
    """Name a shape that is taken, apart from the record of the same name that is given."""
    name = (schema if isinstance(schema, type) else type(schema)).__name__
    return f"{name.removesuffix('Body')}Body"


def _security(*, signed_in: bool, changes: bool) -> list[dict[str, list[str]]]:
    if not signed_in:
        return []
    by_cookie: dict[str, list[str]] = {"session": [], "form_token": []} if changes else {"session": []}
    return [{"bearer": []}, by_cookie]


def _parameters(rule: Rule, said: Said, *, keyed: bool) -> Iterator[dict[str, Any]]:
    for name in sorted(rule.arguments):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    for name in said.asks:
        shape, about = _QUERY.get(name, (_TEXT, ""))
        yield {"name": name, "in": "query", "schema": shape, **({"description": about} if about else {})}
    if keyed:
        shape = {"type": "string", "minLength": 1, "maxLength": 120}
        yield {"name": KEY_HEADER, "in": "header", "schema": shape, "description": "the same key does it once"}


def _body(said: Said) -> dict[str, Any]:
    content: dict[str, Any] = {media: {"schema": shape} for media, shape in (said.sends or {}).items()}
    if said.takes is not None:
        content[JSON] = {"schema": said.takes}
    return {"required": True, "content": content} if content else {}


def _problems(rule: Rule, said: Said, *, signed_in: bool, changes: bool) -> dict[str, Any]:
    """Return the refusals a route may give, and `default` for those that any address may."""
    body = said.takes is not None or said.sends is not None
    may = {
        400: True,
        401: signed_in or said.slowed or body,
        403: signed_in or changes,
        404: bool(rule.arguments) or signed_in,
        409: changes or said.media != JSON,
        413: body,
        415: body,
        422: body or changes or bool(said.asks),
        429: said.slowed,
        503: True,
    }
    answers = {str(status): _problem(status) for status, might in may.items() if might}
    return answers | {"default": _problem(None)}


def _problem(status: int | None) -> dict[str, Any]:
    codes = [f"`{code}`" for code, of in STATUS.items() if of == status]
    lawful = ", or the code of a refusal of the law" if status in (409, 422) else ""
    told = "Another problem" if status is None else ", ".join(codes or [f"`{CODE_OF_STATUS[status]}`"]) + lawful
    headers = {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds"}} if status == 429 else None
    content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": told, "content": content, **({"headers": headers} if headers else {})}
