"""Every refusal says its facts: what the source raises fills each field of its words, in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.web.console.test_words import CATALOGUE, PLACE_OF_CODE, SERVER

# Facts stand as keyword arguments, or in a dictionary at this place.
PLACE_OF_FACTS = {"FieldError": 2, "RowError": 5}
FOLDERS = ("accreditation", "usecases", "adapters", "web")
ADDED = {"field", "clause"}  # by the one who notes the refusal


def refusals(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Yield (code, names of its facts) of every refusal in a file whose facts are written out."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        place = PLACE_OF_CODE.get(name)
        if place is None or len(node.args) <= place or not isinstance(node.args[place], ast.Constant):
            continue
        at = PLACE_OF_FACTS.get(name)
        given = node.args[at] if at is not None and len(node.args) > at else None
        if any(word.arg is None for word in node.keywords) or (given and not isinstance(given, ast.Dict)):
            continue  # facts made elsewhere
        facts = {word.arg or "" for word in node.keywords}
        if isinstance(given, ast.Dict):
            facts |= {str(key.value) for key in given.keys if isinstance(key, ast.Constant)}
        yield str(node.args[place].value), facts  # type: ignore[attr-defined]


def test_no_refusal_leaves_a_field_of_its_words_empty() -> None:
    wrong, seen = set(), 0
    for folder in FOLDERS:
        for path in (SERVER / folder).rglob("*.py"):
            for code, facts in refusals(path):
                key = next((k for k in (f"error.{code}", f"field.{code}") if CATALOGUE.has(k)), None)
                if key is None:
                    continue
                seen += 1
                wanted = set(re.findall(r"\{(\w+)\}", CATALOGUE.texts["en"][key]))
                if missing := wanted - facts - ADDED:
                    wrong.add((path.name, code, *sorted(missing)))
    assert seen > 150
    assert sorted(wrong) == []
