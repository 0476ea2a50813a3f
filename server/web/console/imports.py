"""The annex from a list (XLSX, ODS or CSV): template, preview with errors by row and column, correction in place."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, request

from server.accreditation.errors import CodedError
from server.usecases.errors import Forbidden, NotFound
from server.usecases.import_annex import ImportPreview, ListRow, RowError, apply_import, preview_import
from server.web.acting import do, ports
from server.web.console.annex import closed_annex
from server.web.console.pages import go, page
from server.web.errors import problem_of
from server.web.forms import Form, blank_form, read_form
from server.web.kept_lists import COLUMNS, MOST_SHOWN, dates_of, pack, posted_rows, template_file
from server.web.session import current_session, officers


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
    wrong = [row for row in rows if row.row in by_row][:MOST_SHOWN]
    right = [(row, dates_of(row)) for row in rows if row.row not in by_row][:MOST_SHOWN]
    status = problem_of(error).status if error else 422 if preview.errors else 200
    return page(
        "import_preview.html", status=status, section="decrees", decree=decree, preview=preview, wrong=wrong,
        right=right, by_row=by_row, of_file=by_row.get(0, []), columns=COLUMNS, total=len(rows), form=form,
        packed=pack(rows), error=error, once=blank_form("import", (), initial={}, options={}).once,
    )  # fmt: skip


@officers("registrar")
def list_template(kind: str) -> Response:
    """Give an empty list with the column names in the reader's language and an example row."""
    return template_file(kind)


def add_routes(blueprint: Blueprint) -> None:
    """Add import and templates."""
    blueprint.add_url_rule("/decrees/<decree_id>/import", "import_list", import_list, methods=["GET", "POST"])
    blueprint.add_url_rule("/lists/observers.<kind>", "list_template", list_template)
