"""Fields of forms: what a posted text must look like; the law itself is asked later, by the verbs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

BISHKEK: Final = ZoneInfo("Asia/Bishkek")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MINUTE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(?::00)?")
_YEARS: Final = (1900, 2200)
# Controls but tab and line ends, surrogates, replacement characters, and marks that turn the direction of text.
_UNREADABLE = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ufffd\\ufffe\\uffff\\ud800-\\udfff\\u202a-\\u202e\\u2066-\\u2069]"
)


class FieldRefused(ValueError):
    """A posted value isn't of the field's form; `code` is the key of the message, `facts` its fields."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    Attributes:
        kind: text, area, whole, day, days, minute, select, radio, check, file, countries or password.
        limit: most characters (text) or items (days, countries).
        options: allowed values; their words are ``option.<group>.<value>`` in the catalogue.
        group: of the options' words; the field's name by default.
        depends: needed or not by what else was chosen: never called optional.
    """

    name: str
    kind: str = "text"
    required: bool = True
    limit: int = 200
    options: tuple[str, ...] = ()
    group: str = ""
    autocomplete: str = "off"
    depends: bool = False

    @property
    def words(self) -> str:
        """The group under which the catalogue has the words of the options."""
        return self.group or self.name


def parse(field: Field, raw: list[str], *, options: tuple[str, ...] | None = None) -> Any:
    """Return the typed value of what was posted: text, date, aware UTC datetime, tuple, bool, or None.

    Args:
        raw: every posted value of this name.
        options: allowed values where the page, not the field, knows them.

    Raises: FieldRefused.
    """
    texts = [_readable(text).strip() for text in raw]
    if field.kind == "check":
        return bool(texts and texts[0])
    filled = [text for text in texts if text]
    if not filled:
        if field.required:
            raise FieldRefused("required")
        return _EMPTY.get(field.kind)
    allowed = field.options if options is None else options
    return _PARSERS.get(field.kind, _text)(field, filled, allowed)


def shown(field: Field, value: Any) -> list[str]:
    """Return how a typed value stands in the form's inputs."""
    if value is None or value is False:
        return []
    if isinstance(value, datetime):
        return [f"{value.astimezone(BISHKEK):%Y-%m-%dT%H:%M}"]
    if isinstance(value, date):
        return [value.isoformat()]
    if isinstance(value, list | tuple):
        return [shown(field, item)[0] for item in value]
    return ["1"] if value is True else [str(value)]


def parse_day(text: str) -> date:
    """Return a day written as YYYY-MM-DD or DD.MM.YYYY.

    Raises: FieldRefused `day_invalid`.
    """
    dotted = re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", text)
    iso = f"{dotted[3]}-{dotted[2]:0>2}-{dotted[1]:0>2}" if dotted else text
    try:
        day = date.fromisoformat(iso) if _DAY.fullmatch(iso) else None
    except ValueError:
        day = None
    if day is None:
        raise FieldRefused("day_invalid", value=text[:24])
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise FieldRefused("date_out_of_range", value=day.isoformat())
    return day


def parse_minute(text: str) -> datetime:
    """Return the instant, in UTC, at which clocks in Bishkek show YYYY-MM-DDTHH:MM.

    Raises: FieldRefused `minute_invalid`.
    """
    parts = _MINUTE.fullmatch(text)
    try:
        hours = datetime.strptime(parts[2], "%H:%M").time() if parts else None  # noqa: DTZ007 - zone below
        day = parse_day(parts[1]) if parts else None
    except ValueError:
        hours = day = None
    if hours is None or day is None:
        raise FieldRefused("minute_invalid", value=text[:24])
    return datetime.combine(day, hours, BISHKEK).astimezone(UTC)


def _readable(text: str) -> str:
    found = _UNREADABLE.search(text)
    if found:
        point = f"U+{ord(found[0]):04X}"
        raise FieldRefused("text_forbidden_character", place=found.start() + 1, point=point)
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def _text(field: Field, filled: list[str], _allowed: tuple[str, ...]) -> str:
    if len(filled[0]) > field.limit:
        raise FieldRefused("text_too_long", limit=field.limit)
    if field.kind == "text" and "\n" in filled[0]:
        return " ".join(filled[0].split())
    return filled[0]


def _whole(field: Field, filled: list[str], _allowed: tuple[str, ...]) -> int:
    digits = filled[0].removeprefix("-").removeprefix("−")  # which numbers are allowed is the verb's to say
    if not (digits.isascii() and digits.isdigit() and len(digits) <= field.limit):
        raise FieldRefused("whole_number_invalid")
    return int(digits) if digits == filled[0] else -int(digits)


def _choice(_field: Field, filled: list[str], allowed: tuple[str, ...]) -> str:
    if filled[0] not in allowed:
        raise FieldRefused("not_allowed")
    return filled[0]


def _choices(field: Field, filled: list[str], allowed: tuple[str, ...]) -> tuple[str, ...]:
    if len(filled) > field.limit or any(item not in allowed for item in filled):
        raise FieldRefused("not_allowed")
    return tuple(dict.fromkeys(filled))


def _countries(field: Field, filled: list[str], _allowed: tuple[str, ...]) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code.upper() for text in filled for code in re.split(r"[\s,;/]+", text) if code))
    if len(codes) > field.limit:
        raise FieldRefused("not_allowed")
    return codes


def _days(field: Field, filled: list[str], _allowed: tuple[str, ...]) -> tuple[date, ...]:
    if len(filled) > field.limit:
        raise FieldRefused("not_allowed")
    return tuple(parse_day(text) for text in filled)


_EMPTY: Final[Mapping[str, Any]] = {"text": "", "area": "", "password": "", "days": (), "countries": (), "checks": ()}
_PARSERS: Final[Mapping[str, Callable[[Field, list[str], tuple[str, ...]], Any]]] = {
    "whole": _whole,
    "select": _choice,
    "radio": _choice,
    "checks": _choices,
    "countries": _countries,
    "day": lambda _field, filled, _allowed: parse_day(filled[0]),
    "days": _days,
    "minute": lambda _field, filled, _allowed: parse_minute(filled[0]),
}
