"""Invitations: drafted, issued, dispatched, answered."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from server.accreditation.calendar import day_of
from server.accreditation.invitation import Dispatcher, Issuer
from server.accreditation.machines import InvitationState
from server.usecases.invite import (
    answer_invitation,
    discard_invitation,
    dispatch_invitation,
    draft_invitation,
    issue_invitation,
)
from server.usecases.queries_of_applications import ApplicationFilter, InvitationFilter
from server.usecases.roles import CALENDAR_READERS
from server.usecases.views_of_applications import InvitationRow
from server.web.acting import do, ports
from server.web.console.invitation_fields import election_options, organisation_options
from server.web.console.pages import go, page
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.one_click import one_click
from server.web.session import current_session, officers

NEW_FIELDS: Final = (
    Field("election_id", "select"),
    Field("organisation_id", "select"),
    Field("issuer", "radio", options=tuple(Issuer)),
    Field("planned", "whole", limit=5, required=False),
)
ISSUE_FIELDS: Final = (Field("letter_number", limit=64), Field("letter_date", "day"))
DISPATCH_FIELDS: Final = (
    Field("dispatcher", "radio", options=tuple(Dispatcher)),
    Field("dispatch_number", limit=64, required=False),
    Field("dispatched_on", "day"),
)
ANSWER_FIELDS: Final = (
    Field("answer", "radio", options=("accepted", "declined")),
    Field("planned", "whole", limit=5, required=False),
)


@officers(*CALENDAR_READERS)
def invitations() -> Response:
    """List invitations, narrowed by election and state."""
    asked = {name: request.args.get(name) or None for name in ("state", "election_id")}
    state = asked["state"] if asked["state"] in tuple(InvitationState) else None
    queries = ports().queries
    found = queries.invitations(InvitationFilter(asked["election_id"], state=state), after=request.args.get("after"))
    return page("invitations.html", section="invitations", found=found, asked=asked,
                states=tuple(InvitationState), elections=queries.elections())  # fmt: skip


@officers(*CALENDAR_READERS)
def invitation(invitation_id: str) -> Response:
    """Show one invitation with what was filed under it and what may be done now."""
    queries, now = ports().queries, ports().clock.now()
    row = queries.invitation(invitation_id)
    registrar = current_session().actor.role == "registrar"
    return page(
        "invitation.html", section="invitations", invitation=row, may=allowed_steps(row),
        codes=queries.portal_codes(row.id, now=now) if registrar else (),
        applications=queries.applications(ApplicationFilter(invitation_id=row.id, state="filed")).rows,
        election=queries.election(row.election_id), now=now, fresh=None,
    )  # fmt: skip


def allowed_steps(row: InvitationRow) -> set[str]:
    """Return what this officer may do with the invitation now: issue, discard, dispatch, answer, code."""
    role = current_session().actor.role
    steps = {
        "draft": {"issue", "discard"},
        "issued": {"dispatch", "code"},
        "dispatched": {"answer", "code"},
        "accepted": {"code"},
        "lapsed": {"code"},
    }.get(row.state, set())
    return steps if role == "registrar" else steps & {"dispatch"} if role == "mfa" else set()


@officers("registrar")
def new_invitation() -> Response:
    """Draft an invitation, perhaps one that follows a proposal."""
    proposal = request.args.get("proposal_id") or None

    def _act(form: Form) -> Response:
        made = do(draft_invitation, once=form.once, proposal_id=proposal, **form.values)
        return go("invitation", note="invitation_drafted", invitation_id=made.result)

    options = {"election_id": election_options(), "organisation_id": organisation_options()}
    initial = {name: request.args.get(name) for name in ("election_id", "organisation_id")}
    return form_page("invitation_form.html", "invitation", NEW_FIELDS, act=_act, initial=initial, options=options,
                     section="invitations", invitation=None, step="new")  # fmt: skip


@officers("registrar")
def issue(invitation_id: str) -> Response:
    """Enter the letter by which one of the four bodies issued the invitation."""

    def _act(form: Form) -> Response:
        do(issue_invitation, once=form.once, invitation_id=invitation_id, **form.values)
        return go("invitation", note="invitation_issued", invitation_id=invitation_id)

    return _step_page("issue", ISSUE_FIELDS, invitation_id, act=_act)


@officers("registrar", "mfa")
def dispatch(invitation_id: str) -> Response:
    """Enter that the invitation was sent; the Ministry's officer enters what the Ministry sent."""
    by_ministry = current_session().actor.role == "mfa"

    def _act(form: Form) -> Response:
        told = {"dispatcher": Dispatcher.MFA.value, **form.values}
        do(dispatch_invitation, once=form.once, invitation_id=invitation_id, **told)
        return go("invitation", note="invitation_dispatched", invitation_id=invitation_id)

    return _step_page("dispatch", DISPATCH_FIELDS[1:] if by_ministry else DISPATCH_FIELDS, invitation_id, act=_act)


@officers("registrar")
def answer(invitation_id: str) -> Response:
    """Enter the organisation's answer."""

    def _act(form: Form) -> Response:
        accepted, planned = form.values["answer"] == "accepted", form.values["planned"]
        do(answer_invitation, once=form.once, invitation_id=invitation_id, accepted=accepted, planned=planned)
        return go("invitation", note="invitation_answered", invitation_id=invitation_id)

    return _step_page("answer", ANSWER_FIELDS, invitation_id, act=_act)


def _step_page(step: str, fields: tuple[Field, ...], invitation_id: str, *, act: object) -> Response:
    today = day_of(ports().clock.now())
    row = ports().queries.invitation(invitation_id)
    initial = {
        "letter_date": today, "dispatched_on": today, "dispatcher": "mfa", "answer": "accepted",
        "planned": row.planned,
    }  # fmt: skip
    return form_page("invitation_form.html", "invitation", fields, act=act, initial=initial,  # type: ignore[arg-type]
                     section="invitations", invitation=row, step=step)  # fmt: skip


@officers("registrar")
@one_click
def discard_draft_invitation(invitation_id: str, once: str) -> Response:
    """Delete a draft."""
    do(discard_invitation, once=once, invitation_id=invitation_id)
    return go("invitations", note="invitation_discarded")


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of invitations."""
    one, both = "/invitations/<invitation_id>", ["GET", "POST"]
    blueprint.add_url_rule("/invitations", "invitations", invitations)
    blueprint.add_url_rule("/invitations/new", "new_invitation", new_invitation, methods=both)
    blueprint.add_url_rule(one, "invitation", invitation)
    blueprint.add_url_rule(f"{one}/issue", "issue_invitation", issue, methods=both)
    blueprint.add_url_rule(f"{one}/dispatch", "dispatch_invitation", dispatch, methods=both)
    blueprint.add_url_rule(f"{one}/answer", "answer_invitation", answer, methods=both)
    blueprint.add_url_rule(f"{one}/discard", "discard_invitation", discard_draft_invitation, methods=["POST"])
