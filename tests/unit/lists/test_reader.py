"""Lists as organisations send them: merged cells, numbers, date systems, hostile files."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter

from server.accreditation.errors import CodedError
from server.adapters.lists.columns import COLUMNS
from server.adapters.lists.reader import MOST_BYTES, MOST_ROWS, ObserverLists
from server.usecases.list_rows import ListRow

FIELDS = [
    "surname_latin",
    "given_latin",
    "citizenships",
    "document_country",
    "document_number",
    "organisation",
]
GOOD = ["Ostrander", "Wilma", "NLD", "NLD", "X0000001", "Lowland Election Watch"]


def workbook(
    rows: Sequence[Sequence[Any]], *, fill: Callable[[Any, Any], None] | None = None, **options: Any
) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, (date, datetime)):
                    sheet.write_datetime(at, place, cell, day)
                elif cell is not None:
                    sheet.write(at, place, cell)
        if fill:
            fill(book, sheet)
    return out.getvalue()


def text_list(rows: Sequence[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def read(content: bytes) -> list[ListRow]:
    return ObserverLists().read(content, name="list")


def refusal(content: bytes) -> CodedError:
    with pytest.raises(CodedError) as caught:
        read(content)
    return caught.value


def test_rows_carry_their_number_in_the_sheet() -> None:
    rows = read(workbook([["List of observers"], [], FIELDS, GOOD, [], GOOD]))
    assert [row.row for row in rows] == [4, 6]
    assert rows[0].cells == dict(zip(FIELDS, GOOD, strict=True)) and rows[0].errors == ()


@pytest.mark.parametrize("lang", ["ky", "ru", "en"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_filled_template_is_read_whatever_its_language(lang: str, kind: str) -> None:
    template = ObserverLists().template(kind, lang=lang)
    assert refusal(template).code == "list_empty"
    headers = [column.header(lang) for column in COLUMNS]
    examples = [column.example for column in COLUMNS]
    filled = workbook([headers, examples]) if kind == "xlsx" else template + text_list([examples])
    (row,) = read(filled)
    assert row.cells == {column.field: column.example for column in COLUMNS} and row.errors == ()


@pytest.mark.parametrize("system_1904", [False, True])
@pytest.mark.parametrize("day", [date(1980, 2, 29), date(1904, 1, 2), date(1970, 1, 1), date(2031, 12, 31)])
def test_dates_are_the_days_that_the_sheet_shows(system_1904: bool, day: date) -> None:
    rows = [[*FIELDS, "birth_date"], [*GOOD, day]]
    (row,) = read(workbook(rows, date_1904=system_1904))
    assert row.cells["birth_date"] == day.isoformat() and row.errors == ()


def test_a_bare_number_is_no_date_and_a_date_is_no_number() -> None:
    columns = [*FIELDS, "birth_date"]
    (row,) = read(workbook([columns, [*GOOD, 29280]]))
    assert [(each.column, each.code) for each in row.errors] == [("birth_date", "number_in_date_cell")]
    (row,) = read(workbook([FIELDS, [*GOOD[:4], date(1980, 1, 1), GOOD[5]]]))
    assert [(each.column, each.code) for each in row.errors] == [("document_number", "date_in_text_cell")]
    noon = datetime(1980, 1, 1, 13, 30)  # noqa: DTZ001 - a cell has no zone
    (row,) = read(workbook([columns, [*GOOD, noon]]))
    assert row.cells["birth_date"] == "1980-01-01 13:30:00"  # the verb refuses it: date_unreadable


def test_numbers_in_text_columns_stay_whole() -> None:
    (row,) = read(workbook([FIELDS, [*GOOD[:4], 71234567, GOOD[5]]]))
    assert row.cells["document_number"] == "71234567" and row.errors == ()
    (row,) = read(workbook([FIELDS, [*GOOD[:4], 12345678901234567890, GOOD[5]]]))
    assert [each.code for each in row.errors] == ["number_not_exact"]


def test_merged_cells_are_named() -> None:
    content = workbook([FIELDS, GOOD, GOOD], fill=lambda book, sheet: sheet.merge_range(1, 5, 2, 5, "Watch"))
    assert [(each.row, each.column, each.code) for row in read(content) for each in row.errors] == [
        (2, "organisation", "cell_merged"),
        (3, "organisation", "cell_merged"),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separated_values(delimiter: str, encoding: str) -> None:
    rows = read(text_list([FIELDS, [*GOOD[:5], 'Watch, "West"; East']], delimiter=delimiter, encoding=encoding))
    assert rows[0].cells["organisation"] == 'Watch, "West"; East' and rows[0].row == 2


def test_headers_missing_twice_or_unknown() -> None:
    assert refusal(workbook([["a", "b"], ["c", "d"]])).code == "list_header_missing"
    missing = refusal(workbook([FIELDS[:4], GOOD[:4]]))
    assert (missing.code, missing.facts["columns"]) == (
        "list_columns_missing",
        "document_number, organisation",
    )
    assert refusal(workbook([[*FIELDS, "Фамилия (латиницей)"], GOOD])).code == "list_column_twice"
    unknown = refusal(workbook([["№", *FIELDS, "Hotel"], ["1", *GOOD, "Plaza"]]))
    assert (unknown.code, unknown.facts["columns"]) == ("list_column_unknown", "Hotel")
    assert len(read(workbook([["№", *FIELDS], ["1", *GOOD]]))) == 1


def test_sizes_are_bounded() -> None:
    assert refusal(b"x" * (MOST_BYTES + 1)).code == "list_too_large"
    assert refusal(text_list([FIELDS, *[GOOD] * (MOST_ROWS + 1)])).code == "list_too_many_rows"
    assert refusal(b"").code == "list_empty"


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 not a zip",
        workbook([FIELDS, GOOD])[:-400],
        b'surname_latin,citizenships\n"unclosed',
        "Фамилия;Имя".encode("cp1251"),
        b"\xff\xfe\x00",
        b"<html><table><tr><td>surname_latin</td></tr></table></html>",
    ],
)
def test_hostile_and_foreign_files_get_a_clear_answer(content: bytes) -> None:
    assert refusal(content).code in ("list_unreadable", "list_encoding", "list_header_missing")


def a_zip(name: str, content: bytes = b"x") -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"%PDF-1.7", b"\xd0\xcf\x11\xe0 old format", b"a,b\0c\n",
        a_zip("word/document.xml"), a_zip("mimetype", b"application/vnd.oasis.opendocument.text"), a_zip("photo.jpg"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_is_called_so(content: bytes) -> None:
    assert refusal(content).code == "list_not_a_list"


def test_a_text_named_as_a_workbook_is_called_no_workbook() -> None:
    with pytest.raises(CodedError) as caught:
        ObserverLists().read(b"Dear colleagues,\nhere is our list.\n", name="List.XLSX")
    assert caught.value.code == "list_not_a_list"
