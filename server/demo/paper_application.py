"""Papers of the demo, drawn as pictures: the application that W1 and W2 need, a passport of nobody."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

_LINES = ("SYNTHETIC / ҮЛГҮ / ОБРАЗЕЦ", "", "To the Central Commission", "on Elections and Referenda", "",
          "We ask that the accreditation", "be revoked (4.7).", "", "(invented signature)")  # fmt: skip

_PASSPORT = (
    "SYNTHETIC / ҮЛГҮ / ОБРАЗЕЦ",
    "",
    "Passport of an invented person:",
    "no photograph, no name,",
    "no number",
)


def draw_application() -> bytes:
    """Return a small PNG, the same bytes each time."""
    return _drawn(_LINES, form="PNG")


def draw_identity_document() -> bytes:
    """Return a small JPEG in place of a passport's copy, the same bytes each time."""
    return _drawn(_PASSPORT, form="JPEG")


def _drawn(lines: tuple[str, ...], *, form: str) -> bytes:
    page = Image.new("L", (420, 300), 255)
    pen = ImageDraw.Draw(page)
    for place, line in enumerate(lines):
        pen.text((30, 24 + 28 * place), line, fill=0, font=ImageFont.load_default(20))
    target = io.BytesIO()
    page.save(target, form)
    return target.getvalue()
