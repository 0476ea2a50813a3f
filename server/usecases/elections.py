"""What verbs need to know of an election: its calendar, its term, whether it can still be worked on."""

from __future__ import annotations

from datetime import datetime

from server.accreditation.election import ElectionCalendar, ElectionKind, WindowRule
from server.accreditation.revocation import check_within_term, latest_effect
from server.accreditation.term import ElectionTerm, TermBasis
from server.usecases.errors import Conflict
from server.usecases.ports import UnitOfWork
from server.usecases.records import Election, ElectionPoll


def calendar_of(election: Election, polls: list[ElectionPoll]) -> ElectionCalendar:
    """Return the law's calendar of a kept election."""
    return ElectionCalendar(
        kinds=tuple(ElectionKind(kind) for kind in election.kinds.split(",")),
        date_set=election.date_set_at,
        call_published=election.call_published_at,
        voting_days=tuple(sorted(poll.day for poll in polls if poll.kind == "voting")),
        repeat_voting_days=tuple(sorted(poll.day for poll in polls if poll.kind == "repeat")),
        window_rule=WindowRule(election.window_rule),
    )


def read_calendar(uow: UnitOfWork, election: Election) -> ElectionCalendar:
    """Return the election's calendar."""
    return calendar_of(election, uow.find(ElectionPoll, election_id=election.id))


def term_of(election: Election) -> ElectionTerm:
    """Return where the election stands."""
    return ElectionTerm(TermBasis(election.term_basis), election.results_published_day)


def must_take_effect_in_term(uow: UnitOfWork, election_id: str, minute: datetime, *, now: datetime) -> None:
    """Refuse a minute of effect at which no term of the election can still run.

    Raises: CodedError `effective_after_term` (3.8).
    """
    election = uow.get(Election, election_id)
    latest = latest_effect(read_calendar(uow, election), term_of(election))
    check_within_term(minute, signed_at=now, latest=latest)


def must_not_be_annulled(election: Election) -> None:
    """Refuse work on an annulled election.

    Raises: Conflict `election_annulled`.
    """
    if election.term_basis == TermBasis.ANNULLED:
        raise Conflict("election_annulled", "3.8")


def must_not_be_over(uow: UnitOfWork, election: Election, *, now: datetime) -> None:
    """Refuse an invitation that comes too late; before the call there is no window to be late for.

    Raises: Conflict `election_annulled`, CodedError `window_closed` (3.7).
    """
    must_not_be_annulled(election)
    if election.window_closes_at is not None and election.window_closes_at <= now:
        read_calendar(uow, election).window().check_inside(now)
