"""Letters of names: NFC, one script, no invisible or direction-changing characters, no look-alikes.

Enforced when data enter; a credential carries what passed here.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from server.accreditation.errors import CodedError

UTF8_MAX_BYTES = 400  # of every text in a credential
_PUNCTUATION = " -'.’ʼ"
_MARKUP = "<>"
_MAX_MARKS = 2
_LATIN = ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x259, 0x259), (0x1E00, 0x1EFF))
_CYRILLIC = ((0x400, 0x45F), (0x48A, 0x52F))
_GAP = re.compile(r"[ \t\r\n\u00a0]+")


class Script(StrEnum):
    """The two scripts in which a name is kept."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"


def clean(text: str) -> str:
    """Return the text in NFC, trimmed, with single spaces."""
    return _GAP.sub(" ", unicodedata.normalize("NFC", text)).strip()


@lru_cache(maxsize=4096)
def script_of(letter: str) -> Script | None:
    """Return the script of one letter that names may use, or None."""
    if unicodedata.category(letter) not in ("Lu", "Ll", "Lt"):
        return None
    point = ord(letter)
    if any(first <= point <= last for first, last in _LATIN):
        return Script.LATIN
    if any(first <= point <= last for first, last in _CYRILLIC):
        return Script.CYRILLIC
    return None


def check_name(text: str, *, script: Script, field: str, limit: int) -> None:
    """Refuse a name part that isn't wholly in the script.

    Letters and combining marks of that script, space, hyphen, apostrophe, period; begins with a letter.
    Raises: CodedError `text_too_long`; `name_wrong_script` with the letter, its place and the script it is
    of; `text_forbidden_character` with the character's code point; `text_without_letters`.
    """
    _check_length(text, field=field, limit=limit)
    marks = 0
    for place, character in enumerate(text, start=1):
        is_mark = 0x300 <= ord(character) <= 0x36F
        marks = marks + 1 if is_mark else 0
        if script_of(character) is script or (is_mark and place > 1 and marks <= _MAX_MARKS):
            continue
        if character in _PUNCTUATION:
            if place == 1:
                raise CodedError("text_forbidden_character", field=field, place=1, point=_point(character))
            continue
        if script_of(character) is not None:
            raise CodedError("name_wrong_script", field=field, place=place, letter=character, script=script.value)
        raise CodedError("text_forbidden_character", field=field, place=place, point=_point(character))


def check_text(text: str, *, field: str, limit: int) -> None:
    """Refuse a free text (such as an organisation's name) with hidden characters, tags or words of two scripts.

    Raises: CodedError `text_too_long`, `text_forbidden_character`, `text_mixed_scripts` with the word,
    `text_without_letters`.
    """
    _check_length(text, field=field, limit=limit)
    for place, character in enumerate(text, start=1):
        category = unicodedata.category(character)
        hidden = category[0] == "C" or category in ("Zl", "Zp") or (category == "Zs" and character != " ")
        if hidden or character in _MARKUP or (category[0] == "L" and script_of(character) is None):
            raise CodedError("text_forbidden_character", field=field, place=place, point=_point(character))
    if not any(script_of(character) for character in text):
        raise CodedError("text_without_letters", field=field)
    for word in re.split(r"[^\w'’ʼ]+", text):
        if len({script_of(character) for character in word} - {None}) > 1:
            raise CodedError("text_mixed_scripts", field=field, word=word)


def _check_length(text: str, *, field: str, limit: int) -> None:
    if len(text) > limit or len(text.encode("utf-8", "surrogatepass")) > UTF8_MAX_BYTES:
        raise CodedError("text_too_long", field=field, limit=limit)


def _point(character: str) -> str:
    return f"U+{ord(character):04X}"
