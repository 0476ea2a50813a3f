"""Reading a list of representatives: XLSX or CSV bytes into rows of text cells, with everything odd named."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from server.accreditation.errors import CodedError
from server.adapters.lists.columns import COLUMNS, DATES, OWN_COLUMNS, ListColumn, by_header, header_key
from server.adapters.lists.template import csv_template, xlsx_template
from server.usecases.list_rows import ListRow, RowError

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
_HEADER_WITHIN = 20
_CELL_LIMIT = 400
_SHOWN = 80
_TIMEOUT_SECONDS = 30
_WORKER = Path(__file__).with_name("sheet_worker.py")
_NUMBERING = frozenset({"", "no", "n", "номер", "п п", "no п п", "номери"})
_MOST_EXACT = 10**15
_ZIP = b"PK\x03\x04"
_WORKBOOKS = (".xlsx", ".xlsm", ".ods")
# Pictures, PDF, the old binary XLS and DOC, RTF, other archives: files whose name may say anything.
_FOREIGN = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"Rar!", b"7z\xbc\xaf",
    b"\x1f\x8b", b"RIFF", b"MZ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as read: cells are text, number, {"date": iso} or None; merged ranges from zero, ends included."""

    rows: Sequence[Sequence[Any]]
    merged: Sequence[Sequence[int]] = ()


