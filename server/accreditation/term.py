"""The term of authority: from the accreditation day to the day the results are officially published.

Both days are included. The end is a fact of the election, never of a certificate.
Clause: 3.8, 3.8(2), Art.10(2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from server.accreditation.calendar import day_of, end_of, start_of
from server.accreditation.election import ElectionCalendar
from server.accreditation.errors import CodedError


class TermBasis(IntEnum):
    """What the election's facts say about the end of every term; the numbers stand in the signed state."""

    OPEN = 0
    RESULTS_PUBLISHED = 1
    REPEAT_VOTING_CALLED = 2
    ANNULLED = 3


class ElectionFactKind(StrEnum):
    """Acts that move the term; the names are the kinds of their decrees."""

    RESULTS_PUBLICATION = "results_publication"
    RESULTS_WITHDRAWAL = "results_withdrawal"
    REPEAT_VOTING = "repeat_voting"
    ELECTION_ANNULMENT = "election_annulment"
    POSTPONEMENT = "postponement"


@dataclass(frozen=True, slots=True)
class ElectionFact:
    """One such act: recorded_at orders them; published_day only for RESULTS_PUBLICATION."""

    kind: ElectionFactKind
    recorded_at: datetime
    published_day: date | None = None


@dataclass(frozen=True, slots=True)
class ElectionTerm:
    """Where the election stands: the basis, and the publication day when the basis is RESULTS_PUBLISHED."""

    basis: TermBasis = TermBasis.OPEN
    published_day: date | None = None


def fold(facts: Iterable[ElectionFact]) -> ElectionTerm:
    """Return where the election stands after these facts, taken in the order of their recording.

    A withdrawal returns to where the election stood before the publication it withdraws.
    Clause: 3.8, 3.8(2).
    Raises: CodedError `results_already_published`, `no_results_to_withdraw`, `election_annulled`,
    `publication_day_missing`.
    """
    before = now = ElectionTerm()
    for fact in sorted(facts, key=lambda fact: fact.recorded_at):
        following = _after(now, fact, before=before)
        before, now = (now if fact.kind is ElectionFactKind.RESULTS_PUBLICATION else before), following
    return now


def _after(now: ElectionTerm, fact: ElectionFact, *, before: ElectionTerm) -> ElectionTerm:
    if now.basis is TermBasis.ANNULLED:
        raise CodedError("election_annulled", "3.8", kind=fact.kind.value)
    if fact.kind is ElectionFactKind.RESULTS_PUBLICATION:
        if now.basis is TermBasis.RESULTS_PUBLISHED:
            raise CodedError("results_already_published", "3.8", published_day=now.published_day)
        if fact.published_day is None:
            raise CodedError("publication_day_missing", "3.8")
        return ElectionTerm(TermBasis.RESULTS_PUBLISHED, fact.published_day)
    if fact.kind is ElectionFactKind.RESULTS_WITHDRAWAL:
        if now.basis is not TermBasis.RESULTS_PUBLISHED:
            raise CodedError("no_results_to_withdraw", "3.8")
        return before
    if fact.kind is ElectionFactKind.POSTPONEMENT:
        return now
    if fact.kind is ElectionFactKind.REPEAT_VOTING:
        return ElectionTerm(TermBasis.REPEAT_VOTING_CALLED)
    return ElectionTerm(TermBasis.ANNULLED)


def check_publication_day(day: date, *, calendar: ElectionCalendar, recorded_at: datetime) -> None:
    """Refuse a publication day that cannot be: before the end of the last voting, or in the future.

    Raises: CodedError `publication_before_voting`, `publication_in_future` (3.8).
    """
    if day < calendar.last_voting_day:
        raise CodedError("publication_before_voting", "3.8", day=day, voting_day=calendar.last_voting_day)
    if day > day_of(recorded_at):
        raise CodedError("publication_in_future", "3.8", day=day, today=day_of(recorded_at))


def check_repeat_voting_days(days: tuple[date, ...], *, calendar: ElectionCalendar) -> None:
    """Refuse repeat voting days that aren't later than the voting already held or called.

    Raises: CodedError `voting_day_missing`, `voting_day_twice`, `repeat_voting_before_voting` (3.8(2)).
    """
    if not days:
        raise CodedError("voting_day_missing", "3.8(2)")
    if len(set(days)) != len(days) or set(days) & set(calendar.repeat_voting_days):
        raise CodedError("voting_day_twice", "3.8(2)")
    if min(days) <= max(calendar.voting_days):
        raise CodedError("repeat_voting_before_voting", "3.8(2)", day=min(days))


def check_postponement_day(day: date, *, calendar: ElectionCalendar, recorded_at: datetime) -> None:
    """Refuse to move an election whose voting day has come, to a day already past, or to the same day.

    Raises: CodedError `voting_has_begun`, `postponed_into_past`, `voting_day_twice` (3.7).
    """
    today = day_of(recorded_at)
    if today >= calendar.election_day:
        raise CodedError("voting_has_begun", "3.7", voting_day=calendar.election_day)
    if day <= today:
        raise CodedError("postponed_into_past", "3.7", day=day, today=today)
    if day == calendar.election_day:
        raise CodedError("voting_day_twice", "3.7")


class Standing(StrEnum):
    """What the term says about one day."""

    NOT_STARTED = "not_started"
    IN_FORCE = "in_force"
    ENDED = "ended"
    UNKNOWN = "unknown"  # annulled: an act of the Commission is needed


@dataclass(frozen=True, slots=True)
class Term:
    """One accreditation's term: its own first day, and the end that the election's facts give."""

    accreditation_day: date
    election: ElectionTerm

    @property
    def starts_at(self) -> datetime:
        """First instant of the term, UTC."""
        return start_of(self.accreditation_day)

    @property
    def last_day(self) -> date | None:
        """The last day of the term, included; None while the end isn't known."""
        return self.election.published_day

    @property
    def ends_at(self) -> datetime | None:
        """First instant after the term, UTC; None while the end isn't known."""
        return end_of(self.last_day) if self.last_day else None

    def standing_on(self, day: date) -> Standing:
        """Tell where the day lies in the term. Clause: 3.8, 3.8(2), Art.10(2)."""
        if self.election.basis is TermBasis.ANNULLED:
            return Standing.UNKNOWN
        if day < self.accreditation_day:
            return Standing.NOT_STARTED
        if self.last_day is not None and day > self.last_day:
            return Standing.ENDED
        return Standing.IN_FORCE

    def standing_at(self, instant: datetime) -> Standing:
        """Tell where the instant lies in the term, its day taken in Bishkek."""
        return self.standing_on(day_of(instant))
