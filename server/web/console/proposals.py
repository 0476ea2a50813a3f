"""Proposals of non-commercial organisations: whom to invite (2.3)."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from server.accreditation.calendar import day_of
from server.accreditation.invitation import Specialisation
from server.accreditation.organisation import NAME_MAX_CHARACTERS
from server.usecases.propose import decide_proposal, record_proposal
from server.usecases.roles import LEGAL_READERS
from server.web.acting import do, ports
from server.web.console.invitation_fields import election_options
from server.web.console.pages import go, page
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.one_click import one_click
from server.web.session import officers

FIELDS: Final = (
    Field("election_id", "select"),
    Field("proposer", limit=NAME_MAX_CHARACTERS),
    Field("specialisation", "radio", options=tuple(Specialisation)),
    Field("organisation", limit=NAME_MAX_CHARACTERS),
    Field("received_on", "day"),
    Field("reasons", "area", limit=4000, required=False),
)


@officers(*LEGAL_READERS)
def proposals() -> Response:
    """List proposals, the newest first."""
    found = ports().queries.proposals(after=request.args.get("after"))
    return page("proposals.html", section="invitations", found=found)


@officers("registrar")
def new_proposal() -> Response:
    """Register a proposal."""

    def _act(form: Form) -> Response:
        do(record_proposal, once=form.once, **form.values)
        return go("proposals", note="proposal_recorded")

    return form_page(
        "proposal_form.html", "proposal", FIELDS, act=_act, options={"election_id": election_options()},
        initial={"received_on": day_of(ports().clock.now())}, section="invitations",
    )  # fmt: skip


@officers("registrar")
@one_click
def take_up(proposal_id: str, once: str) -> Response:
    """Record that an invitation may follow."""
    do(decide_proposal, once=once, proposal_id=proposal_id, taken_up=True)
    return go("proposals", note="proposal_taken_up")


@officers("registrar")
@one_click
def decline(proposal_id: str, once: str) -> Response:
    """Record that no invitation follows."""
    do(decide_proposal, once=once, proposal_id=proposal_id, taken_up=False)
    return go("proposals", note="proposal_declined")


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of proposals."""
    blueprint.add_url_rule("/proposals", "proposals", proposals)
    blueprint.add_url_rule("/proposals/new", "new_proposal", new_proposal, methods=["GET", "POST"])
    blueprint.add_url_rule("/proposals/take-up-<proposal_id>", "take_up_proposal", take_up, methods=["POST"])
    blueprint.add_url_rule("/proposals/decline-<proposal_id>", "decline_proposal", decline, methods=["POST"])
