"""Certificate numbers: election prefix, paper index, check character (ISO 7064 MOD 37,36)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import Final

from server.credential.errors import malformed

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PREFIX: Final = re.compile(r"[0-9A-Z]{1,3}[A-Z]")
_NUMBER: Final = re.compile(r"([0-9A-Z]{1,3}[A-Z])([0-9]{4}|[1-9][0-9]{4,6})([0-9A-Z])")
_SEPARATORS: Final = re.compile(r"[ -]")
_LONGEST_TYPED: Final = 64
_LONGEST_NUMBER: Final = 12
_TYPED: Final = {
    **dict(zip("АВЕКМНОРСТУХавекмнорстух", "ABEKMHOPCTYX" * 2, strict=True)),
    **{character: character.upper() for character in "abcdefghijklmnopqrstuvwxyz"},
}
# What a character may have been meant as: look-alikes, and the Latin letter that a Cyrillic one sounds like. A digit
# may have been a letter only at the end: elsewhere it would move the border between prefix and index.
_MEANT: Final = {
    **{"O": "O0", "О": "O0", "I": "I1", "И": "I1", "Р": "PR", "С": "CS", "В": "BV", "Н": "HN", "У": "YU", "Х": "XH"},
    **{"Б": "B", "Г": "G", "Д": "D", "З": "3Z", "Л": "L", "П": "P", "Ф": "F"},
}
_MEANT_AT_END: Final = {**_MEANT, "0": "0O", "1": "1I"}


@dataclass(frozen=True, slots=True)
class CertificateNumber:
    """A certificate number taken apart."""

    prefix: str
    index: int


def check_character(body: str) -> str:
    """Return the ISO 7064 MOD 37,36 check character of a text of 0-9A-Z."""
    product = 36
    for character in body:
        product = ((product + ALPHABET.index(character)) % 36 or 36) * 2 % 37
    return ALPHABET[(37 - product) % 36]


def make(prefix: str, index: int) -> str:
    """Return the ungrouped certificate number of a paper index within an election's prefix.

    Raises: CredentialError `malformed`: prefix isn't 2–4 letters and digits ending with a letter; bad index.
    """
    if not is_prefix(prefix):
        raise malformed(f"prefix {prefix!r} isn't 2-4 letters and digits that end with a letter")
    if type(index) is not int or not 0 <= index < 2**20:
        raise malformed("paper index out of range")
    body = f"{prefix}{index:04d}"
    return body + check_character(body)


def is_prefix(prefix: str) -> bool:
    """Return whether a text can be an election's prefix."""
    return _PREFIX.fullmatch(prefix) is not None


def ungroup(number: str) -> str:
    """Return a number without the spaces and hyphens between its groups."""
    return _SEPARATORS.sub("", number)


def group(number: str) -> str:
    """Return a number in groups for people: `PR-0042-K`; a text of another form stays as it is."""
    found = _NUMBER.fullmatch(number)
    return "-".join(found.groups()) if found else number


def normalise(typed: str) -> str:
    """Return a typed number ungrouped, ASCII upper-case, with Cyrillic look-alikes as Latin letters."""
    return "".join([_TYPED.get(character, character) for character in ungroup(typed[:_LONGEST_TYPED])])


def body_of(typed: str) -> str | None:
    """Return prefix and index of a typed number whose check character is wrong, None for anything else."""
    number = normalise(typed)
    found = _NUMBER.fullmatch(number) if len(typed) <= _LONGEST_TYPED else None
    return number[:-1] if found and check_character(number[:-1]) != number[-1] else None


def read(typed: str) -> str:
    """Return the ungrouped number that a typed text can only mean.

    It is taken as typed where its check character is right; else look-alikes (0 and O, 1 and I) and Cyrillic
    letters are tried, and exactly one reading must have its letters and digits in place and its check right.
    Raises: CredentialError `malformed`: no reading, or more than one.
    """
    if len(typed) > _LONGEST_TYPED:
        raise malformed("too long for a certificate number")
    number = normalise(typed)
    if _is_whole(number):
        return number
    characters = ungroup(typed)
    if not 0 < len(characters) <= _LONGEST_NUMBER:
        raise malformed("not a certificate number")
    meant = [_MEANT.get(each.upper(), normalise(each)) for each in characters[:-1]]
    meant.append(_MEANT_AT_END.get(characters[-1].upper(), normalise(characters[-1])))
    readings = [reading for parts in product(*meant) if _is_whole(reading := "".join(parts))]
    if len(readings) != 1:
        raise malformed("not a certificate number, or its check character is wrong")
    return readings[0]


def check(typed: str) -> CertificateNumber:
    """Return the parts of a typed number after its check character was found right.

    Raises: CredentialError `malformed`: as `read`.
    """
    parts = _NUMBER.fullmatch(read(typed))
    assert parts is not None
    return CertificateNumber(parts[1], int(parts[2]))


def _is_whole(number: str) -> bool:
    return _NUMBER.fullmatch(number) is not None and check_character(number[:-1]) == number[-1]
