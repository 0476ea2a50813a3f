"""Names that the templates of every app with sessions use."""

from __future__ import annotations

import secrets
from typing import Literal, Protocol
from urllib.parse import urlencode

from flask import Flask, request

from server.accreditation.revocation import RevocationKind
from server.credential.certificate_number import group
from server.web.countries import country_name
from server.web.i18n import Catalogue, current_language, day_text

_KINDS = frozenset(kind.value for kind in RevocationKind)


class PageSettings(Protocol):
    """What pages need of the settings."""

    @property
    def environment(self) -> Literal["demo", "production"]:
        """Demo pages say that they are one."""
        ...

    @property
    def public_url(self) -> str:
        """The public site's origin, linked to."""
        ...


def register_template_names(app: Flask, settings: PageSettings, *, catalogue: Catalogue) -> None:
    """Give the templates links to further pages of a list, names of countries, days in words, fresh keys."""

    def _page_link(cursor: str | None) -> str:
        query = {key: value for key, value in request.args.items() if key not in ("after", "lang")}
        pairs = {**query, "after": cursor} if cursor else query
        return request.path + ("?" + urlencode(pairs) if pairs else "")

    def _subject_words(subject: str) -> str:
        """Return a decree's subject; a revocation's is the code of its kind, which needs words."""
        if subject not in _KINDS:
            return subject
        return f"{catalogue.text(f'option.revocation_kind.{subject}', current_language())} ({subject})"

    app.jinja_env.globals.update(
        page_link=_page_link,
        fresh_key=lambda: secrets.token_urlsafe(16),
        country_name=country_name,
        public_url=settings.public_url,
        is_demo=settings.environment == "demo",
        grouped=lambda number: group(number) if number else "—",
    )
    app.jinja_env.filters.update(
        day_words=lambda value: day_text(value, current_language()),
        kind_words=lambda value: catalogue.text(f"option.kinds.{value}", current_language()),
        country_words=country_name,
        subject_words=_subject_words,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
