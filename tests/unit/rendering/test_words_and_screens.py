"""Codes for screens, and every printed word and country in three languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

from server.adapters.rendering import renderer
from server.adapters.rendering.content import certificate_page, country_words
from server.adapters.rendering.qr_matrix import make_qr
from server.adapters.rendering.renderer import TypstRenderer
from server.credential import qr_text
from tests.unit.rendering.sample import ORIGIN, certificate

RENDERER = TypstRenderer(origin=ORIGIN, synthetic=True)


def test_screens_get_a_smaller_code() -> None:
    text = qr_text.to_text(certificate().sealed, origin=ORIGIN)
    drawing = RENDERER.qr_svg(text)
    version = (int(re.search(r'viewBox="0 0 (\d+) ', drawing)[1]) - 8 - 17) // 4  # type: ignore[index]
    assert 10 < version < make_qr(text).version


def test_every_printed_word_is_there_in_three_languages() -> None:
    texts = json.loads((Path(renderer.__file__).parent / "templates" / "texts.json").read_text("utf-8"))
    for key, words in texts.items():
        assert set(words) == {"ky", "ru", "en"}, key
        assert all(words.values()), key
        assert len(set(words.values())) == 3, key


def test_countries_are_named_in_three_languages() -> None:
    assert country_words("DEU") == {"ky": "Германия", "ru": "Германия", "en": "Germany"}
    assert country_words("GBR")["en"] == "United Kingdom"
    assert country_words("XXA")["ru"] == "без гражданства"
    assert country_words("QQQ") == {"ky": "QQQ", "ru": "QQQ", "en": "QQQ"}
    german = certificate_page(certificate(row={"citizenships": ("DEU",)}), origin=ORIGIN)
    assert [entry["text"] for entry in german["citizenship"]] == ["Германия", "Germany"]
