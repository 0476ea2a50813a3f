"""What every picture of the README has in common: the size of a desk, a look at a page, few bytes."""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import Page, ViewportSize

DESK = ViewportSize(width=1280, height=860)
COLOURS = (128, 64, 32)  # fewer only when a picture would be too heavy
MAX_BYTES = 60_000

Shot = tuple[str, Image.Image]


def lighten(picture: Image.Image) -> bytes:
    """Return a picture as PNG bytes with a palette, as many colours as fit `MAX_BYTES`, else the fewest."""
    packed = b""
    for colours in COLOURS:
        sink = io.BytesIO()
        picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE).save(sink, "PNG", optimize=True)
        packed = sink.getvalue()
        if len(packed) <= MAX_BYTES:
            break
    return packed


def look(page: Page, *, at: str = "body") -> Image.Image:
    """Return what the page shows now, from the part `at` down, without moving parts."""
    page.evaluate("() => { document.activeElement?.blur(); }")
    page.locator(at).first.evaluate("part => part.scrollIntoView({ block: 'start', behavior: 'instant' })")
    return Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide")))
