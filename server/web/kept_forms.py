"""What survives the end of a session: the path one was on, and the content of a form sent too late."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from flask import request

from server.web.tokens import CSRF_FIELD, audience

REVIEW_FIELD: Final = "review"
KEPT_PREFIX: Final = "kept:"
OWN_SITE: Final = ("same-origin", "none")
_MOST_KEPT: Final = 400
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
    names_out = (CSRF_FIELD, REVIEW_FIELD, *_SECRETS)
    return [(key, value) for key, value in posted_fields() if key not in names_out and "\0" not in key + value]


def kept_fields() -> list[tuple[str, str]]:
    """Return what the sign-in page carried of a form that was sent too late."""
    return [(k.removeprefix(KEPT_PREFIX), v) for k, v in posted_fields() if k.startswith(KEPT_PREFIX)]
