"""Invitations: drafted, issued by one of four bodies, dispatched by another, answered; codes for the portal.

Clause: 2.1, 2.2, 2.3, 2.4, 2.5, Art.10(1).
"""

from __future__ import annotations

from datetime import date, datetime

from server.accreditation.calendar import day_of
from server.accreditation.errors import CodedError
from server.accreditation.invitation import Issue, Issuer, check_dispatch, check_issue
from server.accreditation.machines import INVITATION_MOVES, InvitationState, check_move
from server.usecases.elections import must_not_be_over
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Election, Invitation, Organisation, Proposal
from server.usecases.texts import Faults

PLANNED_RANGE = (1, 10_000)


def draft_invitation(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    election_id: str,
    organisation_id: str,
    issuer: str,
    planned: int | None = None,
    proposal_id: str | None = None,
) -> str:
    """Draft an invitation (registrar) and return its id; it may be drafted before the call, not issued.

    Args:
        issuer: an Issuer value: who invites (2.2).
        planned: how many observers are expected.
        proposal_id: the proposal of a non-commercial organisation that it follows (2.3).

    Raises: NotFound, Conflict `election_annulled`, `proposal_not_taken_up`, CodedError `window_closed` (3.7),
        InvalidInput.
    """
    actor.must_be("registrar")
    election = uow.get(Election, election_id)
    must_not_be_over(uow, election, now=clock.now())
    organisation = uow.get(Organisation, organisation_id)
    faults = Faults()
    if issuer not in tuple(Issuer):
        faults.add("issuer", "invitation_issuer_not_allowed", field="issuer", value=issuer[:32], clause="2.2")
    _check_planned(planned, faults)
    faults.raise_if_any()
    if proposal_id is not None:
        proposal = uow.get(Proposal, proposal_id)
        if proposal.outcome != "taken_up" or proposal.election_id != election.id:
            raise Conflict("proposal_not_taken_up", "2.3")
    now = clock.now()
    invitation = Invitation(
        id=uow.new_id(),
        election_id=election.id,
        organisation_id=organisation.id,
        issuer=issuer,
        state=InvitationState.DRAFT.value,
        created_by=actor.user_id,
        created_at=now,
        state_from=now,
        planned=planned,
        proposal_id=proposal_id,
    )
    uow.add(invitation)
    _log(uow, "invitation_drafted", invitation, actor=actor, now=now)
    return invitation.id


def discard_invitation(*, uow: UnitOfWork, clock: Clock, actor: Actor, invitation_id: str) -> str:
    """Delete a draft (registrar); what was issued stays on record.

    Raises: NotFound, Conflict `invitation_not_draft`.
    """
    actor.must_be("registrar")
    invitation = uow.get(Invitation, invitation_id)
    if invitation.state != InvitationState.DRAFT:
        raise Conflict("invitation_not_draft", "2.2")
    uow.remove(invitation)
    _log(uow, "invitation_discarded", invitation, actor=actor, now=clock.now())
    return invitation.id


def issue_invitation(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, invitation_id: str, letter_number: str, letter_date: date
) -> str:
    """Record that one of the four bodies issued the invitation, by its letter's number and date (registrar).

    Clause: 2.2, Art.10(1): not before the decision calling the election is officially published.
    Raises: NotFound, InvalidInput, CodedError `window_closed` (3.7), CodedErrors of `check_issue` and of the machine.
    """
    actor.must_be("registrar")
    invitation = uow.get(Invitation, invitation_id)
    election = uow.get(Election, invitation.election_id)
    must_not_be_over(uow, election, now=clock.now())
    faults = Faults()
    number = faults.reference("letter_number", letter_number)
    faults.raise_if_any()
    now = clock.now()
    check_issue(Issue(invitation.issuer, letter_date, now, election.call_published_at))
    moved = _move(
        uow,
        invitation,
        InvitationState.ISSUED,
        actor=actor,
        now=now,
        letter_number=number,
        letter_date=letter_date,
        issued_by=actor.user_id,
        issued_at=now,
    )
    return moved.id


def dispatch_invitation(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    invitation_id: str,
    dispatcher: str,
    dispatched_on: date,
    dispatch_number: str = "",
) -> str:
    """Record that the invitation was sent: by the Ministry (2.5), or by the CEC its own (2.4).

    The Ministry's officer records what the Ministry sends; the registrar either.
    Raises: NotFound, InvalidInput, CodedErrors of `check_dispatch` and of the machine.
    """
    actor.must_be("registrar", "mfa")
    invitation = uow.get(Invitation, invitation_id)
    if invitation.state == InvitationState.LAPSED:  # only the clock may bring it back
        raise CodedError("invitation_not_valid", "2.1", state=invitation.state)
    check_dispatch(issuer=invitation.issuer, dispatcher=dispatcher if actor.role != "mfa" else "mfa")
    now = clock.now()
    faults = Faults()
    number = faults.reference("dispatch_number", dispatch_number, required=False)
    if dispatched_on > day_of(now) or (invitation.letter_date is not None and dispatched_on < invitation.letter_date):
        faults.add("dispatched_on", "dispatch_day_out_of_range", field="dispatched_on")
    faults.raise_if_any()
    moved = _move(
        uow,
        invitation,
        InvitationState.DISPATCHED,
        actor=actor,
        now=now,
        dispatcher="mfa" if actor.role == "mfa" else dispatcher,
        dispatch_number=number or None,
        dispatched_on=dispatched_on,
    )
    return moved.id


def answer_invitation(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    invitation_id: str,
    accepted: bool,
    planned: int | None = None,
) -> str:
    """Record the organisation's answer (by itself, or by the registrar from a letter), and how many will come.

    Raises: NotFound, also for another organisation's; InvalidInput; CodedErrors of the machine.
    """
    actor.must_be("registrar", "organisation")
    invitation = uow.get(Invitation, invitation_id)
    actor.must_own(invitation.organisation_id, kind="invitation", key=invitation_id)
    faults = Faults()
    _check_planned(planned, faults)
    faults.raise_if_any()
    after = InvitationState.ACCEPTED if accepted else InvitationState.DECLINED
    told = {} if planned is None or not accepted else {"planned": planned}
    moved = _move(uow, invitation, after, actor=actor, now=clock.now(), **told)
    return moved.id


def lapse_invitation(uow: UnitOfWork, invitation: Invitation, *, actor: Actor, now: datetime) -> None:
    """Let an invitation lapse at the close of the window (the clock's step)."""
    _move(uow, invitation, InvitationState.LAPSED, actor=actor, now=now)


def _move(
    uow: UnitOfWork,
    invitation: Invitation,
    after: InvitationState,
    *,
    actor: Actor,
    now: datetime,
    **fields: object,
) -> Invitation:
    check_move(INVITATION_MOVES, invitation.state, after, role=actor.role)
    moved = uow.change(invitation, state=after.value, state_from=now, **fields)
    _log(uow, f"invitation_{after.value}", invitation, actor=actor, now=now, **fields)
    return moved


def _log(
    uow: UnitOfWork, kind: str, invitation: Invitation, *, actor: Actor, now: datetime, **committed: object
) -> None:
    uow.log(
        kind,
        actor=actor,
        at=now,
        election_id=invitation.election_id,
        subjects={"invitation": invitation.id, "organisation": invitation.organisation_id},
        committed=committed,
    )


def _check_planned(planned: int | None, faults: Faults) -> None:
    least, most = PLANNED_RANGE
    if planned is not None and not least <= planned <= most:
        faults.add("planned", "planned_out_of_range", field="planned", least=least, most=most)
