"""The portal of the organisations: an origin, a process and accounts of its own; nothing open by default."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Protocol

from flask import Blueprint, Flask

from server.accreditation.wording import locales_folder
from server.usecases.ports import Ports
from server.usecases.roles import ORGANISATION
from server.web import own_account, signing_in
from server.web.api import documents as documents_api
from server.web.api import notices as notices_api
from server.web.api.accounts import add_session_routes
from server.web.api.description import register_description
from server.web.client_address import Network, register_proxies
from server.web.errors import register_errors
from server.web.i18n import DOCUMENT_LOCALES, NOTICE_LOCALES, SESSION_LOCALES, load_catalogue, register_languages
from server.web.notices import Links, add_notice_routes, register_notices
from server.web.pages import register_pages
from server.web.portal import (
    api,
    applications,
    assets,
    certificates,
    documents,
    home,
    imports,
    letters,
    nominations,
    opening,
    organisation,
    people,
    revocation_requests,
    sign_in_pages,
)  # fmt: skip
from server.web.portal.blueprint import new_blueprint
from server.web.portal.standing import STANDINGS
from server.web.printing import register_printing
from server.web.security import register_security
from server.web.session import register_sessions
from server.web.template_names import register_template_names
from server.web.throttle import LoginThrottle
from server.web.tokens import Audience

LOCALES = Path(__file__).parent / "locales"
NOTICE_LINKS: Links = {
    "account": (("account", None),),
    "application": (("application", "application_id"), ("home", None)),
    "nomination": (("nomination", "nomination_id"), ("home", None)),
    "invitation": (("invitation", "invitation_id"), ("home", None)),
    "decree": (("people", None),),
    "election": (("home", None),),
}
MAX_BODY_BYTES = 26 * 1024 * 1024  # a copy of 25 MB sent whole, by a browser without script
MAX_TEXT_BYTES = 4 * 1024 * 1024
MAX_PARTS = 4000


class PortalSettings(Protocol):
    """What the portal needs of the settings."""

    @property
    def environment(self) -> Literal["demo", "production"]:
        """Demo pages say that they are one."""
        ...

    @property
    def tls(self) -> bool:
        """Whether browsers come by HTTPS."""
        ...

    @property
    def portal_url(self) -> str:
        """The portal's origin."""
        ...

    @property
    def public_url(self) -> str:
        """The public site's origin, linked to."""
        ...

    @property
    def trusted_proxies(self) -> tuple[Network, ...]:
        """Proxies whose `X-Forwarded-For` is believed."""
        ...

    @property
    def data_dir(self) -> Path:
        """Batches lie below it."""
        ...

    @property
    def secrets_dir(self) -> Path:
        """Session secret."""
        ...


def register(app: Flask, *, ports: Ports, settings: PortalSettings) -> None:
    """Make a bare Flask app the portal: sessions, headers, languages, errors, pages."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_TEXT_BYTES
    app.config["MAX_FORM_PARTS"] = MAX_PARTS
    app.extensions["login_throttle"] = LoginThrottle()
    register_proxies(app, settings.trusted_proxies)
    catalogue = load_catalogue(locales_folder(), SESSION_LOCALES, DOCUMENT_LOCALES, NOTICE_LOCALES, LOCALES)
    register_languages(app, catalogue=catalogue)
    register_errors(app, catalogue=catalogue, template="portal/problem.html")
    register_sessions(
        app,
        ports=ports,
        audience=Audience("portal", settings.portal_url, (ORGANISATION,), settings.secrets_dir),
        unauthorised=signing_in.ask_to_sign_in,
        forged=signing_in.offer_form_again,
        unfinished=own_account.finish_first,
    )
    register_security(app, tls=settings.tls)
    register_pages(app)
    register_printing(app, folder=settings.data_dir / "portal-batches")
    register_template_names(app, settings, catalogue=catalogue)
    app.jinja_env.globals["standings_of"] = STANDINGS
    pages = new_blueprint()
    for module in (
        applications, assets, certificates, documents, home, imports, letters, nominations, opening, organisation,
        people, revocation_requests, sign_in_pages,
    ):  # fmt: skip
        module.add_routes(pages)
    add_notice_routes(pages, roles=(ORGANISATION,))
    register_description(app, pages)
    register_notices(app, NOTICE_LINKS)
    app.register_blueprint(pages)
    interface = Blueprint("api", __name__, url_prefix="/api/v1")
    add_session_routes(interface)
    api.add_routes(interface)
    documents_api.add_routes(interface)
    notices_api.add_notice_routes(interface)
    app.register_blueprint(interface)
