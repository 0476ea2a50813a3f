"""Nothing on the paper touches its neighbour, however long a name is."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from server.adapters.rendering.renderer import TypstRenderer
from tests.unit.rendering.sample import ORIGIN, certificate

LONG_NAMES = {
    "name_latin": "Ostrowska-Wysocka-Brzezińska Wilhelmina Aleksandra Konstancja Maria",
    "name_cyrillic": "Островска-Высоцка-Бжезиньска Вильгельмина Александра Констанция Мария",
}


@pytest.mark.parametrize("names", [{}, LONG_NAMES], ids=["short", "two lines"])
def test_names_keep_their_distance_from_the_number_and_the_rule(names: dict[str, str]) -> None:
    full = certificate(row=names)
    document = pypdfium2.PdfDocument(TypstRenderer(origin=ORIGIN, synthetic=False).certificate(full))
    page = document[0]
    text = page.get_textpage()

    def edges(word: str) -> tuple[float, float]:
        """Return the bottom and top of a word on the page, in millimetres from below."""
        first, count = text.search(word).get_next()
        boxes = [text.get_charbox(n) for n in range(first, first + count)]
        return min(box[1] for box in boxes) * 25.4 / 72, max(box[3] for box in boxes) * 25.4 / 72

    shown = page.render(scale=254 / 72).to_pil().convert("L")  # 10 pixels a millimetre
    below = int(shown.height - edges(full.row.name_cyrillic.split()[-1])[0] * 10)
    rule = next(y for y in range(below + 1, shown.height) if shown.getpixel((300, y)) < 200)
    number, latin = edges("PRA-0042")[0], edges(re.split(r"\W", full.row.name_latin)[0])[1]
    document.close()
    assert number - latin >= 1.5, "the names touch the number"
    assert rule - below >= 15, "the names touch the rule"
