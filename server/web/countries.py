"""Names of countries in the reader's language, by their three-letter codes."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.core import get_global
from flask import current_app

from server.accreditation.countries import COUNTRIES, DOCUMENT_ISSUERS, STATES
from server.web.i18n import Catalogue, current_language


def country_options(*, documents: bool = False) -> list[tuple[str, str]]:
    """Return (code, name) of every country by name; with `documents` also bodies that issue documents."""
    return list(_options(current_language(), documents=documents))


def states() -> list[tuple[str, str]]:
    """Return (code, name) of every country an organisation may be of: "without citizenship" is none."""
    return [each for each in country_options() if each[0] in STATES]


def country_name(code: str, lang: str | None = None) -> str:
    """Return a country's name in a language (the reader's without one), or its code where there is none."""
    return _names(lang or current_language()).get(code, code)


@cache
def _names(language: str) -> dict[str, str]:
    catalogue: Catalogue = current_app.extensions["catalogue"]
    territories = Locale.parse(language).territories
    aliases = get_global("territory_aliases")
    names = {}
    for code in COUNTRIES | DOCUMENT_ISSUERS:
        two = aliases.get(code, [""])[0]
        own = f"country.{code}"
        names[code] = catalogue.text(own, language) if catalogue.has(own) else str(territories.get(two, code))
    return names


@cache
def _options(language: str, *, documents: bool) -> tuple[tuple[str, str], ...]:
    codes = COUNTRIES | DOCUMENT_ISSUERS if documents else COUNTRIES
    named = sorted((_names(language).get(code, code), code) for code in codes)
    return tuple((code, name if name == code else f"{name} ({code})") for name, code in named)
