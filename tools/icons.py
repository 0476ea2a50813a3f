"""Draw the web client's icons: ``python -m tools.icons``. A neutral mark, not the Commission's emblem."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "verifier_web/icons"
BLUE, WHITE = "#1d4e89", "#ffffff"
TICK = ((9.0, 16.5), (14.0, 21.5), (23.5, 11.0))
GRID = 32
OVERSAMPLING = 4

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" '
    f'fill="{BLUE}"/><path d="M9 16.5l5 5L23.5 11" fill="none" stroke="{WHITE}" stroke-width="3.5" '
    'stroke-linecap="round" stroke-linejoin="round"/></svg>\n'
)


def draw(pixels: int, *, maskable: bool) -> Image.Image:
    """Return the mark as a square picture; a maskable one fills its square and keeps to the safe middle."""
    side = pixels * OVERSAMPLING
    unit = side / GRID
    image = Image.new("RGBA", (side, side), BLUE if maskable else "#00000000")
    pen = ImageDraw.Draw(image)
    if not maskable:
        pen.rounded_rectangle((0, 0, side - 1, side - 1), radius=8 * unit, fill=BLUE)
    shrink = 0.8 if maskable else 1.0
    points = [((x - 16) * shrink * unit + side / 2, (y - 16) * shrink * unit + side / 2) for x, y in TICK]
    width = 3.5 * unit * shrink
    pen.line(points, fill=WHITE, width=round(width), joint="curve")
    for x, y in points:
        pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=WHITE)
    return image.resize((pixels, pixels), Image.Resampling.LANCZOS).quantize(48)


def main() -> int:
    """Write every icon; return 0."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "icon.svg").write_text(SVG)
    for pixels in (180, 192, 512):
        draw(pixels, maskable=False).save(FOLDER / f"icon-{pixels}.png", optimize=True)
    draw(512, maskable=True).save(FOLDER / "icon-512-maskable.png", optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
