"""Proposals for a name in the other script; a person edits them, nothing is ever decided by them.

From Latin to Cyrillic a name is spelled by sound, so the proposal is a guess; from Cyrillic to Latin it follows the
table of machine-readable passports for Russian, with the Kyrgyz letters as Kyrgyz passports write them.
Clause: 4.4(6) (the name on badge and certificate); the tables are product decisions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from server.accreditation.first_names import CYRILLIC_OF_FIRST_NAMES
from server.accreditation.script import Script, script_of

_LATIN_OF_RUSSIAN: Final[Mapping[str, str]] = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y", "ь": "", "э": "e", "ю": "iu",
    "я": "ia", "ң": "ng", "ө": "o", "ү": "u",
}  # fmt: skip
_LATIN_OF_KYRGYZ: Final[Mapping[str, str]] = {
    **_LATIN_OF_RUSSIAN, "ж": "j", "х": "h", "ъ": "",
}  # fmt: skip
# Longest first; what a table lacks is looked up without its accent.
_CYRILLIC_OF_LATIN: Final[Mapping[str, str]] = {
    "shch": "щ", "sch": "ш", "tch": "ч", "kh": "х", "zh": "ж", "ch": "ч", "sh": "ш", "ts": "ц", "tz": "ц",
    "cz": "ч", "sz": "ш",
    "ph": "ф", "th": "т", "ck": "к", "qu": "кв", "ya": "я", "yu": "ю", "yo": "ё", "ye": "е", "ia": "ия", "iu": "ю",
    "ja": "я", "ju": "ю", "je": "е", "oo": "у", "ee": "и",
    "ä": "е", "ö": "ё", "ü": "ю", "ß": "сс", "š": "ш", "č": "ч", "ž": "ж", "ć": "ч",
    "ś": "с", "ź": "з", "ż": "ж", "ł": "л", "ń": "нь", "ñ": "нь", "ş": "ш", "ç": "ч", "ğ": "г", "ı": "ы", "ə": "а",
    "ő": "ё", "ű": "ю", "ø": "ё", "æ": "э", "å": "о", "đ": "д", "þ": "т", "œ": "ё",
    "a": "а", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "й", "k": "к",
    "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в",
    "w": "в", "x": "кс", "y": "й", "z": "з",
}  # fmt: skip
_KYRGYZ_OF_LATIN: Final[Mapping[str, str]] = {
    **_CYRILLIC_OF_LATIN, "ng": "ң", "j": "ж", "ja": "жа", "ju": "жу", "je": "же",
    "ö": "ө", "ő": "ө", "ø": "ө", "ü": "ү", "ű": "ү",
}  # fmt: skip
_LONGEST: Final = 4
_WORD: Final = re.compile(r"[^\W\d_]+")
_SOFT: Final = re.compile(r"(?<=[bdfghklmnprstvz])yev(a|ich|na)?$")  # Vasilyev, Grigoryevich
_VOWELS: Final = frozenset("aeiouäöüəıøæåœőű")


def to_cyrillic(text: str, *, language: str) -> str:
    """Return a proposal for a Latin name in Cyrillic letters; `language` is "kir" or "rus".

    What isn't a Latin letter (space, hyphen, letters of another script) stays.
    """
    table = _KYRGYZ_OF_LATIN if language == "kir" else _CYRILLIC_OF_LATIN
    return _WORD.sub(lambda word: _word(word[0], table), unicodedata.normalize("NFC", text))


def _word(word: str, table: Mapping[str, str]) -> str:
    """Spell one Latin word; a first name everybody knows is spelled as everybody does."""
    known = CYRILLIC_OF_FIRST_NAMES.get(word.lower())
    if known is not None:
        return known.upper() if word.isupper() else known.capitalize() if word[0].isupper() else known
    return _spell(word, table, latin=True)


def to_latin(text: str, *, language: str) -> str:
    """Return a proposal for a Cyrillic name in Latin letters; `language` is "kir" or "rus"."""
    table = _LATIN_OF_KYRGYZ if language == "kir" else _LATIN_OF_RUSSIAN
    return _spell(unicodedata.normalize("NFC", text), table, latin=False)


def _spell(text: str, table: Mapping[str, str], *, latin: bool) -> str:
    out: list[str] = []
    place = 0
    while place < len(text):
        length, spelled = _longest(text, place, table, latin=latin)
        out.append(_cased(text[place : place + length], spelled, after=text[place + length : place + length + 1]))
        place += length
    return "".join(out)


def _longest(text: str, place: int, table: Mapping[str, str], *, latin: bool) -> tuple[int, str]:
    """Return how many letters are spelled together from a place, and how."""
    for length in range(_LONGEST, 0, -1):
        piece = text[place : place + length].lower()
        if len(piece) == length and piece in table:
            return length, _by_neighbours(text, place, piece, table[piece]) if latin else table[piece]
    letter = text[place]
    wanted = Script.LATIN if latin else Script.CYRILLIC
    plain = unicodedata.normalize("NFD", letter.lower())[0]
    if script_of(letter) is wanted and plain in table:
        return 1, table[plain]
    return 1, letter


def _by_neighbours(text: str, place: int, piece: str, spelled: str) -> str:
    before = text[place - 1 : place].lower() if place else ""
    after = text[place + 1 : place + 2].lower()
    if piece == "ia" and text[place + 2 : place + 3].isalpha():
        return "иа"
    if piece == "ye" and _SOFT.search(text.lower()[: place + 6], place):
        return "ье"
    if piece == "c" and after in ("e", "i", "y"):
        return "с"
    if piece == "y" and (not after or after not in _VOWELS) and before and before not in _VOWELS:
        return "и" if not after.isalpha() else "ы"
    if piece == "e" and not before.isalpha():
        return "э"
    return spelled


def _cased(piece: str, spelled: str, *, after: str) -> str:
    """Write the spelling in the case of what it stands for: "Sh" and "SH" differ by what follows."""
    if not piece[:1].isupper() or not spelled:
        return spelled
    every = piece.isupper() and (len(piece) > 1 or (after.isupper() if after else False))
    return spelled.upper() if every else spelled[0].upper() + spelled[1:]
