"""Pages of the console: rendering, the note after an act, where the last states were sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer

from server.accreditation.clauses import cite
from server.accreditation.errors import CodedError
from server.accreditation.revocation import RevocationKind
from server.accreditation.wording import catalogue as law_catalogue
from server.usecases.ports import Receipt
from server.web.errors import ProblemError
from server.web.i18n import Catalogue, current_language

NOTE_COOKIE: Final = "__Host-console-note"
_NOTE_SECONDS: Final = 120


def page(template: str, /, *, status: int = 200, **context: Any) -> Response:
    """Render a page of the console; it may hold personal data and is never cached."""
    html = render_template(f"console/{template}", **context)
    response = Response(html, status, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def go(
    endpoint: str, /, *, note: str = "", facts: Mapping[str, Any] | None = None,
    receipts: Iterable[Receipt] = (), **values: Any,
) -> Response:  # fmt: skip
    """Answer a done act: see the other page, which says the note once."""
    response = redirect(url_for(f"console.{endpoint}", **values), 303)
    if note:
        sent = [[r.election, r.seq, r.connections] for r in receipts]
        value = _notes().dumps({"key": note, "facts": dict(facts or {}), "receipts": sent})
        assert isinstance(value, str)
        response.set_cookie(
            NOTE_COOKIE, value, max_age=_NOTE_SECONDS, secure=True, httponly=True, samesite="Strict", path="/"
        )
    return response  # type: ignore[return-value]


def take_note() -> dict[str, Any] | None:
    """Return the note of the act just done, once."""
    value = request.cookies.get(NOTE_COOKIE)
    if not value:
        return None
    g.note_shown = True
    try:
        note = _notes().loads(value, max_age=_NOTE_SECONDS)
    except BadSignature:
        return None
    return note if isinstance(note, dict) else None


def _notes() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.extensions["session_secret"], salt="note")


def refusal_text(code: str, clause: str | None, facts: Mapping[str, Any]) -> str:
    """Say a refusal in the reader's language, with its facts and the clause it rests on."""
    catalogue: Catalogue = current_app.extensions["catalogue"]
    lang = current_language()
    for key in (f"error.{code}", f"field.{code}"):
        if catalogue.has(key):
            text = catalogue.text(key, lang, **facts)
            cited = "" if key in law_catalogue()[lang] else clause_text(clause)
            return f"{text} ({cited})" if cited else text
    return catalogue.text("field.invalid", lang)


def clause_text(clause: str | None) -> str:
    """Cite a clause in words of the reader's language; an unknown or absent one gives ""."""
    if not clause:
        return ""
    try:
        return cite(clause).label(current_language())
    except CodedError:
        return ""


def revocation_clauses(kind: str) -> str:
    """Cite the clauses a ground of revocation rests on, in the reader's language."""
    return ", ".join(clause_text(clause) for clause in RevocationKind(kind).clauses)


def act_words(kind: str) -> str:
    """Say an act of the log in the reader's language, e.g. "Revocation of accreditation: signed"."""
    catalogue: Catalogue = current_app.extensions["catalogue"]
    lang = current_language()
    if catalogue.has(f"log.{kind}"):
        return catalogue.text(f"log.{kind}", lang)
    decree_kind, _, step = kind.rpartition("_")
    said = (f"decree_kind.{decree_kind}", f"log_step.{step}")
    return ": ".join(catalogue.text(key, lang) for key in said) if all(map(catalogue.has, said)) else kind


def register_pages(app: Flask) -> None:
    """Give the templates what every page uses, and take a shown note away."""

    @app.context_processor
    def _names() -> dict[str, Any]:
        return {
            "session": g.get("session"),
            "take_note": take_note,
            "refusal_text": refusal_text,
            "clause_text": clause_text,
            "act_words": act_words,
            "revocation_clauses": revocation_clauses,
        }

    @app.after_request
    def _shown(response: Response) -> Response:
        if g.get("note_shown") and response.mimetype == "text/html":
            response.delete_cookie(NOTE_COOKIE, secure=True, httponly=True, samesite="Strict", path="/")
        return response


def required_text(name: str) -> str:
    """Return a text of the address's query.

    Raises: ProblemError `bad_request` without it.
    """
    value = request.args.get(name, "")
    if not value or len(value) > 200:
        raise ProblemError("bad_request")
    return value
