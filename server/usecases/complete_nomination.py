"""Completing what was returned: the person goes back to be checked, inside the window (3.7)."""

from __future__ import annotations

from server.accreditation.errors import CodedError
from server.accreditation.machines import NominationState
from server.usecases.applications import must_be_in_window
from server.usecases.errors import Conflict
from server.usecases.file_application import missing_of
from server.usecases.nominate import own_nomination
from server.usecases.nomination_moves import move_nomination
from server.usecases.notify import To, tell
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Election, ReturnNotice


def complete_nomination(*, uow: UnitOfWork, clock: Clock, actor: Actor, nomination_id: str) -> str:
    """Send an own person whose papers were returned back to be checked; return its id.

    Raises: NotFound, Conflict `nomination_not_returned`, CodedError `window_closed` (3.7), `people_incomplete` (3.1).
    """
    nomination, application = own_nomination(uow, nomination_id, actor=actor)
    if nomination.state != NominationState.RETURNED:
        raise Conflict("nomination_not_returned", "3.1")
    now = clock.now()
    must_be_in_window(uow, uow.get(Election, nomination.election_id), now=now)
    if missing_of(uow, [nomination]):
        raise CodedError("people_incomplete", "3.1", count=1, positions=str(nomination.position))
    moved = move_nomination(
        uow,
        nomination,
        NominationState.CHECK,
        actor=actor,
        now=now,
        committed={"line": nomination.fingerprint},
    )
    for notice in uow.find(ReturnNotice, nomination_id=nomination.id, completed_at=None):
        uow.change(notice, completed_at=now)
    tell(
        uow,
        "completed",
        to=To(role="registrar"),
        facts={"number": application.number, "position": nomination.position},
        dedupe_key=f"completed {nomination.id} {now.isoformat()}",
        now=now,
        subject=("nomination", nomination.id),
    )
    return moved.id
