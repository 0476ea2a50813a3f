"""Lists on their way from a file to a verb: read, kept in the page between check and apply, corrected in place.

Nothing personal is stored before a person confirms.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from flask import Response, request

from server.usecases.import_annex import read_day
from server.usecases.list_rows import ListRow, RowError
from server.web.acting import ports
from server.web.errors import ProblemError
from server.web.i18n import current_language

COLUMNS: Final = (
    "surname_latin", "given_latin", "patronymic_latin", "surname_cyrillic", "given_cyrillic",
    "patronymic_cyrillic", "cyrillic_language", "citizenships", "document_country", "document_number",
    "document_expires_on", "birth_date", "organisation", "category",
)  # fmt: skip
_MOST_UNPACKED_BYTES: Final = 16 * 1024 * 1024
MOST_SHOWN: Final = 200
_MEDIA: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def dates_of(row: ListRow) -> dict[str, date | None]:
    """Return the dates of a right row as they were read, so that a person can see what was understood."""
    return {name: read_day(row.cells.get(name, "")) for name in ("birth_date", "document_expires_on")}


def posted_rows(*, own: bool = False) -> list[ListRow] | None:
    """Return the rows of the uploaded file, or those kept in the page with its corrected cells; None without.

    Args:
        own: the list of one organisation's own people.

    Raises: CodedError of the reader; ProblemError `bad_request` for a kept list that was tampered with.
    """
    file = request.files.get("list")
    if file is not None and file.filename:
        return list(ports().lists.read(file.read(), name=file.filename[:200], own=own))
    if "rows" not in request.form:
        return None
    left_out = {text for text in request.form.getlist("leave") if text.isascii() and text.isdigit()}
    return [_corrected(row) for row in unpack(request.form["rows"]) if str(row.row) not in left_out]


def _corrected(row: ListRow) -> ListRow:
    cells, changed = dict(row.cells), set()
    for column in COLUMNS:
        typed = request.form.get(f"cell-{row.row}-{column}")
        if typed is not None and typed.strip() != cells.get(column, ""):
            cells[column] = typed.replace("\0", "").strip()[:400]
            changed.add(column)
    return ListRow(row.row, cells, tuple(error for error in row.errors if error.column not in changed))


def pack(rows: Sequence[ListRow]) -> str:
    """Return rows as text for a hidden field, so that nothing is lost and nothing is stored."""
    kept = [[row.row, row.cells, [[e.column, e.value, e.code, dict(e.facts)] for e in row.errors]] for row in rows]
    plain = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(plain.encode(), 6)).decode()


def unpack(text: str) -> list[ListRow]:
    """Return the rows of `pack`; they are checked anew by the verb.

    Raises: ProblemError `bad_request` for anything `pack` didn't make.
    """
    try:
        stream = zlib.decompressobj()
        plain = stream.decompress(base64.b64decode(text, validate=True), _MOST_UNPACKED_BYTES)
        if not stream.eof:
            raise ProblemError("bad_request")
        return [_unpacked(int(row), dict(cells), errors) for row, cells, errors in json.loads(plain)]
    except (binascii.Error, zlib.error, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise ProblemError("bad_request") from error


def _unpacked(row: int, cells: dict[str, str], errors: Sequence[Sequence[Any]]) -> ListRow:
    texts = {str(column): str(cell) for column, cell in cells.items() if column in COLUMNS}
    read = tuple(
        RowError(row, str(column), str(value), str(code), None, {str(k): str(v) for k, v in dict(facts).items()})
        for column, value, code, facts in errors
    )
    return ListRow(row, texts, read)


def template_file(kind: str, *, own: bool = False) -> Response:
    """Give an empty list with the column names in the reader's language.

    Raises: ProblemError `not_found` for another kind than "xlsx" and "csv".
    """
    if kind not in _MEDIA:
        raise ProblemError("not_found")
    content = ports().lists.template(kind, lang=current_language(), own=own)
    response = Response(content, content_type=_MEDIA[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="observers.{kind}"'
    return response
