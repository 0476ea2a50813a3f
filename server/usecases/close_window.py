"""The close of the window: whoever isn't decided goes on the docket, invitations lapse, people are told.

The publisher's timer does it, piece by piece, so that no other verb waits long; doing it again changes nothing.
Nobody disappears: everyone undecided stays until a reasoned act (3.5). Clause: 3.5, 3.7.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from server.accreditation.calendar import as_utc, day_of
from server.accreditation.machines import OPEN, PENDING, NominationState
from server.accreditation.term import TermBasis
from server.usecases.invite import lapse_invitation
from server.usecases.nomination_moves import move_nomination
from server.usecases.notify import To, tell
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Election, Invitation, Nomination

AT_ONCE = 200
WARNING_BEFORE = timedelta(days=5)


def close_window(*, uow: UnitOfWork, clock: Clock, actor: Actor, election_id: str) -> dict[str, int]:
    """Do one piece of the close (system): {"undecided": n, "lapsed": n, "left": n}; again while any are left.

    Before the close it does nothing.
    Raises: NotFound.
    """
    actor.must_be("system")
    election, now = uow.get(Election, election_id), clock.now()
    if not _is_closed(election, now=now):
        return {"undecided": 0, "lapsed": 0, "left": 0}
    pending = uow.find(Nomination, election_id=election.id, state=PENDING)
    for nomination in pending[:AT_ONCE]:
        move_nomination(uow, nomination, NominationState.UNDECIDED_AT_CLOSE, actor=actor, now=now)
    lapsing = uow.find(Invitation, election_id=election.id, state=OPEN)
    for invitation in lapsing[:AT_ONCE]:
        lapse_invitation(uow, invitation, actor=actor, now=now)
    left = max(0, len(pending) - AT_ONCE) + max(0, len(lapsing) - AT_ONCE)
    if pending and len(pending) <= AT_ONCE:
        _tell_undecided(uow, election, now=now)
    return {"undecided": len(pending[:AT_ONCE]), "lapsed": len(lapsing[:AT_ONCE]), "left": left}


def announce_close(*, uow: UnitOfWork, clock: Clock, actor: Actor, election_id: str) -> int:
    """Tell desks and organisations, once a day in its last five days, that the window closes (system).

    Returns: how many were told. Whoever has nobody undecided is told nothing.

    Raises: NotFound.
    """
    actor.must_be("system")
    election, now = uow.get(Election, election_id), clock.now()
    closes = election.window_closes_at
    if closes is None or not as_utc(closes) - WARNING_BEFORE <= now < as_utc(closes):
        return 0
    pending = uow.find(Nomination, election_id=election.id, state=PENDING)
    told = 0
    for whom, people in _concerned(pending, ("registrar", "lawyer", "mfa")):
        told += tell(
            uow,
            "window_closing",
            to=whom,
            facts={"closes_at": closes, "people": people},
            dedupe_key=f"window_closing {election.id} {day_of(now)} {_name(whom)}",
            now=now,
            subject=("election", election.id),
        )
    return told


def _is_closed(election: Election, *, now: datetime) -> bool:
    closes = election.window_closes_at
    return closes is not None and as_utc(closes) <= now and election.term_basis != TermBasis.ANNULLED


def _tell_undecided(uow: UnitOfWork, election: Election, *, now: datetime) -> None:
    undecided = uow.find(Nomination, election_id=election.id, state=NominationState.UNDECIDED_AT_CLOSE.value)
    closes = f"{election.window_closes_at:%Y%m%d%H%M}"
    for whom, people in _concerned(undecided, ("lawyer", "registrar")):
        tell(
            uow,
            "undecided_at_close",
            to=whom,
            facts={"people": people},
            dedupe_key=f"undecided {election.id} {closes} {_name(whom)}",
            now=now,
            subject=("election", election.id),
        )


def _name(whom: To) -> str:
    return str(whom.role or whom.organisation_id)


def _concerned(nominations: Iterable[Nomination], roles: Iterable[str]) -> list[tuple[To, int]]:
    """Return each desk with how many people it's about in all, and each organisation with its own."""
    counts: dict[str, int] = {}
    for nomination in nominations:
        counts[nomination.organisation_id] = counts.get(nomination.organisation_id, 0) + 1
    everyone = sum(counts.values())
    return [
        *((To(role=role), everyone) for role in roles if everyone),
        *((To(organisation_id=key), people) for key, people in sorted(counts.items())),
    ]
