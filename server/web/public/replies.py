"""Small shared ways to answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from flask import Response, request
from flask_smorest import Blueprint

from server.web.errors import ProblemError
from server.web.public.answer import NO_CACHE, Answer, make_answer
from server.web.public.source import Published, Snapshot

NOT_CHANGED: Final = "Not changed: `If-None-Match` names this answer"


def current(published: Published) -> Snapshot:
    """Return the snapshot.

    Raises:
        ProblemError: ``unavailable`` before the first publication.
    """
    snapshot = published.current()
    if snapshot is None:
        raise ProblemError("unavailable")
    return snapshot


def answered(answer: Answer) -> Response:
    """Turn a prepared answer into a Flask response."""
    return Response.from_app(answer.respond, request.environ)  # type: ignore[return-value]


def json_answer(document: object) -> Response:
    """Answer JSON that any origin may read, with an ETag, to be asked for anew each time."""
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return answered(make_answer(body, content_type="application/json", cache=NO_CACHE))


def revalidated(blueprint: Blueprint) -> Callable[[Any], Any]:
    """Declare what a route with an ETag answers besides: not changed, and 503 before the first publication."""

    def _declare(view: Any) -> Any:
        told = blueprint.alt_response(304, description=NOT_CHANGED)(view)
        return blueprint.alt_response(503, "SERVICE_UNAVAILABLE")(told)

    return _declare


def in_language(response: Response, *, asked: str | None) -> Response:
    """Tell caches what the words of an answer depend on where the address doesn't name their language."""
    if asked is None:
        response.headers.add("Vary", "Accept-Language, Cookie")
    return response
