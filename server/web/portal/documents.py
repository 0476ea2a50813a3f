"""Copies of one person's documents: send, see what was kept, replace, remove; in parts, or by a plain form."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from server.accreditation.errors import CodedError
from server.accreditation.machines import NominationState
from server.usecases.documents import IDENTITY, MOST_COPIES, remove_copy
from server.usecases.errors import Forbidden, NotFound
from server.usecases.queries_of_applications import NominationFilter
from server.usecases.views_of_applications import NominationPage
from server.web.acting import do, ports
from server.web.copies import copy_answer, own_nomination, take_whole_file
from server.web.errors import problem_of
from server.web.forms import ONCE_FIELD
from server.web.one_click import one_click
from server.web.pages import go, page
from server.web.session import representatives

_EDITABLE = (NominationState.DRAFT, NominationState.RETURNED)


@representatives
def documents(nomination_id: str) -> Response:
    """Show one person's copies, and take more while the papers are open."""
    return _page(own_nomination(nomination_id))


@representatives
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


@representatives
@one_click
def remove_document(document_id: str, once: str) -> Response:
    """Remove a copy."""
    gone = do(remove_copy, once=once, document_id=document_id).result
    return go("documents", note="copy_removed", nomination_id=gone["nomination_id"])


@representatives
def document_copy(document_id: str) -> Response:
    """Give one of the organisation's own copies."""
    return copy_answer(document_id)


def _page(shown: NominationPage, *, error: CodedError | None = None) -> Response:
    row = shown.row
    return page(
        "documents.html", status=problem_of(error).status if error else 200, section="home", shown=shown,
        editable=row.state in _EDITABLE, error=error, most=MOST_COPIES,
        application_address=url_for("portal.application", application_id=row.application_id),
        add_address=url_for("portal.add_document", nomination_id=row.id), next_person=_next_without_copy(shown),
        retention_days=ports().queries.rule_pack(row.election_id).parameters.retention_days,
    )  # fmt: skip


def _next_without_copy(shown: NominationPage) -> str | None:
    """Return the next person of the list, if any, whose identity document's copy is still missing."""
    row = shown.row
    there = ports().queries.copies_of_application(row.application_id)
    states = tuple(state.value for state in _EDITABLE)
    people = ports().queries.nominations(
        NominationFilter(application_id=row.application_id, states=states, oldest_first=True), limit=500
    )
    without = [each for each in people.rows if not any(c.kind == IDENTITY for c in there.get(each.id, ()))]
    others = [each for each in without if each.id != row.id]
    later = [each for each in others if each.position > row.position]
    return next((each.id for each in (*later, *others)), None)


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of copies."""
    person = "/nominations/<nomination_id>/documents"
    blueprint.add_url_rule(person, "documents", documents)
    blueprint.add_url_rule(person, "add_document", add_document, methods=["POST"])
    blueprint.add_url_rule("/documents/<document_id>", "document_copy", document_copy)
    blueprint.add_url_rule("/documents/<document_id>/remove", "remove_document", remove_document, methods=["POST"])
