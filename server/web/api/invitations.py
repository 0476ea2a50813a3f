"""Invitations, proposals and codes for the portal."""

from __future__ import annotations

from flask import Blueprint, Response

from server.usecases.invite import (
    answer_invitation,
    discard_invitation,
    dispatch_invitation,
    draft_invitation,
    issue_invitation,
)
from server.usecases.make_portal_code import make_portal_code, withdraw_portal_code
from server.usecases.propose import decide_proposal, record_proposal
from server.usecases.queries_of_applications import InvitationFilter
from server.usecases.roles import CALENDAR_READERS, LEGAL_READERS
from server.usecases.views import Page
from server.usecases.views_of_applications import InvitationRow, PortalCodeRow, ProposalRow
from server.web.acting import do, ports
from server.web.api import schemas_of_intake as schemas
from server.web.api.bodies import answer, asked, done, limit, once, posted
from server.web.api.saying import says
from server.web.session import officers


@officers(*CALENDAR_READERS)
@says(asks=("election_id", "organisation_id", "state", "after", "limit"), gives=Page[InvitationRow])
def invitations() -> Response:
    """List invitations, the newest first."""
    narrowed = InvitationFilter(asked("election_id"), asked("organisation_id"), asked("state"))
    return answer(ports().queries.invitations(narrowed, after=asked("after"), limit=limit()))


@officers("registrar")
@says(takes=schemas.Invitation, status=(201,))
def new_invitation() -> Response:
    """Draft an invitation."""
    return done(do(draft_invitation, once=once(), **posted()), status=201)


@officers(*CALENDAR_READERS)
@says(gives=InvitationRow)
def invitation(invitation_id: str) -> Response:
    """Show one invitation."""
    return answer(ports().queries.invitation(invitation_id))


@officers("registrar")
def discard(invitation_id: str) -> Response:
    """Delete a draft."""
    return done(do(discard_invitation, once=once(), invitation_id=invitation_id))


@officers("registrar")
@says(takes=schemas.Issue)
def issue(invitation_id: str) -> Response:
    """Record the letter that issued it."""
    return done(do(issue_invitation, once=once(), invitation_id=invitation_id, **posted()))


@officers("registrar", "mfa")
@says(takes=schemas.Dispatch)
def dispatch(invitation_id: str) -> Response:
    """Record who sent it, and when."""
    return done(do(dispatch_invitation, once=once(), invitation_id=invitation_id, **posted()))


@officers("registrar")
@says(takes=schemas.Reply)
def reply(invitation_id: str) -> Response:
    """Record the organisation's answer."""
    return done(do(answer_invitation, once=once(), invitation_id=invitation_id, **posted()))


@officers("registrar")
@says(gives={"codes": tuple[PortalCodeRow, ...]})
def codes(invitation_id: str) -> Response:
    """List the codes made for an invitation, never the codes themselves."""
    return answer({"codes": ports().queries.portal_codes(invitation_id, now=ports().clock.now())})


@officers("registrar")
@says(asks=("replaces",), status=(201,), keyed=False)
def new_code(invitation_id: str) -> Response:
    """Make a code: told in this answer only; a key against doing it twice would keep it, so none is taken.

    While a code is open, `replaces` in the query names it.
    """
    return done(do(make_portal_code, invitation_id=invitation_id, replaces=asked("replaces")), status=201)


@officers("registrar")
def withdraw_code(code_id: str) -> Response:
    """Make an unused code useless."""
    return done(do(withdraw_portal_code, once=once(), code_id=code_id))


@officers(*LEGAL_READERS)
@says(asks=("election_id", "outcome", "after", "limit"), gives=Page[ProposalRow])
def proposals() -> Response:
    """List proposals to invite, the newest first."""
    found = ports().queries.proposals(
        election_id=asked("election_id"), outcome=asked("outcome"), after=asked("after"), limit=limit()
    )
    return answer(found)


@officers("registrar")
@says(takes=schemas.Proposal, status=(201,))
def new_proposal() -> Response:
    """Register a proposal."""
    return done(do(record_proposal, once=once(), **posted()), status=201)


@officers("registrar")
@says(takes=schemas.ProposalDecision)
def decide(proposal_id: str) -> Response:
    """Take a proposal up, or decline it."""
    return done(do(decide_proposal, once=once(), proposal_id=proposal_id, **posted()))


def add_routes(blueprint: Blueprint) -> None:
    """Add invitations, codes and proposals."""
    one, post = "/invitations/<invitation_id>", ["POST"]
    blueprint.add_url_rule("/invitations", "invitations", invitations)
    blueprint.add_url_rule("/invitations", "new_invitation", new_invitation, methods=post)
    blueprint.add_url_rule(one, "invitation", invitation)
    blueprint.add_url_rule(one, "discard_invitation", discard, methods=["DELETE"])
    blueprint.add_url_rule(f"{one}/issue", "issue_invitation", issue, methods=post)
    blueprint.add_url_rule(f"{one}/dispatch", "dispatch_invitation", dispatch, methods=post)
    blueprint.add_url_rule(f"{one}/answer", "answer_invitation", reply, methods=post)
    blueprint.add_url_rule(f"{one}/codes", "portal_codes", codes)
    blueprint.add_url_rule(f"{one}/codes", "new_portal_code", new_code, methods=post)
    blueprint.add_url_rule("/portal-codes/<code_id>", "withdraw_portal_code", withdraw_code, methods=["DELETE"])
    blueprint.add_url_rule("/proposals", "proposals", proposals)
    blueprint.add_url_rule("/proposals", "new_proposal", new_proposal, methods=post)
    blueprint.add_url_rule("/proposals/<proposal_id>/decision", "decide_proposal", decide, methods=post)
