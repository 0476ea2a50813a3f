"""The list from a file: template, preview with errors by row and column, mending in place, the right rows first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import Blueprint, Response, request

from server.accreditation.errors import CodedError
from server.accreditation.person import CYRILLIC_LANGUAGES
from server.usecases.errors import Forbidden, NotFound
from server.usecases.import_nominations import import_nominations, preview_nominations, propose_cyrillic
from server.usecases.list_rows import ListRow, RowError
from server.usecases.views_of_applications import ApplicationRow
from server.web.acting import do, ports
from server.web.errors import problem_of
from server.web.forms import ONCE_FIELD
from server.web.kept_forms import REVIEW_FIELD
from server.web.kept_lists import COLUMNS, MOST_SHOWN, dates_of, pack, posted_rows, template_file
from server.web.pages import go, page
from server.web.portal.applications import surroundings
from server.web.portal.owning import own_application
from server.web.session import current_session, representatives

CYRILLIC: Final = ("surname_cyrillic", "given_cyrillic", "patronymic_cyrillic")
OWN_COLUMNS: Final = tuple(column for column in COLUMNS if column not in ("organisation", "category"))


@representatives
def import_list(application_id: str) -> Response:
    """Take a list, show what it would do, add the right rows, keep the wrong ones to be mended."""
    row = own_application(application_id)
    if request.method != "POST":
        return _upload_page(row)
    try:
        rows = posted_rows(own=True)
        if rows is None and REVIEW_FIELD in request.form:
            return _upload_page(row)
        if rows is None:
            raise CodedError("list_missing")
        if request.form.get("step") in ("apply", "apply_right") and REVIEW_FIELD not in request.form:
            return _applied(row, rows)
        return _preview_page(row, rows)
    except (NotFound, Forbidden):
        raise
    except CodedError as error:
        return _upload_page(row, error=error)


def _applied(row: ApplicationRow, rows: Sequence[ListRow]) -> Response:
    """Add the right rows as they were shown, proposals too; go on to the wrong ones, if any are left."""
    done = do(
        import_nominations, once=request.form.get(ONCE_FIELD, "")[:64], application_id=row.id, rows=rows,
        skip_wrong=request.form["step"] == "apply_right",
    ).result  # fmt: skip
    left = [each for each in rows if each.row in set(done["wrong"])]
    if left:
        return _preview_page(row, left, added=done["added"])
    return go("application", note="list_imported", facts=done, application_id=row.id)


def _preview_page(row: ApplicationRow, rows: Sequence[ListRow], *, added: int | None = None) -> Response:
    filled = _proposed(rows)
    with ports().unit_of_work() as uow:
        preview = preview_nominations(
            uow=uow, clock=ports().clock, actor=current_session().actor, application_id=row.id, rows=filled
        )
    by_row = _by_row(preview.errors)
    rows = [_kept(read, proposed, by_row.get(read.row, [])) for read, proposed in zip(rows, filled, strict=True)]
    wrong = [each for each in rows if each.row in by_row][:MOST_SHOWN]
    right = [(each, dates_of(each)) for each in rows if each.row not in by_row][:MOST_SHOWN]
    return page(
        "import_preview.html", status=422 if preview.errors else 200, section="home", preview=preview, wrong=wrong,
        right=right, by_row=by_row, notes=_by_row(preview.notes), columns=OWN_COLUMNS, total=len(rows), added=added,
        propose=_asked_language(), cyrillic=CYRILLIC, packed=pack(rows), **surroundings(row),
    )  # fmt: skip


def _upload_page(row: ApplicationRow, *, error: CodedError | None = None) -> Response:
    status = problem_of(error).status if error else 200
    return page("import.html", status=status, section="home", error=error, propose=_asked_language(),
                **surroundings(row))  # fmt: skip


def _by_row(found: Sequence[RowError]) -> dict[int, list[RowError]]:
    by_row: dict[int, list[RowError]] = {}
    for each in found:
        by_row.setdefault(each.row, []).append(each)
    return by_row


def _proposed(rows: Sequence[ListRow]) -> list[ListRow]:
    """Return the rows with proposals where a Cyrillic name was neither written nor taken out by hand."""
    asked = _asked_language()
    by_hand = {row.row for row in rows if any(f"cell-{row.row}-{name}" in request.form for name in CYRILLIC)}
    return [row if row.row in by_hand else propose_cyrillic(row, language=asked) for row in rows]


def _kept(read: ListRow, proposed: ListRow, wrong: Sequence[RowError]) -> ListRow:
    """Return a row as the page keeps it: no proposal from names that may still be mended."""
    return proposed if not wrong or any(each.column in CYRILLIC for each in wrong) else read


def _asked_language() -> str:
    asked = request.form.get("propose", "")
    return asked if asked in CYRILLIC_LANGUAGES else ""


@representatives
def list_template(kind: str) -> Response:
    """Give an empty list, without the columns that an organisation's own list doesn't need."""
    return template_file(kind, own=True)


def add_routes(blueprint: Blueprint) -> None:
    """Add import and templates."""
    path = "/applications/<application_id>/import"
    blueprint.add_url_rule(path, "import_list", import_list, methods=["GET", "POST"])
    blueprint.add_url_rule("/lists/observers.<kind>", "list_template", list_template)