class ObserverLists:
    """The port `lists`: reads and writes lists of representatives."""

    def read(self, content: bytes, *, name: str, own: bool = False) -> list[ListRow]:
        """Return the rows below the header row; what a row's cells can't mean stands in its `errors`.

        Raises: CodedError `list_empty`, `list_too_large`, `list_too_many_rows`, `list_unreadable`,
            `list_encoding`, `list_not_a_list`, `list_header_missing`, `list_columns_missing`, `list_column_twice`,
            `list_column_unknown`.
        """
        if not content:
            raise CodedError("list_empty")
        if len(content) > MOST_BYTES:
            raise CodedError("list_too_large", limit_megabytes=MOST_BYTES // 1024**2)
        zipped = content.startswith(_ZIP)
        named = name.lower().endswith(_WORKBOOKS)
        if content.startswith(_FOREIGN) or (zipped and not _is_workbook(content)) or (named and not zipped):
            raise CodedError("list_not_a_list")
        sheet = _workbook(content) if zipped else _text(content)
        at, fields = _header(sheet, OWN_COLUMNS if own else COLUMNS)
        rows = [
            _row(number, cells, fields, merged=_merged_columns(sheet, number))
            for number, cells in enumerate(sheet.rows[at + 1 :], start=at + 2)
            if any(_is_filled(cell) for cell in cells)
        ]
        if not rows:
            raise CodedError("list_empty")
        if len(rows) > MOST_ROWS:
            raise CodedError("list_too_many_rows", rows=len(rows), limit=MOST_ROWS)
        return rows

    def template(self, kind: str, *, lang: str, own: bool = False) -> bytes:
        """Return an empty list with headers in "ky", "ru" or "en"; kind is "xlsx" or "csv"."""
        columns = OWN_COLUMNS if own else COLUMNS
        return xlsx_template(lang, columns) if kind == "xlsx" else csv_template(lang, columns)


def _workbook(content: bytes) -> Sheet:
    """Read the first sheet in a worker process with limits on memory and time."""
    command = [sys.executable, "-I", str(_WORKER), str(MOST_ROWS + _HEADER_WITHIN)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_TIMEOUT_SECONDS, check=True)
        read = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise CodedError("list_unreadable") from error
    if "rows" not in read:
        raise CodedError("list_too_many_rows", rows=read["height"], limit=MOST_ROWS)
    return Sheet(read["rows"], read["merged"])


def _is_workbook(content: bytes) -> bool:
    """Tell whether a ZIP holds a workbook (XLSX or ODS) and not a document of another kind."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:64] if "mimetype" in names else b""
    except (BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return True  # broken, encrypted (RuntimeError) or packed otherwise (NotImplementedError): the worker says so
    return "xl/workbook.xml" in names or "xl/workbook.bin" in names or kind.endswith(b"opendocument.spreadsheet")


def _text(content: bytes) -> Sheet:
    """Read comma, semicolon or tab separated values in UTF-8, or UTF-16 with its mark."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise CodedError("list_encoding") from error
    if "\0" in text:
        raise CodedError("list_not_a_list")
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(row)
            if len(rows) > MOST_ROWS + _HEADER_WITHIN:
                raise CodedError("list_too_many_rows", rows=len(rows), limit=MOST_ROWS)
    except csv.Error as error:
        raise CodedError("list_unreadable") from error
    return Sheet(rows)


def _header(sheet: Sheet, columns: Sequence[ListColumn]) -> tuple[int, dict[int, str]]:
    """Return the header's row from zero and the field of each column."""
    known = by_header(columns)
    for at, cells in enumerate(sheet.rows[:_HEADER_WITHIN]):
        keys = [header_key(cell) if isinstance(cell, str) else "" for cell in cells]
        if sum(key in known for key in keys) < 2:
            continue
        unknown = [cells[n] for n, key in enumerate(keys) if key not in known and key not in _NUMBERING]
        if unknown:
            raise CodedError("list_column_unknown", columns=_said(unknown), row=at + 1)
        fields = {n: known[key] for n, key in enumerate(keys) if key in known}
        _check_columns(list(fields.values()), columns)
        return at, fields
    raise CodedError("list_header_missing", rows=_HEADER_WITHIN)


def _check_columns(fields: Sequence[str], columns: Sequence[ListColumn]) -> None:
    twice = sorted({field for field in fields if fields.count(field) > 1})
    if twice:
        raise CodedError("list_column_twice", columns=_said(twice))
    missing = [column.field for column in columns if column.required and column.field not in fields]
    if missing:
        raise CodedError("list_columns_missing", columns=_said(missing))


def _said(names: Sequence[object]) -> str:
    return ", ".join(str(name)[:_SHOWN] for name in names[:20])


def _row(number: int, cells: Sequence[Any], fields: dict[int, str], *, merged: Sequence[tuple[int, int]]) -> ListRow:
    texts: dict[str, str] = {}
    errors: list[RowError] = []
    for place, field in fields.items():
        cell = cells[place] if place < len(cells) else None
        text, code = _cell(cell, is_date=field in DATES)
        if merged and any(first <= place <= last for first, last in merged):
            code = "cell_merged"
        if code:
            facts = {"value": text[:_SHOWN], "limit": _CELL_LIMIT}
            errors.append(RowError(number, field, text[:_SHOWN], code, None, facts))
        texts[field] = text[:_CELL_LIMIT]
    return ListRow(number, texts, tuple(errors))


def _cell(cell: Any, *, is_date: bool) -> tuple[str, str | None]:
    """Return a cell as text, and the code of what is wrong with it."""
    if isinstance(cell, str):
        text = cell.strip()
        if len(text) > _CELL_LIMIT:
            return text, "text_too_long"
        return text, "cell_error" if text in _CELL_ERRORS else None
    if cell is None:
        return "", None
    if isinstance(cell, dict):
        return str(cell["date"]), None if is_date else "date_in_text_cell"
    whole = int(cell) if abs(cell) < _MOST_EXACT and cell == int(cell) else None
    text = str(cell if whole is None else whole)
    return text, "number_in_date_cell" if is_date else None if whole is not None else "number_not_exact"


_CELL_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


def _is_filled(cell: Any) -> bool:
    return cell is not None and cell != "" and str(cell).strip() != ""


def _merged_columns(sheet: Sheet, number: int) -> list[tuple[int, int]]:
    """Return the column ranges that merged cells cover in a sheet row counted from one."""
    return [(left, right) for top, left, bottom, right in sheet.merged if top <= number - 1 <= bottom]
