"""What signed decrees do to nominations: refusals; a moved election opens refusals again (3.5, 3.7, 3.10)."""

from __future__ import annotations

from datetime import datetime

from server.accreditation.grounds import Ground
from server.accreditation.machines import NominationState
from server.usecases.errors import Conflict
from server.usecases.nomination_moves import move_nomination
from server.usecases.ports import Actor, UnitOfWork
from server.usecases.records import AnnexLine, Decree, ElectionEvent, Nomination, Refusal, RefusalGround


def must_be_ready(uow: UnitOfWork, lines: list[AnnexLine]) -> None:
    """Refuse an annex that names applicants who aren't ready any more, e.g. withdrawn since the draft.

    Raises: Conflict `annex_not_ready` with their places in the annex (3.5).
    """
    places = {line.nomination_id: line.position for line in lines if line.nomination_id}
    found = uow.find(Nomination, id=list(places)) if places else []
    gone = sorted(places[each.id] for each in found if each.state != NominationState.READY)
    if gone:
        raise Conflict("annex_not_ready", "3.5", positions=", ".join(map(str, gone)))


def accredit_nominations(
    uow: UnitOfWork, decree: Decree, lines: list[AnnexLine], *, now: datetime, actor: Actor
) -> None:
    """Move the nominations behind the annex's lines to accredited, after their accreditations were made."""
    ids = [line.nomination_id for line in lines if line.nomination_id]
    for nomination in uow.find(Nomination, id=ids) if ids else ():
        move_nomination(
            uow, nomination, NominationState.ACCREDITED, actor=actor, now=now, subjects={"decree": decree.id}
        )


def refuse(uow: UnitOfWork, decree: Decree, *, now: datetime, actor: Actor) -> tuple[int, list[str]]:
    """Move every person of a signed refusal decree to refused.

    Raises: Conflict `refusal_without_ground`, CodedErrors of the moves.
    """
    refusals = uow.find(Refusal, decree_id=decree.id)
    for refusal in refusals:
        grounds = uow.find(RefusalGround, refusal_id=refusal.id)
        if not grounds:
            raise Conflict("refusal_without_ground", "3.5")
        move_nomination(
            uow,
            uow.get(Nomination, refusal.nomination_id),
            NominationState.REFUSED,
            actor=actor,
            now=now,
            subjects={"decree": decree.id, "refusal": refusal.id},
            committed={"grounds": sorted(each.ground for each in grounds), "facts": refusal.facts},
        )
    return len(refusals), []


def reopen_after_postponement(
    uow: UnitOfWork, election_id: str, event: ElectionEvent, *, now: datetime, actor: Actor
) -> int:
    """Mark refusals that rest on the window alone as open again; return how many a registrar may take up (TV-18).

    Those that were undecided at the close go back to checking by themselves: nothing was decided about them.
    """
    system = Actor(actor.user_id, "system")
    for nomination in uow.find(Nomination, election_id=election_id, state=NominationState.UNDECIDED_AT_CLOSE.value):
        move_nomination(uow, nomination, NominationState.CHECK, actor=system, now=now, subjects={"event": event.id})
    reopened = 0
    for nomination in uow.find(Nomination, election_id=election_id, state=NominationState.REFUSED.value):
        refusal = uow.first(Refusal, nomination_id=nomination.id, reopened_by=None)
        grounds = uow.find(RefusalGround, refusal_id=refusal.id) if refusal else []
        if refusal and {each.ground for each in grounds} == {Ground.N3.value}:
            uow.change(refusal, reopened_by=event.id)
            reopened += 1
    return reopened
