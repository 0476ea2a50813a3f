"""The largest type size at which a text fits its box, from the fonts' own advance widths.

Done here and not by the typesetter: measuring there costs as much as the rest of the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import fontpkg_pt_sans
from PIL import ImageFont

from server.accreditation.script import script_of

FONT_DIRECTORY: Final = Path(fontpkg_pt_sans.__file__).parent / "files"
_SCALE: Final = 100
_SAFETY: Final = 1.02
_CAP_HEIGHT: Final = 0.7
_POINTS_PER_MM: Final = 72 / 25.4
_BREAK: Final = "\u200b"
_ENDLESS: Final = re.compile(r"(\S{24})(?=\S)")
_NO_GLYPH: Final = "□"
_RARE_CYRILLIC: Final = range(0x500, 0x530)  # Komi, Chukchi and others: in none of the typesetter's fonts


@dataclass(frozen=True, slots=True)
class Box:
    """Room for one text: millimetres, type sizes in points from the largest, leading in em between lines."""

    width_mm: float
    height_mm: float
    sizes: tuple[float, ...]
    bold: bool = False
    leading: float = 0.55


def fit(lines: Sequence[str], box: Box) -> float:
    """Return the largest size at which all lines, wrapped at spaces, fit; the smallest where none does."""
    across, tall = box.width_mm * _POINTS_PER_MM, box.height_mm * _POINTS_PER_MM
    for size in box.sizes:
        count = _wrapped(lines, across / size / _SAFETY, bold=box.bold)
        if count and size * (_CAP_HEIGHT + (count - 1) * (_CAP_HEIGHT + box.leading)) <= tall:
            return size
    return box.sizes[-1]


def printable(text: str) -> str:
    """Return the text with letters that no font of ours has as □, and invisible breaks in endless words."""
    shown = "".join([character if _has_glyph(character) else _NO_GLYPH for character in text])
    return _ENDLESS.sub(rf"\1{_BREAK}", shown)


def _wrapped(lines: Sequence[str], across: float, *, bold: bool) -> int:
    """Return how many lines these wrap to at a width in em, 0 if a word is wider than that."""
    count, space = 0, _width(" ", bold=bold)
    for line in lines:
        room = 0.0
        for word in line.split(" "):
            for place, piece in enumerate(word.split(_BREAK)):
                needed = _width(piece, bold=bold)
                if needed > across:
                    return 0
                gap = 0.0 if place else space
                if room >= needed + gap:
                    room -= needed + gap
                else:
                    count, room = count + 1, across - needed
    return count


@lru_cache(maxsize=4096)
def _width(text: str, *, bold: bool) -> float:
    """Return the advance width in em."""
    return _font(bold).getlength(text) / _SCALE


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = "PT_Sans-Web-Bold.ttf" if bold else "PT_Sans-Web-Regular.ttf"
    return ImageFont.truetype(FONT_DIRECTORY / name, _SCALE, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    """Tell whether PT Sans draws the character, or the typesetter's own fonts do (letters of names)."""
    point = ord(character)
    if point < 0x7F:
        return character.isprintable()
    if script_of(character) or 0x300 <= point < 0x370:
        return point not in _RARE_CYRILLIC or _in_pt_sans(character)
    return unicodedata.category(character)[0] != "C" and _in_pt_sans(character)


def _in_pt_sans(character: str) -> bool:
    font = _font(False)
    return bytes(font.getmask(character)) != bytes(font.getmask("\uffff"))
