"""The console of the Commission's officers: HTML pages with a session, CSRF on, nothing open by default."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Protocol

from flask import Flask

from server.accreditation.wording import locales_folder
from server.usecases.ports import Ports
from server.usecases.roles import OFFICERS
from server.web import own_account, signing_in
from server.web.api.description import register_description
from server.web.client_address import Network, register_proxies
from server.web.console import (
    acts,
    after_decree,
    annex,
    assets,
    certificates,
    check_sheet,
    decisions,
    decrees,
    deprived,
    docket,
    documents,
    elections,
    home,
    imports,
    intake,
    invitations,
    keys,
    mail,
    mfa,
    organisations,
    paper_applications,
    person_steps,
    portal_codes,
    printing,
    proposals,
    revocations,
    sign_in_pages,
    statistics,
    users,
)  # fmt: skip
from server.web.console.blueprint import new_blueprint
from server.web.console.pages import register_words
from server.web.errors import register_errors
from server.web.i18n import (
    DOCUMENT_LOCALES,
    NOTICE_LOCALES,
    SESSION_LOCALES,
    STATISTICS_LOCALES,
    load_catalogue,
    register_languages,
)
from server.web.notices import Links, add_notice_routes, register_notices
from server.web.pages import register_pages
from server.web.printing import register_printing
from server.web.security import register_security
from server.web.session import register_sessions
from server.web.template_names import register_template_names
from server.web.throttle import LoginThrottle
from server.web.tokens import Audience

LOCALES = Path(__file__).parent / "locales"
CATALOGUES = (
    DOCUMENT_LOCALES, NOTICE_LOCALES, STATISTICS_LOCALES, LOCALES,
    *sorted(path.parent for path in LOCALES.glob("*/en.json")),
)  # fmt: skip
NOTICE_LINKS: Links = {
    "account": (("account", None),),
    "application": (("filed_application", "application_id"), ("mfa_queue", None)),
    "nomination": (("check_sheet", "nomination_id"), ("mfa_person", "nomination_id")),
    "invitation": (("invitation", "invitation_id"),),
    "decree": (("decree", "decree_id"),),
    "election": (("docket", None), ("election", "election_id")),
    "revocation_request": (("revocation_requests", None),),
}
MAX_BODY_BYTES = 12 * 1024 * 1024
MAX_TEXT_BYTES = 4 * 1024 * 1024
MAX_PARTS = 4000


class ConsoleSettings(Protocol):
    """What the console needs of the settings."""

    @property
    def environment(self) -> Literal["demo", "production"]:
        """Demo pages say that they are one."""
        ...

    @property
    def tls(self) -> bool:
        """Whether browsers come by HTTPS."""
        ...

    @property
    def console_url(self) -> str:
        """The console's origin."""
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


def register(app: Flask, *, ports: Ports, settings: ConsoleSettings) -> None:
    """Make a bare Flask app the console: sessions, headers, languages, errors, pages."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_TEXT_BYTES
    app.config["MAX_FORM_PARTS"] = MAX_PARTS
    app.extensions["console_settings"] = settings
    app.extensions["login_throttle"] = LoginThrottle()
    register_proxies(app, settings.trusted_proxies)
    register_printing(app, folder=settings.data_dir / "batches")
    catalogue = load_catalogue(locales_folder(), SESSION_LOCALES, *CATALOGUES)
    register_languages(app, catalogue=catalogue)
    register_errors(app, catalogue=catalogue, template="console/problem.html")
    register_sessions(
        app,
        ports=ports,
        audience=Audience("console", settings.console_url, OFFICERS, settings.secrets_dir),
        unauthorised=signing_in.ask_to_sign_in,
        forged=signing_in.offer_form_again,
        unfinished=own_account.finish_first,
    )
    register_security(app, tls=settings.tls)
    app.after_request(assets.let_page_scan)
    register_pages(app)
    register_words(app)
    register_template_names(app, settings, catalogue=catalogue)
    pages = new_blueprint()
    for module in (
        acts, after_decree, annex, assets, certificates, check_sheet, decisions, decrees, deprived,
        docket, documents, elections, home, imports, intake, invitations, keys, mail, mfa,
        organisations, paper_applications, person_steps, portal_codes, printing, proposals,
        revocations, sign_in_pages, statistics, users,
    ):  # fmt: skip
        module.add_routes(pages)
    add_notice_routes(pages, roles=OFFICERS)
    register_description(app, pages)
    register_notices(app, NOTICE_LINKS)
    app.register_blueprint(pages)
