"""docs/regulation.md: a row for every clause, and nothing in a row that doesn't exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from server.accreditation import clauses
from server.accreditation.regulation import load_regulation
from server.accreditation.rules import RULES
from server.accreditation.wording import catalogue

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "server" / "accreditation"
TEXT = (ROOT / "docs" / "regulation.md").read_text("utf-8")
ROWS = {
    match[1].strip(): match[0] for match in re.finditer(r"^\| ((?:\d\.\d+|Art\.\d+)\S*) \|.*\|$", TEXT, re.MULTILINE)
}


def test_every_clause_has_its_row_and_no_row_is_invented() -> None:
    assert ROWS.keys() == clauses.clauses().keys()


@pytest.mark.parametrize("clause", sorted(ROWS))
def test_a_row_says_where_the_clause_lives_or_why_not(clause: str) -> None:
    _, _, _, where, screen, test, _ = ROWS[clause].split("|")
    entries = load_regulation()
    ids = {
        entry.id: entry
        for entry in (
            *entries.rights, *entries.duties, *entries.limits, *entries.obligations, *entries.situations
        )
    }  # fmt: skip
    files = re.findall(r"`([\w/]+\.py)`", where)
    named = re.findall(r"\b(?:R|DU|L|O|S)-\d\d\b", where)
    excused = "nothing to enforce" in where or "absent in the source" in ROWS[clause]
    assert files or named or excused, where
    assert all((ROOT / file if file.startswith("server/") else PACKAGE / file).is_file() for file in files)
    assert excused or screen.strip() != "–"
    for id in named:
        assert clause in ("4.4", "4.5", "Art.8(1)", "Art.10(4)") or clause in ids[id].clauses, (clause, id)
    for file in re.findall(r"`(test_\w+\.py)`", test):
        assert list((ROOT / "tests").rglob(file)), file
    assert excused or "`test_" in test


def test_every_entry_and_rule_stands_in_the_rows_of_its_clauses() -> None:
    book = load_regulation()
    for entry in (*book.rights, *book.duties, *book.limits):
        for clause in entry.clauses:
            assert entry.id in ROWS[clause], (entry.id, clause)
    for rule in RULES:
        assert "rules/" in ROWS[rule.citation[0]], rule.code
    for path in (PACKAGE / "rules").glob("*_[0-9]_*.py"):
        assert f"rules/{path.name}" in TEXT


def test_the_glossary_stands_alone_and_lists_its_doubts() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    for word in ("кайтарып алуу°", "күбөлүк", "ыйгарым укуктардын мөөнөтү", "For a native-speaking lawyer"):
        assert word in glossary
    assert catalogue()["ky"]["word.paper.commission"] in glossary
    for phrase in ("ЖАРАКТУУ", "ЖАРАКСЫЗ", "ЫРАСТОО МҮМКҮН ЭМЕС", "БШКнын КҮБӨЛҮГҮ ЭМЕС"):
        assert phrase in glossary
