"""Bodies in and out: shape by marshmallow, values as plain JSON, the key against doing a thing twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final

from flask import Response, request
from marshmallow import RAISE, Schema, ValidationError

from server.usecases.perform import Outcome
from server.web.api.saying import called
from server.web.errors import ProblemError

KEY_HEADER: Final = "Idempotency-Key"
HIDDEN: Final = ("sealed", "content")


def posted() -> dict[str, Any]:
    """Return the request's JSON object in the shape that its view says it takes.

    Raises: ProblemError `unsupported_media_type`, `invalid_json`, `invalid_input` naming every field.
    """
    if not request.is_json:
        raise ProblemError("unsupported_media_type")
    schema = called().takes
    assert schema is not None, "the view doesn't say what it takes"
    return shaped(schema(), _json_body())


def shaped(schema: Schema, values: Any) -> dict[str, Any]:
    """Return values in the schema's shape.

    Raises: ProblemError `invalid_input` naming every field.
    """
    try:
        loaded: dict[str, Any] = schema.load(values, unknown=RAISE)
    except ValidationError as error:
        raise ProblemError("invalid_input", fields=_wrong(error.messages)) from error
    return loaded


def once() -> str | None:
    """Return the request's idempotency key, or None.

    Raises: ProblemError `bad_request` for one that isn't 1 to 120 printable ASCII characters.
    """
    key = request.headers.get(KEY_HEADER)
    if key is not None and not (0 < len(key) <= 120 and key.isascii() and key.isprintable()):
        raise ProblemError("bad_request")
    return key


def done(outcome: Outcome[Any], *, status: int = 200, **more: Any) -> Response:
    """Answer what a verb did: its result, and where new states were sent."""
    result = outcome.result
    body = dict(result) if isinstance(result, Mapping) else {"id": result}
    body["published"] = [
        {"election": each.election, "seq": each.seq, "connections": each.connections} for each in outcome.receipts
    ]
    return answer({**body, **more}, status=status, replayed=outcome.replayed)


def answer(value: Any, *, status: int = 200, replayed: bool = False) -> Response:
    """Answer with JSON; personal data are never cached."""
    body = json.dumps(plain(value), ensure_ascii=False)
    response = Response(body, status, content_type="application/json; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    if replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def plain(value: Any) -> Any:
    """Return a view as plain JSON values: instants as RFC 3339 in UTC, days as ISO 8601, no signed bytes."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields_of(value) if each.name not in HIDDEN}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def asked(name: str) -> str | None:
    """Return a text of the query, or None when it is absent or empty."""
    return request.args.get(name, "")[:200] or None


def limit() -> int:
    """Return the asked page size, 1 to 200; 50 by default.

    Raises: ProblemError `invalid_input`.
    """
    text = request.args.get("limit", "50")
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= 200):
        raise ProblemError("invalid_input", fields=[("limit", "not_allowed")])
    return int(text)


def _json_body() -> Any:
    try:
        return json.loads(request.get_data(cache=True).decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise ProblemError("invalid_json") from error


def _wrong(messages: Any, path: str = "") -> list[tuple[str, str]]:
    if isinstance(messages, Mapping):
        return [
            each
            for key, value in messages.items()
            for each in _wrong(value, path if key == "_schema" else f"{path}.{key}".lstrip("."))
        ]
    known = (("Missing", "required"), ("Unknown", "unknown_field"), ("Field may not be null", "required"),
             ("Longer", "too_long"), ("Length", "wrong_length"), ("Must be one of", "not_allowed"))  # fmt: skip
    text = str(messages[0] if isinstance(messages, list) and messages else messages)
    return [(path, next((code for start, code in known if text.startswith(start)), "wrong_type"))]
