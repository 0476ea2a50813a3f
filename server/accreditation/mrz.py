"""The machine-readable zone of a passport or card (ICAO Doc 9303): its check digits and what it says.

A product check of consistency (C6): a wrong digit is a reading to look at, never a ground by itself.
Clause: 3.1, 3.10(2).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from server.accreditation.errors import CodedError

_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
_WEIGHTS = (7, 3, 1)
_WIDE = {"Ä": "AE", "Ö": "OE", "Ü": "UE", "Å": "AA", "Ø": "OE", "Æ": "AE"}


@dataclass(frozen=True, slots=True)
class Zone:
    """What a machine-readable zone says.

    Attributes:
        country: who issued the document, alpha-3 as printed ("D" for Germany is widened).
        birth: (year of the century, month, day), as printed; None where it is no date.
        expires: the same for the last day of validity.
        wrong_digits: the parts whose check digit is wrong: "number", "birth", "expires", "optional", "whole".
    """

    kind: str
    country: str
    number: str
    surname: str
    given: str
    birth: tuple[int, int, int] | None
    expires: tuple[int, int, int] | None
    nationality: str
    wrong_digits: tuple[str, ...]


def check_digit(text: str) -> int:
    """Return the check digit of a part: weights 7, 3, 1, letters from 10, filler 0.

    Raises: CodedError `mrz_unreadable` for any other character.
    """
    try:
        return sum(_VALUES[character] * _WEIGHTS[place % 3] for place, character in enumerate(text)) % 10
    except KeyError as error:
        raise CodedError("mrz_unreadable") from error


def read_zone(text: str) -> Zone:
    """Return what the lines say: two of 44 (passports), two of 36 or three of 30 (cards); spaces don't count.

    Raises: CodedError `mrz_unreadable`.
    """
    lines = ["".join(line.split()).upper().replace("«", "<<") for line in text.strip().splitlines() if line.strip()]
    if len(lines) == 1 and len(lines[0]) in (88, 72, 90):
        width = {88: 44, 72: 36, 90: 30}[len(lines[0])]
        lines = [lines[0][start : start + width] for start in range(0, len(lines[0]), width)]
    if any(character not in _VALUES for line in lines for character in line):
        raise CodedError("mrz_unreadable")
    shape = (len(lines), *{len(line) for line in lines})
    if shape in ((2, 44), (2, 36)):
        return _two_lines(lines[0], lines[1])
    if shape == (3, 30):
        return _three_lines(lines)
    raise CodedError("mrz_unreadable")


def disagreements(
    zone: Zone, *, country: str, number: str, surname: str, birth_date: date | None, expires_on: date | None
) -> tuple[str, ...]:
    """Return which stated fields the zone contradicts: "country", "number", "surname", "birth_date", "expires_on".

    Names are compared by their first letters, as zones cut long ones; what isn't stated isn't compared.
    """
    said = "".join(letter for letter in _plain(surname) if letter.isalpha())
    read = zone.surname.replace(" ", "")
    pairs = {
        "country": zone.country != country,
        "number": zone.number != number,
        "surname": bool(said and read) and not (said.startswith(read) or read.startswith(said)),
        "birth_date": _differs(zone.birth, birth_date),
        "expires_on": _differs(zone.expires, expires_on),
    }
    return tuple(name for name, differs in pairs.items() if differs)


def _two_lines(first: str, second: str) -> Zone:
    number, optional = second[0:9], second[28:42] if len(second) == 44 else second[28:35]
    checked = {
        "number": (number, second[9]),
        "birth": (second[13:19], second[19]),
        "expires": (second[21:27], second[27]),
    }
    if len(second) == 44:
        checked["optional"] = (optional, second[42])
    checked["whole"] = (second[0:10] + second[13:20] + second[21 : len(second) - 1], second[-1])
    return _zone(first[0:2], first[2:5], number, first[5:], second[13:19], second[21:27], second[10:13], checked)


def _three_lines(lines: list[str]) -> Zone:
    first, second, names = lines
    number, digit = first[5:14], first[14]
    if digit == "<":  # the number is longer than nine characters
        rest = first[15:].split("<", 1)[0]
        number, digit = number + rest[:-1], rest[-1:] or "<"
    checked = {
        "number": (number, digit),
        "birth": (second[0:6], second[6]),
        "expires": (second[8:14], second[14]),
        "whole": (first[5:30] + second[0:7] + second[8:15] + second[18:29], second[29]),
    }
    return _zone(first[0:2], first[2:5], number, names, second[0:6], second[8:14], second[15:18], checked)


def _zone(
    kind: str, country: str, number: str, names: str, birth: str, expires: str, nationality: str,
    checked: dict[str, tuple[str, str]],
) -> Zone:  # fmt: skip
    surname, _, given = names.partition("<<")
    return Zone(
        kind=kind.strip("<"),
        country=_country(country),
        number=number.strip("<"),
        surname=" ".join(surname.replace("<", " ").split()),
        given=" ".join(given.replace("<", " ").split()),
        birth=_day(birth),
        expires=_day(expires),
        nationality=_country(nationality),
        wrong_digits=tuple(part for part, (text, digit) in checked.items() if not _agrees(text, digit)),
    )


def _agrees(text: str, digit: str) -> bool:
    empty = not text.strip("<")
    return (digit == "<" and empty) or (digit.isdigit() and check_digit(text) == int(digit))


def _country(text: str) -> str:
    code = text.strip("<")
    return "DEU" if code == "D" else code


def _day(text: str) -> tuple[int, int, int] | None:
    if not (text.isascii() and text.isdigit()):
        return None
    year, month, day = int(text[0:2]), int(text[2:4]), int(text[4:6])
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _differs(read: tuple[int, int, int] | None, said: date | None) -> bool:
    return read is not None and said is not None and read != (said.year % 100, said.month, said.day)


def _plain(text: str) -> str:
    wide = "".join(_WIDE.get(letter, letter) for letter in unicodedata.normalize("NFC", text.upper()))
    return "".join(letter for letter in unicodedata.normalize("NFKD", wide) if letter.isascii())
