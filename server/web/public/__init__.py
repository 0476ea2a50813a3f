"""The public site: anyone, no login, no database, no key; all of it from the published folder and the law."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from flask import Flask

from server.accreditation.wording import locales_folder
from server.web.client_address import register_proxies
from server.web.docs import FILES
from server.web.errors import register_errors
from server.web.i18n import STATISTICS_LOCALES, load_catalogue, register_languages
from server.web.public.api import register_api
from server.web.public.doors import StaticFolder, door_headers
from server.web.public.front import Front, ReadyAnswers
from server.web.public.health import register_health
from server.web.public.pages import register_pages
from server.web.public.source import Addresses, Published
from server.web.public.verdicts import VERIFY_LIMIT_BYTES, VerdictDesk
from server.web.security import register_security

__all__ = ["register"]

_HERE: Final = Path(__file__).parent
VERIFIER_WEB: Final = _HERE.parents[2] / "verifier_web"


def register(app: Flask, *, published: Published, settings: Addresses) -> None:
    """Give the app every public path.

    Args:
        published: the published folder; nothing else is read per request but our own static files.
        settings: addresses and TLS.
    """
    catalogue = load_catalogue(locales_folder(), STATISTICS_LOCALES, _HERE / "locales")
    app.config["MAX_CONTENT_LENGTH"] = VERIFY_LIMIT_BYTES
    app.config["MAX_FORM_PARTS"] = 10
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    tls = settings.public_url.startswith("https:") and "//localhost" not in settings.public_url
    register_proxies(app, settings.trusted_proxies)
    register_languages(app, catalogue=catalogue)
    register_security(app, tls=tls, share="cross-origin")
    desk = VerdictDesk(published, catalogue)
    front = Front(
        inner=app.wsgi_app,
        ready=ReadyAnswers(published),
        folders=(
            StaticFolder(_HERE / "static", "/site", door_headers(connect=(), tls=tls)),
            StaticFolder(FILES, "/site", door_headers(connect=(), tls=tls)),
            StaticFolder(VERIFIER_WEB, "", door_headers(connect=(settings.events_url,), tls=tls)),
        ),
        desk=desk,
    )
    register_api(app, published=published, settings=settings, desk=desk, front=front)
    register_pages(app, published=published, settings=settings)
    register_health(app, published=published)
    register_errors(app, catalogue=catalogue, template="public/problem.html")
    app.wsgi_app = front  # type: ignore[method-assign]
