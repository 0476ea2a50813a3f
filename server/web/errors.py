"""One table from error code to HTTP status, and one way to say what went wrong: problem+json or a page."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException, TooManyRequests

from server.accreditation.errors import CodedError
from server.web.i18n import LANGUAGES, Catalogue, current_language

LOG = logging.getLogger("server.web")
PROBLEM_TYPE: Final = "application/problem+json"

# Codes that aren't refusals of the law. A refusal of the law (any other coded error) is 422.
STATUS: Final[Mapping[str, int]] = {
    "bad_request": 400,
    "bad_encoding": 400,
    "invalid_json": 400,
    "unauthorised": 401,
    "second_factor_needed": 401,
    "csrf_failed": 403,
    "forbidden": 403,
    "password_change_required": 403,
    "second_factor_required": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "not_acceptable": 406,
    "conflict": 409,
    "gone": 410,
    "precondition_failed": 412,
    "body_too_large": 413,
    "uri_too_long": 414,
    "unsupported_media_type": 415,
    "range_not_satisfiable": 416,
    "invalid_input": 422,
    "rate_limited": 429,
    "too_many_guesses": 429,
    "headers_too_large": 431,
    "internal_error": 500,
    "unavailable": 503,
}
CODE_OF_STATUS: Final = {
    400: "bad_request", 401: "unauthorised", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
    406: "not_acceptable", 409: "conflict", 410: "gone", 411: "bad_request", 412: "precondition_failed",
    413: "body_too_large", 414: "uri_too_long", 415: "unsupported_media_type", 416: "range_not_satisfiable",
    422: "invalid_input", 429: "rate_limited", 431: "headers_too_large", 503: "unavailable",
}  # fmt: skip
_STATUS_OF_CLASS: Final = {
    "NotFound": 404,
    "Forbidden": 403,
    "Conflict": 409,
    "InvalidInput": 422,
    "Unavailable": 503,
}
_MARSHMALLOW: Final = (
    ("Missing data", "required"), ("Unknown field", "unknown_field"), ("Field may not be null", "required"),
    ("Longer than", "too_long"), ("Shorter than", "too_short"), ("Length must", "wrong_length"),
    ("Must be one of", "not_allowed"), ("Invalid input type", "wrong_type"), ("Not a valid", "wrong_type"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """What is told to a client: status, stable code, clause of the law, facts, and errors by field."""

    status: int
    code: str
    clause: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    fields: tuple[tuple[str, str, Mapping[str, Any]], ...] = ()


class ProblemError(Exception):
    """Raised by a view to answer with a problem of the table."""

    def __init__(self, code: str, /, *, fields: Iterable[tuple[str, str]] = (), **facts: Any) -> None:
        super().__init__(code)
        self.problem = Problem(
            STATUS.get(code, 422), code, None, facts, tuple((path, kind, {}) for path, kind in fields)
        )


def problem_of(error: Exception) -> Problem:
    """Translate any exception into a problem; an unforeseen one is ``internal_error`` without details."""
    if isinstance(error, ProblemError):
        return error.problem
    if isinstance(error, CodedError):
        return _problem_of_coded(error)
    if isinstance(error, HTTPException):
        return _problem_of_http(error)
    return Problem(500, "internal_error")


def _problem_of_coded(error: CodedError) -> Problem:
    by_class = (_STATUS_OF_CLASS[c.__name__] for c in type(error).__mro__ if c.__name__ in _STATUS_OF_CLASS)
    status = STATUS.get(error.code) or next(by_class, 422)
    fields = tuple((item.path, item.code, dict(item.facts)) for item in getattr(error, "errors", ()))
    return Problem(status, error.code, error.clause, dict(error.facts), fields)


def _problem_of_http(error: HTTPException) -> Problem:
    status = error.code or 500
    if isinstance(error.response, Response):
        status = error.response.status_code
    data = getattr(error, "data", None) or {}
    found = data.get("errors") or data.get("messages") or {}
    code = CODE_OF_STATUS.get(status, "bad_request" if status < 500 else "internal_error")
    return Problem(status, code, None, {}, tuple(_fields_of(found)))


def _fields_of(messages: Any, path: str = "") -> Iterable[tuple[str, str, Mapping[str, Any]]]:
    """Flatten marshmallow's nested messages into (path, code) pairs; the location ("json") is dropped."""
    if isinstance(messages, Mapping):
        for key, value in messages.items():
            part = "" if not path and key in ("json", "query", "form", "_schema", "path") else str(key)
            yield from _fields_of(value, ".".join(p for p in (path, part) if p))
        return
    for text in messages if isinstance(messages, list) else [messages]:
        code = next((c for start, c in _MARSHMALLOW if str(text).startswith(start)), "invalid")
        yield path, code, {}


