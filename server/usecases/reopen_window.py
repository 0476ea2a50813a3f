"""A window that was closed and is open again: what lapsed or was left undecided by the clock goes on (3.7, TV-18)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from server.accreditation.machines import INVITATION_MOVES, InvitationState, NominationState, check_move
from server.usecases.nomination_moves import move_nomination
from server.usecases.ports import Actor, UnitOfWork
from server.usecases.records import Invitation, Nomination

_CLOCK = Actor("publisher", "system")


def reopen_invitations(uow: UnitOfWork, election_id: str, *, now: datetime) -> int:
    """Let dispatched invitations that lapsed stand again, an act each; return how many.

    One that was never dispatched stays lapsed: another is issued.
    """
    reopened = 0
    for invitation in uow.find(Invitation, election_id=election_id, state=InvitationState.LAPSED.value):
        if invitation.dispatched_on is None:
            continue
        check_move(INVITATION_MOVES, invitation.state, InvitationState.DISPATCHED, role=_CLOCK.role)
        uow.change(invitation, state=InvitationState.DISPATCHED.value, state_from=now)
        uow.log(
            "invitation_reopened",
            actor=_CLOCK,
            at=now,
            election_id=election_id,
            subjects={"invitation": invitation.id, "organisation": invitation.organisation_id},
        )
        reopened += 1
    return reopened


def reopen_undecided(uow: UnitOfWork, election_id: str, *, now: datetime, subjects: Mapping[str, str]) -> int:
    """Send everyone left undecided at the close back to be checked; return how many."""
    undecided = uow.find(Nomination, election_id=election_id, state=NominationState.UNDECIDED_AT_CLOSE.value)
    for nomination in undecided:
        move_nomination(uow, nomination, NominationState.CHECK, actor=_CLOCK, now=now, subjects=subjects)
    return len(undecided)
