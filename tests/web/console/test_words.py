"""Every refusal that the console can meet has words in all three languages, and every word of a page exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.accreditation.wording import locales_folder
from server.web import console
from server.web.i18n import LANGUAGES, SESSION_LOCALES, load_catalogue

SERVER = Path(console.__file__).parents[2]
TEMPLATES = Path(console.__file__).parent / "templates" / "console"
SHARED = SERVER / "web" / "templates" / "shared"
CATALOGUE = load_catalogue(locales_folder(), SESSION_LOCALES, *console.CATALOGUES)
PLACE_OF_CODE = {"CodedError": 0, "Conflict": 0, "Unavailable": 0, "ProblemError": 0, "FieldRefused": 0,
                 "FieldError": 1, "add": 1, "RowError": 3}  # fmt: skip
NEVER_SHOWN = {"data_"}  # a broken file of the law's own data refuses to start


def codes() -> Iterator[tuple[str, str]]:
    """Yield (code, file) of every refusal that the source can raise."""
    folders = ("accreditation", "usecases", "adapters", "web/console", "web/api")
    for folder in folders:
        for path in (SERVER / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                yield from ((code, path.name) for code in _codes_of(node))


def _codes_of(node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ast.Call):
        return
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    place = PLACE_OF_CODE.get(name)
    given = [word.value for word in node.keywords if word.arg == "code"]
    if place is not None and len(node.args) > place:
        given.append(node.args[place])
    for each in given:
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and re.fullmatch(r"[a-z_]{4,}", each.value):
            yield each.value


def test_every_refusal_has_words() -> None:
    found = sorted({(code, where) for code, where in codes() if not code.startswith(tuple(NEVER_SHOWN))})
    silent = [pair for pair in found if not (CATALOGUE.has(f"error.{pair[0]}") or CATALOGUE.has(f"field.{pair[0]}"))]
    assert len(found) > 60
    assert silent == []


def test_every_word_of_the_pages_exists() -> None:
    wanted = {
        key
        for path in (*TEMPLATES.glob("*.html"), *SHARED.glob("*.html"))
        for key in re.findall(r"""\bt\(["']([a-z_0-9.]+[a-z0-9])["'][,)]""", path.read_text("utf-8"))
    }
    assert len(wanted) > 200
    assert sorted(key for key in wanted if not CATALOGUE.has(key)) == []


@pytest.mark.parametrize("lang", ["ky", "ru"])
def test_languages_differ(lang: str) -> None:
    own = CATALOGUE.texts
    same = [key for key in own["en"] if own[lang][key] == own["en"][key]]
    assert set(same) <= {"decree.drafted_by", "console.cec_short"}, same


def test_named_fields_are_the_same_in_each_language() -> None:
    for key in CATALOGUE.texts["en"]:
        named = {lang: set(re.findall(r"\{(\w+)\}", CATALOGUE.texts[lang][key])) for lang in LANGUAGES}
        assert named["ky"] == named["ru"] == named["en"], (key, named)
