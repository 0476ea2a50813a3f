"""Importing a list: what is wrong by row and column, all or nothing, and again without doubles."""

from __future__ import annotations

from typing import Any

import pytest

from server.usecases.import_annex import ImportPreview, ImportRefused, apply_import, preview_import, read_day
from server.usecases.list_rows import ListRow, RowError
from tests.office import REGISTRAR, Office

GOOD = {
    "surname_latin": "Ostrander",
    "given_latin": "Wilma",
    "surname_cyrillic": "Острандер",
    "cyrillic_language": "ru",
    "citizenships": "nld, DEU",
    "document_country": "NLD",
    "document_number": "X 000-0001",
    "organisation": "lowland  election WATCH",
    "birth_date": "29.02.1980",
}


def row(number: int = 2, **changes: str) -> ListRow:
    return ListRow(number, GOOD | {"document_number": f"X{number:07d}"} | changes)


def preview(office: Office, decree: str, *rows: ListRow) -> ImportPreview:
    with office.ports.unit_of_work() as uow:
        return preview_import(uow=uow, clock=office.clock, actor=REGISTRAR, decree_id=decree, rows=rows)


def applied(office: Office, decree: str, *rows: ListRow) -> Any:
    return office.do(apply_import, by=REGISTRAR, decree_id=decree, rows=rows)


@pytest.fixture
def decree(office: Office) -> str:
    return office.drafted(0)


def test_rows_are_read_as_the_law_spells_them(office: Office, decree: str) -> None:
    assert applied(office, decree, row()) == {"added": 1, "known": 0}
    (line,) = office.ports.queries.annex(decree).rows
    assert (line.citizenships, line.document_number) == (("NLD", "DEU"), "X0000002")
    assert (line.name_cyrillic, str(line.birth_date)) == ("Острандер", "1980-02-29")
    assert line.organisation == "Lowland Election Watch"


def test_a_repeated_import_adds_nothing(office: Office, decree: str) -> None:
    rows = [row(2), row(3), row(4)]
    assert applied(office, decree, *rows[:2]) == {"added": 2, "known": 0}
    assert applied(office, decree, *rows) == {"added": 1, "known": 2}
    assert applied(office, decree, *rows) == {"added": 0, "known": 3}
    assert [line.position for line in office.ports.queries.annex(decree).rows] == [1, 2, 3]


@pytest.mark.parametrize(
    ("changes", "column", "code", "clause"),
    [
        ({"surname_latin": "Оstrander"}, "surname_latin", "name_wrong_script", None),
        ({"surname_latin": ""}, "surname_latin", "text_missing", None),
        ({"surname_latin": "A\u202eb"}, "surname_latin", "text_forbidden_character", None),
        ({"citizenships": "NLD KGZ"}, "citizenships", "citizen_of_kyrgyz_republic", "1.4"),
        ({"citizenships": ""}, "citizenships", "citizenship_missing", "1.4"),
        ({"document_country": "Holland"}, "document_country", "country_unknown", None),
        ({"document_number": ""}, "document_number", "document_number_missing", "3.1"),
        ({"organisation": "Unknown Watch"}, "organisation", "organisation_unknown", None),
        ({"birth_date": "02/30/1980"}, "birth_date", "date_unreadable", None),
        ({"birth_date": "31.02.1980"}, "birth_date", "date_unreadable", None),
        ({"birth_date": "2030-01-01"}, "birth_date", "date_out_of_range", None),
        ({"document_expires_on": "2020-01-01"}, "document_expires_on", "document_expired", None),
        ({"category": "interpreter"}, "category", "category_unknown", None),
        ({"cyrillic_language": "eng"}, "cyrillic_language", "cyrillic_language_invalid", None),
    ],
)
def test_errors_name_row_column_and_rule(
    office: Office, decree: str, changes: dict[str, str], column: str, code: str, clause: str | None
) -> None:
    seen = preview(office, decree, row(2), row(7, **changes))
    assert [(each.row, each.column, each.code, each.clause) for each in seen.errors] == [(7, column, code, clause)]
    assert seen.errors[0].value == changes[column][:80]
    with pytest.raises(ImportRefused) as caught:
        applied(office, decree, row(2), row(7, **changes))
    assert caught.value.code == "import_refused" and caught.value.rows == seen.errors
    assert office.ports.queries.annex(decree).rows == ()


def test_cyrillic_look_alikes_in_a_passport_number_are_the_same_passport(office: Office, decree: str) -> None:
    applied(office, decree, row(2, document_number="AC1234567"))
    seen = preview(office, decree, row(3, document_number="АС 1234567", given_latin="Willemina"))
    assert [(each.column, each.code) for each in seen.errors] == [("document_number", "already_in_annex")]
    assert preview(office, decree, row(4, document_number="АС 1234567")).known == 1


def test_a_person_twice_in_a_list_or_accredited_already(office: Office, decree: str) -> None:
    same = row(9, document_number="X0000002")
    seen = preview(office, decree, row(2), same)
    assert [(each.row, each.code, each.facts["first_row"]) for each in seen.errors] == [(9, "row_repeated", 2)]
    applied(office, decree, row(2))
    office.sign(decree)
    seen = preview(office, office.drafted(0), row(2))
    assert [each.code for each in seen.errors] == ["already_accredited"]


def test_what_the_reader_refused_stays_refused(office: Office, decree: str) -> None:
    merged = RowError(2, "organisation", "", "cell_merged")
    broken = ListRow(2, row(2).cells | {"organisation": ""}, (merged,))
    assert preview(office, decree, broken).errors == (merged,)


def test_a_preview_keeps_nothing(office: Office, decree: str) -> None:
    before = office.ports.queries.acts(limit=1).rows[0].n
    assert len(preview(office, decree, row(2)).lines) == 1
    assert office.ports.queries.acts(limit=1).rows[0].n == before
    assert office.ports.queries.annex(decree).rows == ()


@pytest.mark.parametrize("text", ["1980-2-29", "29.2.80", "Feb 29 1980", "29280", "1980-02-29T00:00", "0000-00-00"])
def test_a_date_is_never_guessed(text: str) -> None:
    with pytest.raises(ValueError):
        read_day(text)
