"""Copies of identity documents for the demo: plainly invented ones, drawn as pictures."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

_SIZE = (1000, 700)


def draw_document(*, name: str, number: str, country: str) -> bytes:
    """Return a PNG of an invented passport's page, the same bytes for the same person."""
    page = Image.new("RGB", _SIZE, (244, 240, 228))
    pen = ImageDraw.Draw(page)
    large, small = ImageFont.load_default(44), ImageFont.load_default(28)
    pen.rectangle((20, 20, _SIZE[0] - 20, _SIZE[1] - 20), outline=(120, 110, 90), width=4)
    pen.text((60, 50), "SPECIMEN / ҮЛГҮ / ОБРАЗЕЦ", fill=(170, 30, 30), font=large)
    pen.rectangle((60, 140, 300, 460), fill=(214, 206, 186))
    for place, (word, said) in enumerate((("NAME", name), ("No", number), ("ISSUED BY", country))):
        pen.text((350, 150 + place * 100), word, fill=(110, 110, 110), font=small)
        pen.text((350, 185 + place * 100), said, fill=(20, 20, 20), font=large)
    pen.text((60, 600), f"P<{country}<<<SYNTHETIC<<<<<<<<<<<<<<<<<<<<<<<<", fill=(20, 20, 20), font=small)
    target = io.BytesIO()
    page.save(target, "PNG")
    return target.getvalue()
