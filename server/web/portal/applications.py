"""An application: opened under an invitation, its list, its check page, filing, the receipt, withdrawal."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, request

from server.accreditation.application import Channel
from server.accreditation.errors import CodedError
from server.accreditation.person import is_citizen
from server.usecases.applications import (
    CONTACT_EMAIL_MAX,
    CONTACT_NAME_MAX,
    CONTACT_PHONE_MAX,
    Contact,
    discard_application,
    edit_application,
    open_application,
)
from server.usecases.errors import Forbidden, NotFound
from server.usecases.file_application import file_application
from server.usecases.queries_of_applications import NominationFilter
from server.usecases.views_of_applications import ApplicationRow, NominationRow
from server.web.acting import do, ports
from server.web.errors import problem_of
from server.web.fields import Field
from server.web.forms import ONCE_FIELD, Form, form_page
from server.web.kept_forms import REVIEW_FIELD
from server.web.one_click import one_click
from server.web.pages import go, page
from server.web.portal.owning import own_application, own_invitation
from server.web.session import representatives
from server.web.time_left import time_left

MOST_CHECKED: Final = 2_000
FIELDS: Final = (
    Field("channel", "radio", options=tuple(each.value for each in Channel)),
    Field("contact_name", limit=CONTACT_NAME_MAX),
    Field("contact_email", limit=CONTACT_EMAIL_MAX),
    Field("contact_phone", limit=CONTACT_PHONE_MAX, required=False),
)


@representatives
def new_application(invitation_id: str) -> Response:
    """Begin an application under an invitation."""
    row = own_invitation(invitation_id)

    def _act(form: Form) -> Response:
        made = do(open_application, once=form.once, invitation_id=row.id, **contact_of(form))
        return go("application", note="application_opened", application_id=made.result)

    channel = "mfa" if row.dispatcher == "mfa" else "cec"
    return form_page("application_form.html", "application", FIELDS, act=_act, initial={"channel": channel},
                     section="home", invitation=row, application=None)  # fmt: skip


@representatives
def change_application(application_id: str) -> Response:
    """Change channel and contact of a draft."""
    row = own_application(application_id)

    def _act(form: Form) -> Response:
        do(edit_application, once=form.once, application_id=row.id, **contact_of(form))
        return go("application", note="saved", application_id=row.id)

    initial = {each.name: getattr(row, each.name) for each in FIELDS}
    return form_page("application_form.html", "application", FIELDS, act=_act, initial=initial,
                     section="home", invitation=own_invitation(row.invitation_id), application=row)  # fmt: skip


def contact_of(form: Form) -> dict[str, Any]:
    """Return the verbs' arguments from the form's values."""
    values = form.values
    contact = Contact(values["contact_name"], values["contact_email"], values["contact_phone"])
    return {"channel": values["channel"], "contact": contact}


@representatives
def application(application_id: str) -> Response:
    """Show an application and its list."""
    row = own_application(application_id)
    people = ports().queries.nominations(
        NominationFilter(application_id=row.id, oldest_first=True), after=request.args.get("after"), limit=100
    )
    missing = missing_by_person(row, people.rows)
    return page("application.html", section="home", people=people, missing=missing, **surroundings(row))


def surroundings(row: ApplicationRow) -> dict[str, Any]:
    """Return what every page of an application shows around it."""
    election = ports().queries.election(row.election_id)
    return {
        "application": row,
        "election": election,
        "invitation": ports().queries.invitation(row.invitation_id),
        "left": time_left(election, now=ports().clock.now()),
        "drafts": row.states.get("draft", 0),
    }


def missing_by_person(row: ApplicationRow, people: tuple[NominationRow, ...]) -> dict[str, tuple[str, ...]]:
    """Return what the form still asks for each draft on the list; who lacks nothing isn't in it."""
    copies = ports().queries.copies_of_application(row.id)
    found = {}
    for each in people:
        copied = any(copy.kind == "identity_document" for copy in copies.get(each.id, ()))
        lacks = (("birth_date", each.birth_date is None), ("identity_copy", not copied))
        names = tuple(name for name, is_missing in lacks if is_missing)
        if names and each.state == "draft":
            found[each.id] = names
    return found


@representatives
def check_application(application_id: str) -> Response:
    """Show every answer before filing, and file."""
    row = own_application(application_id)
    error: CodedError | None = None
    if request.method == "POST" and REVIEW_FIELD not in request.form:
        try:
            done = do(
                file_application, once=request.form.get(ONCE_FIELD, "")[:64], application_id=row.id,
                only_complete=request.form.get("only_complete") == "1",
            )  # fmt: skip
            return go("receipt", note="application_filed", facts=done.result, application_id=row.id)
        except (NotFound, Forbidden):
            raise
        except CodedError as refused:
            error = refused
    drafts = ports().queries.nominations(
        NominationFilter(application_id=row.id, states=("draft",), oldest_first=True), limit=MOST_CHECKED
    )
    if error is None and row.number is not None and not drafts.rows:  # filed already: e.g. the browser's Back
        return go("receipt", application_id=row.id)
    missing = missing_by_person(row, drafts.rows)
    citizens = [each for each in drafts.rows if is_citizen(each.citizenships)]
    return page(
        "check.html", status=problem_of(error).status if error else 200, section="home", people=drafts.rows,
        missing=missing, citizens=citizens, error=error, **surroundings(row),
    )  # fmt: skip


@representatives
def receipt(application_id: str) -> Response:
    """Show the receipt of a filed application, made for printing.

    Raises: NotFound for a draft.
    """
    row = own_application(application_id)
    if row.number is None:
        raise NotFound("receipt", application_id[:64])
    people = ports().queries.nominations(
        NominationFilter(application_id=row.id, oldest_first=True), limit=MOST_CHECKED
    )
    filed = [each for each in people.rows if each.state != "draft"]
    return page("receipt.html", section="home", people=filed, **surroundings(row))


@representatives
@one_click
def discard(application_id: str, once: str) -> Response:
    """Delete a draft with everyone on it."""
    do(discard_application, once=once, application_id=application_id)
    return go("home", note="application_discarded")


@representatives
def ask_discard(application_id: str) -> Response:
    """Ask before a draft is deleted."""
    return page("discard.html", section="home", **surroundings(own_application(application_id)))


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of applications."""
    path, both = "/applications/<application_id>", ["GET", "POST"]
    new = "/invitations/<invitation_id>/applications/new"
    blueprint.add_url_rule(new, "new_application", new_application, methods=both)
    blueprint.add_url_rule(path, "application", application)
    blueprint.add_url_rule(f"{path}/edit", "change_application", change_application, methods=both)
    blueprint.add_url_rule(f"{path}/check", "check_application", check_application, methods=both)
    blueprint.add_url_rule(f"{path}/receipt", "receipt", receipt)
    blueprint.add_url_rule(f"{path}/discard", "ask_discard", ask_discard)
    blueprint.add_url_rule(f"{path}/discard", "discard", discard, methods=["POST"])