def problem_document(problem: Problem, *, catalogue: Catalogue, lang: str) -> dict[str, Any]:
    """Write the RFC 9457 document: title in the reader's language, ``messages`` in all three."""
    key = message_key(problem, catalogue)
    facts = {**problem.facts, "clause": problem.clause or "—"}
    document: dict[str, Any] = {
        "type": f"urn:kg:cec:observers:problem:{problem.code}",
        "title": catalogue.text(key, lang, **facts),
        "status": problem.status,
        "code": problem.code,
        "messages": {each: catalogue.text(key, each, **facts) for each in LANGUAGES},
    }
    if problem.clause:
        document["clause"] = problem.clause
    if problem.fields:
        document["errors"] = [
            {
                "path": path,
                "code": code,
                "message": field_message(code, catalogue=catalogue, lang=lang, facts=f),
            }
            for path, code, f in problem.fields
        ]
    return document


def message_key(problem: Problem, catalogue: Catalogue) -> str:
    """Return the catalogue's key of the problem: ``error.<code>``, or the one of its status."""
    for code in (problem.code, CODE_OF_STATUS.get(problem.status, "internal_error")):
        if catalogue.has(f"error.{code}"):
            return f"error.{code}"
    return "error.internal_error"


def field_message(code: str, *, catalogue: Catalogue, lang: str, facts: Mapping[str, Any]) -> str:
    """Return what is wrong with one field: ``field.<code>``, else ``error.<code>``, else a general word."""
    for key in (f"field.{code}", f"error.{code}"):
        if catalogue.has(key):
            return catalogue.text(key, lang, **facts)
    return catalogue.text("field.invalid", lang)


def problem_response(problem: Problem, *, catalogue: Catalogue, lang: str | None = None) -> Response:
    """Answer with problem+json; never cached."""
    document = problem_document(problem, catalogue=catalogue, lang=lang or current_language())
    body = json.dumps(document, ensure_ascii=False, default=str)
    response = Response(body, problem.status, content_type=PROBLEM_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def wants_page() -> bool:
    """Tell whether the client is a browser that asks for a page: not under /api/, and HTML before JSON."""
    if request.path.startswith("/api/"):
        return False
    accept = request.accept_mimetypes
    return accept["text/html"] > max(accept["application/json"], accept[PROBLEM_TYPE])


def register_errors(
    app: Flask,
    *,
    catalogue: Catalogue,
    template: str | None = None,
    page: Callable[[], bool] = wants_page,
) -> None:
    """Answer every error of the app by the table: a page from ``template`` to browsers, else problem+json.

    The template gets ``problem`` and ``message`` (in the reader's language).
    """

    def _answer(error: Exception) -> Any:
        if isinstance(error, HTTPException) and (error.code or 500) < 400:
            return error
        problem = problem_of(error)
        if problem.code == "internal_error":
            _log_unforeseen(error)
        headers = _kept_headers(error)
        if template is None or not page():
            response = problem_response(problem, catalogue=catalogue)
        else:
            lang = current_language()
            facts = {**problem.facts, "clause": problem.clause or "—"}
            message = catalogue.text(message_key(problem, catalogue), lang, **facts)
            response = Response(
                render_template(template, problem=problem, message=message),
                problem.status,
                content_type="text/html; charset=utf-8",
            )
        response.headers.extend(headers)
        return response

    app.after_request(_say_when)
    app.register_error_handler(Exception, _answer)
    app.register_error_handler(HTTPException, _answer)
    app.before_request(_refuse_broken_text)


def _kept_headers(error: Exception) -> dict[str, str]:
    """Keep Allow of a 405 and Retry-After of a 429; other headers of the exception say nothing of ours."""
    if not isinstance(error, HTTPException):
        return {}
    return {k: v for k, v in error.get_headers() if k in ("Allow", "Retry-After", "WWW-Authenticate")}


def _say_when(response: Response) -> Response:
    """Give every 429 its Retry-After: the seconds that were told, else a minute."""
    if response.status_code == TooManyRequests.code:
        response.headers.setdefault("Retry-After", str(g.get("retry_after", 60)))
    return response


def _refuse_broken_text() -> None:
    """Refuse NUL and bytes that aren't UTF-8 in path and query before any view sees them."""
    texts = [request.path, *(part for pair in request.args.items(multi=True) for part in pair)]
    if any("\0" in text or "\ufffd" in text for text in texts):
        raise ProblemError("bad_encoding")


def _log_unforeseen(error: Exception) -> None:
    """Log class and places only: messages and parameters of exceptions may hold personal data."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    places = " < ".join(f"{f.filename.rsplit('/', 2)[-1]}:{f.lineno}:{f.name}" for f in reversed(frames))
    LOG.error("unforeseen %s at %s", type(error).__name__, places)
