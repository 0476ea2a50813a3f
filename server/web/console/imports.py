"""The annex from a list (XLSX, ODS or CSV): template, preview with errors by row and column, correction in place."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, request

from server.accreditation.errors import CodedError
from server.usecases.errors import Forbidden, NotFound
from server.usecases.import_annex import ImportPreview, ListRow, RowError, apply_import, preview_import, read_day
from server.web.acting import do, ports
from server.web.console.annex import closed_annex
from server.web.console.pages import go, page
from server.web.errors import ProblemError, problem_of
from server.web.forms import Form, blank_form, read_form
from server.web.i18n import current_language
from server.web.session import current_session, officers

COLUMNS: Final = (
    "surname_latin", "given_latin", "patronymic_latin", "surname_cyrillic", "given_cyrillic",
    "patronymic_cyrillic", "cyrillic_language", "citizenships", "document_country", "document_number",
    "document_expires_on", "birth_date", "organisation", "category",
)  # fmt: skip
_MOST_UNPACKED_BYTES: Final = 16 * 1024 * 1024
_MOST_SHOWN: Final = 200
_MEDIA: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@officers("registrar")
def import_list(decree_id: str) -> Response:
    """Take a list, show what it would do, and apply it once nothing is wrong."""
    decree = ports().queries.decree(decree_id).decree
    if request.method != "POST":
        if shut := closed_annex(decree):
            return shut
        return page("import.html", section="decrees", decree=decree, error=None)
    try:
        rows = posted_rows()
    except CodedError as error:
        return page("import.html", status=422, section="decrees", decree=decree, error=error)
    if rows is None:
        return page("import.html", status=422, section="decrees", decree=decree, error=CodedError("list_missing"))
    return _checked(decree_id, rows)


def _checked(decree_id: str, rows: Sequence[ListRow]) -> Response:
    decree = ports().queries.decree(decree_id).decree
    form, error = read_form("import", (), options={}), None
    with ports().unit_of_work() as uow:
        preview = preview_import(
            uow=uow, clock=ports().clock, actor=current_session().actor, decree_id=decree_id, rows=rows
        )
    if request.form.get("step") == "apply" and not preview.errors:
        try:
            done = do(apply_import, once=form.once, decree_id=decree_id, rows=rows)
            return go("decree", note="list_imported", facts=done.result, decree_id=decree_id)
        except (NotFound, Forbidden):
            raise
        except CodedError as refused:
            error = refused
    return _preview_page(decree, rows, preview=preview, form=form, error=error)


def _preview_page(
    decree: object, rows: Sequence[ListRow], *, preview: ImportPreview, form: Form, error: CodedError | None
) -> Response:
    by_row: dict[int, list[RowError]] = {}
    for each in preview.errors:
        by_row.setdefault(each.row, []).append(each)
    wrong = [row for row in rows if row.row in by_row][:_MOST_SHOWN]
    right = [(row, _dates(row)) for row in rows if row.row not in by_row][:_MOST_SHOWN]
    status = problem_of(error).status if error else 422 if preview.errors else 200
    return page(
        "import_preview.html", status=status, section="decrees", decree=decree, preview=preview, wrong=wrong,
        right=right, by_row=by_row, of_file=by_row.get(0, []), columns=COLUMNS, total=len(rows), form=form,
        packed=pack(rows), error=error, once=blank_form("import", (), initial={}, options={}).once,
    )  # fmt: skip


def _dates(row: ListRow) -> dict[str, date | None]:
    """Return the dates of a right row as they were read, so that a person can see what was understood."""
    return {name: read_day(row.cells.get(name, "")) for name in ("birth_date", "document_expires_on")}


def posted_rows() -> list[ListRow] | None:
    """Return the rows of the uploaded file, or those kept in the page with its corrected cells; None without.

    Raises: CodedError of the reader; ProblemError `bad_request` for a kept list that was tampered with.
    """
    file = request.files.get("list")
    if file is not None and file.filename:
        return list(ports().lists.read(file.read(), name=file.filename[:200]))
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


@officers("registrar")
def list_template(kind: str) -> Response:
    """Give an empty list with the column names in the reader's language and an example row."""
    if kind not in _MEDIA:
        raise ProblemError("not_found")
    content = ports().lists.template(kind, lang=current_language())
    response = Response(content, content_type=_MEDIA[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="observers.{kind}"'
    return response


def add_routes(blueprint: Blueprint) -> None:
    """Add import and templates."""
    blueprint.add_url_rule("/decrees/<decree_id>/import", "import_list", import_list, methods=["GET", "POST"])
    blueprint.add_url_rule("/lists/observers.<kind>", "list_template", list_template)
