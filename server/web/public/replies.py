"""Small shared ways to answer."""

from __future__ import annotations

import json

from flask import Response, request

from server.web.errors import ProblemError
from server.web.public.answer import NO_CACHE, Answer, make_answer
from server.web.public.source import Published, Snapshot


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
