"""The written application that grounds W1 and W2 need: an invented one, drawn as a picture."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

_LINES = ("SYNTHETIC / ҮЛГҮ / ОБРАЗЕЦ", "", "To the Central Commission", "on Elections and Referenda", "",
          "We ask that the accreditation", "be revoked (4.7).", "", "(invented signature)")  # fmt: skip


def draw_application() -> bytes:
    """Return a small PNG, the same bytes each time."""
    page = Image.new("L", (420, 300), 255)
    pen = ImageDraw.Draw(page)
    for place, line in enumerate(_LINES):
        pen.text((30, 24 + 28 * place), line, fill=0, font=ImageFont.load_default(20))
    target = io.BytesIO()
    page.save(target, "PNG")
    return target.getvalue()
