"""Charts are well-formed SVG that names and describes itself; tables never become formulas."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from server.accreditation.wording import locales_folder
from server.web import charts
from server.web.csv_text import csv_lines, harmless
from server.web.figures import Figure, figures
from server.web.i18n import LANGUAGES, SHARED_LOCALES, STATISTICS_LOCALES, load_catalogue

CATALOGUE = load_catalogue(locales_folder(), STATISTICS_LOCALES)
SVG = "{http://www.w3.org/2000/svg}"
NASTY = '<script>alert("1")</script> & "Көл" \'x\''


def opened(chart: str) -> ET.Element:
    """Return the drawing, parsed as strictly as XML is."""
    return ET.fromstring(chart)


def a_document(name: str = "Lake Watch", **changes: Any) -> dict[str, Any]:
    """Return a document as the publisher writes it, with every figure."""
    named = {"organisation": {"ky": f"{name} ky", "ru": f"{name} ru", "en": name}, "kind": "other"}
    took = {"people": 7, "median_days": 2.5, "ninety_days": 9.0}
    return {
        "election": "e", "as_of": 0,
        "funnel": [{"stage": "filed", "people": 9}, {"stage": "accredited", "people": 7}],
        "without_application": 2,
        "curve": [
            {"decree_number": "1", "decree_date": "2027-01-10", "people": 3, "total": 3},
            {"decree_number": "=2+3", "decree_date": "2027-01-12", "people": 4, "total": 7},
        ],
        "time": {"overall": took, "by_channel": [{"channel": "cec", **took}], "by_kind": [{"kind": "other", **took}],
                 "by_organisation": [{**named, **took}]},
        "refusals": {"people": 4, "by_ground": [{"ground": "D2a", "people": 4}],
                     "by_kind": [{"kind": "other_parts", "people": 4}],
                     "by_ground_and_kind": [{"ground": "D2a", "kind": "other", "people": 4}]},
        "accredited": {"people": 7, "revoked": 0, "by_kind": [{"kind": "other", "organisations": 1, "people": 7}],
                       "by_country": [{"country": None, "not_stated": False, "people": 3},
                                      {"country": "NLD", "not_stated": False, "people": 4}]},
        "mfa": [{"from_days": 0, "to_days": 1, "people": 3}, {"from_days": 8, "to_days": None, "people": 1}],
        "undecided": [{**named, "people": 1}],
        **changes,
    }  # fmt: skip


def made(lang: str, document: dict[str, Any]) -> tuple[Figure, ...]:
    """Return the figures in a language."""
    app = Flask("figures")
    app.extensions["catalogue"] = CATALOGUE
    with app.app_context():
        return figures(document, lambda key, **facts: CATALOGUE.text(key, lang, **facts), lang=lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_draws_and_tells_in_each_language(lang: str) -> None:
    found = made(lang, a_document())
    assert len(found) == 12 == len({figure.key for figure in found})
    for figure in found:
        drawing = opened(str(figure.chart))
        name, text = drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")
        assert name is not None and text is not None
        assert (name.text, text.text) == (figure.title, figure.text)
        assert drawing.get("aria-labelledby") == f"{name.get('id')} {text.get('id')}"
        assert drawing.get("role") == "img"
        assert all(len(row) == len(figure.head) for row in figure.rows)
        words = (figure.title, figure.text, *figure.head, *figure.notes, *map(str, sum(figure.rows, ())))
        assert not [each for each in words if "stats." in each or "word." in each or "…" in each]


def test_the_public_document_has_no_figure_of_the_desk_s() -> None:
    document = a_document(fewest=3)
    for name in ("mfa", "undecided"):
        del document[name]
    del document["refusals"]["by_ground_and_kind"]
    keys = {figure.key for figure in made("en", document)}
    assert not keys & {"mfa", "undecided", "refusals_crossed"}


def test_nothing_of_a_name_becomes_markup_or_style() -> None:
    for chart in (
        charts.bars("a", title=NASTY, text=NASTY, rows=[charts.Bar(NASTY, 3, NASTY)]),
        charts.spans("a", title=NASTY, text=NASTY, rows=[charts.Span(NASTY, 1, 3, "1")]),
        charts.curve("a", title=NASTY, text=NASTY, points=[charts.Point(date(2027, 1, 1), 3)]),
    ):
        drawing = opened(str(chart))
        assert drawing.findtext(f"{SVG}title") == NASTY
        assert not list(drawing.iter(f"{SVG}script"))
        assert not re.search(r"\sstyle=|\son[a-z]+=", str(chart).replace("&", ""))


@pytest.mark.parametrize("values", [[], [0, 0], [1], [0, 5, 10**6]])
def test_bars_stay_within_the_drawing(values: list[int]) -> None:
    rows = [charts.Bar(f"{value}", value, f"{value}") for value in values]
    drawing = opened(charts.bars("a", title="t", text="d", rows=rows))
    widths = [float(rect.get("width", "0")) for rect in drawing.iter(f"{SVG}rect")]
    assert len(widths) == sum(value > 0 for value in values)
    assert all(0 < width <= charts.WIDTH for width in widths)


@pytest.mark.parametrize("totals", [[], [1], [3, 3], [50, 81, 109, 276, 435, 730, 736]])
def test_the_curve_climbs_and_stays_within_the_drawing(totals: list[int]) -> None:
    points = [charts.Point(date(2027, 1, 1 + 3 * place), total) for place, total in enumerate(totals)]
    drawing = opened(charts.curve("a", title="t", text="d", points=points))
    heights = [float(dot.get("cy", "0")) for dot in drawing.iter(f"{SVG}circle")]
    assert len(heights) == len(totals)
    assert heights == sorted(heights, reverse=True) and all(0 <= height <= 256 for height in heights)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1"])
def test_a_spreadsheet_runs_no_cell(text: str) -> None:
    (line,) = csv.reader(io.StringIO("".join(csv_lines((text,), [], mark=False)), newline=""))
    assert line == [f"'{text}"]
    assert harmless(text) == f"'{text}"


def test_numbers_stay_numbers_and_kyrgyz_is_marked() -> None:
    text = "".join(csv_lines(("Уюм", "Адамдар"), [("Көл", -2), (None, 2.5)], mark=True))
    assert text == "\ufeffУюм,Адамдар\r\nКөл,-2\r\n,2.5\r\n"


def test_a_nasty_decree_number_is_a_text_in_the_csv() -> None:
    (curve,) = [figure for figure in made("en", a_document()) if figure.key == "curve"]
    assert ",'=2+3," in "".join(csv_lines(curve.head, curve.rows, mark=True))


def test_the_words_of_statistics_are_all_used() -> None:
    server = Path(charts.__file__).parents[1]
    source = "".join(path.read_text("utf-8") for kind in ("*.py", "*.html") for path in (server / "web").rglob(kind))
    stems = ("stats.column.", "stats.stage.", "stats.time_by_", "stats.refusals_by_")
    whole = {key for key in CATALOGUE.texts["en"] if key.startswith("stats.")}
    named = {key for key in whole if not key.startswith(stems)}
    unused = [key for key in named if f'"{key}"' not in source and f'"{key.removesuffix(".text")[6:]}"' not in source]
    assert unused == []
    assert SHARED_LOCALES in STATISTICS_LOCALES.parents


@pytest.mark.parametrize(
    ("lang", "said"),
    [("ky", "Өлкөсү көрсөтүлгөн эмес"), ("ru", "Страна не указана"), ("en", "Country not stated")],
)
def test_a_country_not_stated_has_a_row_of_its_own(lang: str, said: str) -> None:
    document = a_document()
    document["accredited"]["by_country"].append({"country": None, "not_stated": True, "people": 2})
    (countries,) = [figure for figure in made(lang, document) if figure.key == "countries"]
    assert [row[1] for row in countries.rows if row[0] == said] == [2]
    assert f"{said},2" in "".join(csv_lines(countries.head, countries.rows, mark=True))
