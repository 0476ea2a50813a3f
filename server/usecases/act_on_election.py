"""Acts about an election's term: results published or withdrawn, repeat voting, annulment."""

from __future__ import annotations

from datetime import date, datetime

from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.views import ActPreview


def draft_election_act(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    election_id: str,
    kind: str,
    day: date | None = None,
    facts: str,
) -> str:
    """Draft an act about the term (registrar); return the decree's id.

    Args:
        kind: results_publication (day = the day of official publication), results_withdrawal,
            repeat_voting (day = the day of repeat voting), election_annulment.

    Raises: InvalidInput, CodedErrors of 3.8, Conflict `results_not_published`…
    """
    raise NotImplementedError


def preview_election_act(
    *, uow: UnitOfWork, election_id: str, kind: str, day: date | None, now: datetime
) -> ActPreview:
    """Say beforehand how many certificates in force end (or revive) and at which instant; changes nothing."""
    raise NotImplementedError
