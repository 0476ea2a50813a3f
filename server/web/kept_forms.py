"""What survives the end of a session: the path one was on, and the content of a form sent too late."""

from __future__ import annotations

import hmac
from typing import Final
from urllib.parse import urlsplit

from flask import current_app, request

from server.web.tokens import CSRF_FIELD, audience, form_token

REVIEW_FIELD: Final = "review"
KEPT_PREFIX: Final = "kept:"
OWN_SITE: Final = ("same-origin", "none")
PROOF_FIELD: Final = "kept_by"
_MOST_KEPT: Final = 400
_LONGEST_PROOF: Final = 64
_SECRETS: Final = ("password", "old_password", "new_password", "again", "code")


def own_path(text: str) -> str:
    """Return a path of this site, or "/" for anything that would lead elsewhere."""
    if len(text) > 2000 or "\\" in text or not text.isprintable():
        return "/"
    parts = urlsplit(text)
    fine = text.startswith("/") and not text.startswith("//") and not parts.netloc and not parts.scheme
    return text if fine and not parts.path.startswith(("/login", "/logout")) else "/"


def from_own_page(*, unknown: str) -> bool:
    """Tell whether a browser says that a page of this site sent the request.

    Args:
        unknown: what an absent Sec-Fetch-Site counts as: "same-origin" or "cross-site".
    """
    origin = request.headers.get("Origin")
    if origin == "null" or request.headers.get("Sec-Fetch-Site", unknown) not in OWN_SITE:
        return False
    return origin is None or origin == audience().url or urlsplit(origin).netloc == request.host


def posted_fields() -> list[tuple[str, str]]:
    """Return the fields of the posted form in their order."""
    return list(request.form.items(multi=True))[:_MOST_KEPT]


def form_to_keep() -> list[tuple[str, str]]:
    """Return what a form held, without tokens and passwords."""
    names_out = (CSRF_FIELD, REVIEW_FIELD, PROOF_FIELD, *_SECRETS)
    kept = [(key, value) for key, value in posted_fields() if key not in names_out and "\0" not in key + value]
    proof = request.form.get(CSRF_FIELD, "")[:_LONGEST_PROOF]
    return [*kept, (PROOF_FIELD, proof)] if kept and "\0" not in proof else []


def own_form(kept: list[tuple[str, str]], *, user_id: str) -> list[tuple[str, str]]:
    """Return what was kept if a session of this account showed the form, else nothing: it is another's.

    The form's own token says whose it was: it follows from the session, whether that still stands or not.
    """
    proof = next((value for name, value in kept if name == PROOF_FIELD), "").encode("utf-8", "surrogatepass")
    sessions = current_app.extensions["ports"].queries.sessions_of(user_id)
    if not any(hmac.compare_digest(form_token(family).encode(), proof) for family in sessions):
        return []
    return [(name, value) for name, value in kept if name != PROOF_FIELD]


def kept_fields() -> list[tuple[str, str]]:
    """Return what the sign-in page carried of a form that was sent too late."""
    return [(k.removeprefix(KEPT_PREFIX), v) for k, v in posted_fields() if k.startswith(KEPT_PREFIX)]
