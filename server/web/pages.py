"""Pages of an app with sessions: rendering, the note after an act, refusals in the reader's language.

Each app has a name (its audience), which is the name of its blueprint and the folder of its templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app, g, redirect, render_template, request, send_from_directory
from flask import url_for as address_of
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.exceptions import NotFound

from server.accreditation.clauses import cite
from server.accreditation.errors import CodedError
from server.accreditation.wording import catalogue as law_catalogue
from server.credential.certificate_number import group
from server.usecases.ports import Receipt
from server.web.errors import ProblemError
from server.web.i18n import Catalogue, current_language
from server.web.tokens import audience

_NOTE_SECONDS: Final = 120
_SHARED_FILES: Final = Path(__file__).parent / "static"


def page(template: str, /, *, status: int = 200, **context: Any) -> Response:
    """Render a page of the present app, or one that the apps share; it may hold personal data and is never cached."""
    own = template if template.startswith("shared/") else f"{audience().name}/{template}"
    html = render_template(own, **context)
    response = Response(html, status, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def go(
    endpoint: str, /, *, note: str = "", facts: Mapping[str, Any] | None = None,
    receipts: Iterable[Receipt] = (), **values: Any,
) -> Response:  # fmt: skip
    """Answer a done act: see the other page, which says the note once."""
    response = redirect(address_of(f"{audience().name}.{endpoint}", **values), 303)
    if note:
        sent = [[r.election, r.seq, r.connections] for r in receipts]
        value = _notes().dumps({"key": note, "facts": dict(facts or {}), "receipts": sent})
        assert isinstance(value, str)
        response.set_cookie(
            _note_cookie(), value, max_age=_NOTE_SECONDS, secure=True, httponly=True, samesite="Strict", path="/"
        )
    return response  # type: ignore[return-value]


def take_note() -> dict[str, Any] | None:
    """Return the note of the act just done, once."""
    value = request.cookies.get(_note_cookie())
    if not value:
        return None
    g.note_shown = True
    try:
        note = _notes().loads(value, max_age=_NOTE_SECONDS)
    except BadSignature:
        return None
    return note if isinstance(note, dict) else None


def _note_cookie() -> str:
    return audience().cookie("note")


def _notes() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.extensions["session_secret"], salt="note")


def refusal_text(code: str, clause: str | None, facts: Mapping[str, Any]) -> str:
    """Say a refusal in the reader's language, with its facts and the clause it rests on."""
    catalogue: Catalogue = current_app.extensions["catalogue"]
    lang = current_language()
    for key in (f"error.{code}", f"field.{code}"):
        if catalogue.has(key):
            text = catalogue.text(key, lang, **{name: _for_people(name, value) for name, value in facts.items()})
            cited = "" if key in law_catalogue()[lang] else clause_text(clause)
            return f"{text} ({cited})" if cited else text
    return catalogue.text("field.invalid", lang)


def _for_people(name: str, value: Any) -> Any:
    """Group a certificate's number; a decree's number stays as it is."""
    return group(value) if name == "number" and isinstance(value, str) else value


def words(key: str, /, **facts: Any) -> str:
    """Return a text of the catalogue in the reader's language."""
    catalogue: Catalogue = current_app.extensions["catalogue"]
    return catalogue.text(key, current_language(), **facts)


def clause_text(clause: str | None) -> str:
    """Cite a clause in words of the reader's language; an unknown or absent one gives ""."""
    if not clause:
        return ""
    try:
        return cite(clause).label(current_language())
    except CodedError:
        return ""


def may_open(endpoint: str) -> bool:
    """Tell whether who is signed in may open a page of this app, so that no link leads to a refusal."""
    session, view = g.get("session"), current_app.view_functions.get(f"{audience().name}.{endpoint}")
    return session is not None and session.actor.role in getattr(view, "open_to", ())


def register_pages(app: Flask) -> None:
    """Give the templates what every page uses, and take a shown note away."""
    app.register_blueprint(Blueprint("shared", __name__, template_folder="templates"))

    @app.context_processor
    def _names() -> dict[str, Any]:
        return {
            "session": g.get("session"),
            "may_open": may_open,
            "app": audience().name,
            "to": lambda endpoint, **values: address_of(f"{audience().name}.{endpoint}", **values),
            "take_note": take_note,
            "refusal_text": refusal_text,
            "clause_text": clause_text,
        }

    @app.after_request
    def _shown(response: Response) -> Response:
        if g.get("note_shown") and response.mimetype == "text/html":
            response.delete_cookie(_note_cookie(), secure=True, httponly=True, samesite="Strict", path="/")
        return response


def own_file(folder: Path, name: str) -> Response:
    """Give a file of the app's own folder, else one that the apps share.

    Raises: werkzeug's NotFound.
    """
    try:
        response = send_from_directory(folder, name)
    except NotFound:
        response = send_from_directory(_SHARED_FILES, name)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def required_text(name: str) -> str:
    """Return a text of the address's query.

    Raises: ProblemError `bad_request` without it.
    """
    value = request.args.get(name, "")
    if not value or len(value) > 200:
        raise ProblemError("bad_request")
    return value
