"""Languages of the pages: catalogues of messages, the choice of a language, dates as people write them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Flask, g, request
from werkzeug.datastructures import LanguageAccept

from server.accreditation.counted_words import Counted
from server.accreditation.dates_in_words import DEADLINES

LANGUAGES: Final = ("ky", "ru", "en")
DEFAULT_LANGUAGE: Final = "ky"
LANGUAGE_NAMES: Final = {"ky": "Кыргызча", "ru": "Русский", "en": "English"}
LANGUAGE_COOKIE: Final = "lang"
SHARED_LOCALES: Final = Path(__file__).parent / "locales"
SESSION_LOCALES: Final = SHARED_LOCALES / "sessions"  # words of the apps that people sign in to
STATISTICS_LOCALES: Final = SHARED_LOCALES / "statistics"  # console and public site
NOTICE_LOCALES: Final = SHARED_LOCALES / "notices"
DOCUMENT_LOCALES: Final = SHARED_LOCALES / "documents"  # words about copies of documents, for both of these apps
_BISHKEK: Final = "Asia/Bishkek"
_KYRGYZ_MONTHS: Final = (
    "январы", "февралы", "марты", "апрели", "майы", "июну",
    "июлу", "августу", "сентябры", "октябры", "ноябры", "декабры",
)  # fmt: skip


class CatalogueError(ValueError):
    """A catalogue lacks a language or a key; the message names both."""


class _Fields(dict[str, object]):
    """Named fields of a message; one that is missing shows as an ellipsis rather than failing the page."""

    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Messages of one audience: language → key → text with ``{named}`` fields."""

    texts: Mapping[str, Mapping[str, str]]

    def has(self, key: str) -> bool:
        """Tell whether the key exists (then it exists in every language)."""
        return key in self.texts[DEFAULT_LANGUAGE]

    def text(self, key: str, lang: str, /, **fields: object) -> str:
        """Return the message in one language; an unknown key comes back as itself.

        Dates and aware datetimes among the fields are written as people of that language write them, deadlines
        (by the field's name) as 24:00 of their last day.
        """
        template = self.texts[lang].get(key)
        if template is None:
            return key
        return template.format_map(_Fields({name: _shown(value, lang, name=name) for name, value in fields.items()}))

    def all(self, key: str, /, **fields: object) -> dict[str, str]:
        """Return the message in every language: ``{"ky": …, "ru": …, "en": …}``."""
        return {lang: self.text(key, lang, **fields) for lang in LANGUAGES}


def load_catalogue(*folders: Path) -> Catalogue:
    """Read ``ky.json``, ``ru.json``, ``en.json`` of each folder after the shared ones; later folders win.

    Raises:
        CatalogueError: a language lacks a key that another has, or a text is empty.
    """
    texts: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}
    for folder in (SHARED_LOCALES, *folders):
        for lang in LANGUAGES:
            texts[lang] |= json.loads((folder / f"{lang}.json").read_text("utf-8"))
    for lang in LANGUAGES:
        missing = texts[DEFAULT_LANGUAGE].keys() ^ texts[lang].keys()
        empty = [key for key, text in texts[lang].items() if not text.strip()]
        if missing or empty:
            raise CatalogueError(f"{lang}: missing {sorted(missing)}, empty {empty}")
    return Catalogue(texts)


def choose_language(*, query: str | None, cookie: str | None, accepted: LanguageAccept) -> str:
    """Choose a language: what the address says, then the cookie, then the browser; Kyrgyz when none fits."""
    for wish in (query, cookie):
        if wish in LANGUAGES:
            return str(wish)
    return accepted.best_match(LANGUAGES, DEFAULT_LANGUAGE) or DEFAULT_LANGUAGE


def register_languages(app: Flask, *, catalogue: Catalogue) -> None:
    """Set ``g.lang`` for each request and give templates ``t``, ``lang``, ``day``, ``instant``….

    A valid ``?lang=`` is remembered in a cookie that holds nothing else.
    """
    app.extensions["catalogue"] = catalogue

    @app.before_request
    def _choose() -> None:
        current_language()

    @app.after_request
    def _remember(response: Any) -> Any:
        wish = request.args.get("lang")
        if wish in LANGUAGES and response.mimetype == "text/html":
            response.set_cookie(
                LANGUAGE_COOKIE,
                wish,
                max_age=31_536_000,
                secure=request.is_secure,
                httponly=True,
                samesite="Lax",
            )
        return response

    @app.context_processor
    def _names() -> dict[str, Any]:
        lang = current_language()
        return {
            "lang": lang,
            "languages": LANGUAGE_NAMES,
            "t": lambda key, **fields: catalogue.text(key, lang, **fields),
            "day": lambda value: day_text(value, lang),
            "instant": lambda value: instant_text(value, lang),
            "until": lambda value: until_text(value, lang),
            "language_link": _language_link,
        }


def current_language() -> str:
    """Return the language of the present request."""
    if "lang" not in g:
        g.lang = choose_language(
            query=request.args.get("lang"),
            cookie=request.cookies.get(LANGUAGE_COOKIE),
            accepted=request.accept_languages,
        )
    return str(g.lang)


def _language_link(lang: str) -> str:
    """Return the present address with another language."""
    pairs = [(k, v) for k, v in request.args.items(multi=True) if k != "lang"]
    return "?" + urlencode([*pairs, ("lang", lang)])


def day_text(value: date | int | str, lang: str) -> str:
    """Write a day (a date, ISO text, or days since 1970-01-01) in full, e.g. "2026-жылдын 23-ноябры"."""
    day = _day_of(value)
    if lang == "ky":
        return f"{day.year}-жылдын {day.day}-{_KYRGYZ_MONTHS[day.month - 1]}"
    if lang == "en":
        return f"{day.day} {format_date(day, 'MMMM y', locale='en')}"
    return format_date(day, "d MMMM y", locale=lang) + " г."


def _day_of(value: date | int | str) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value)
    return value if isinstance(value, date) else date(1970, 1, 1) + timedelta(days=value)


def instant_text(value: datetime | int, lang: str) -> str:
    """Write an instant (aware, or unix seconds) as day and minute in Asia/Bishkek."""
    moment = value if isinstance(value, datetime) else datetime.fromtimestamp(value, UTC)
    local = moment.astimezone(ZoneInfo(_BISHKEK))
    return f"{day_text(local.date(), lang)}, {local:%H:%M}"


def until_text(value: datetime, lang: str) -> str:
    """Write the instant at which something ends: midnight is 24:00 of the day before, as the law says it."""
    local = value.astimezone(ZoneInfo(_BISHKEK))
    if (local.hour, local.minute) != (0, 0):
        return instant_text(value, lang)
    return f"{day_text(local.date() - timedelta(days=1), lang)}, 24:00"


def _shown(value: object, lang: str, *, name: str = "") -> object:
    if type(value) is int:
        return Counted(value)
    if isinstance(value, datetime) and name in DEADLINES:
        return until_text(value, lang)
    if isinstance(value, datetime):
        return instant_text(value, lang)
    if isinstance(value, date):
        return day_text(value, lang)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return ", ".join(str(_shown(item, lang)) for item in value)
    return value
