"""Copies of documents at the desks: reading, adding to papers the Ministry received, the private log of readings."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from server.accreditation.errors import CodedError
from server.accreditation.machines import NominationState
from server.usecases.documents import MOST_COPIES, remove_copy
from server.usecases.errors import Forbidden, NotFound
from server.usecases.views_of_applications import NominationPage
from server.web.acting import do, ports
from server.web.console.pages import go, page
from server.web.copies import copy_answer, own_nomination, take_whole_file
from server.web.errors import problem_of
from server.web.forms import ONCE_FIELD
from server.web.one_click import one_click
from server.web.session import officers

_EDITABLE = (NominationState.DRAFT, NominationState.FILED_MFA, NominationState.MFA_REVIEW)


@officers("registrar", "lawyer", "mfa")
def document_copy(document_id: str) -> Response:
    """Give a copy, or with ``?page=N`` one page of it; ``?purpose=`` says what for. Each reading is logged."""
    return copy_answer(document_id)


@officers("auditor")
def document_log() -> Response:
    """Show who read which copy, or what was deleted, the newest first."""
    queries, after = ports().queries, request.args.get("after")
    deletions = request.args.get("show") == "deletions"
    readings = queries.document_accesses(
        reader_id=request.args.get("reader") or None, after=None if deletions else after
    )
    gone = queries.document_deletions(after=after if deletions else None)
    return page(
        "document_log.html", section="document_log", deletions=deletions, found=gone if deletions else readings
    )


@officers("mfa")
def documents(nomination_id: str) -> Response:
    """Show one person's copies, and take more while the papers are at the Ministry."""
    return _page(own_nomination(nomination_id))


@officers("mfa")
def add_document(nomination_id: str) -> Response:
    """Take a file sent whole by the form; a refusal shows the page again."""
    shown = own_nomination(nomination_id)
    try:
        kept = take_whole_file(nomination_id, once=request.form.get(ONCE_FIELD, "")[:64] or None)
    except (NotFound, Forbidden):
        raise
    except CodedError as error:
        return _page(shown, error=error)
    return go("documents", note="copy_kept", nomination_id=nomination_id, _anchor=f"copy-{kept['id']}")


@officers("mfa")
@one_click
def remove_document(document_id: str, once: str) -> Response:
    """Remove a copy."""
    gone = do(remove_copy, once=once, document_id=document_id).result
    return go("documents", note="copy_removed", nomination_id=gone["nomination_id"])


def _page(shown: NominationPage, *, error: CodedError | None = None) -> Response:
    row = shown.row
    return page(
        "documents.html", status=problem_of(error).status if error else 200, section="mfa", shown=shown,
        editable=row.state in _EDITABLE, error=error, most=MOST_COPIES,
        add_address=url_for("console.add_document", nomination_id=row.id),
    )  # fmt: skip


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of copies."""
    person = "/mfa/people/<nomination_id>/documents"
    blueprint.add_url_rule("/documents/log", "document_log", document_log)
    blueprint.add_url_rule("/documents/<document_id>", "document_copy", document_copy)
    blueprint.add_url_rule(
        "/mfa/documents/<document_id>/remove", "remove_document", remove_document, methods=["POST"]
    )
    blueprint.add_url_rule(person, "documents", documents)
    blueprint.add_url_rule(person, "add_document", add_document, methods=["POST"])
