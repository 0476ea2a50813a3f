"""Where an election stands: its own machine, read from the calendar, the acts about its term and the clock.

Nobody sets a stage: each follows from facts that have their own act, so no stage can be wrong by itself.
Clause: 2.2, 3.7, 3.8, 3.8(2).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from server.accreditation.calendar import as_utc, at, start_of
from server.accreditation.election import ElectionCalendar
from server.accreditation.term import ElectionTerm, TermBasis

END_OF_VOTING_HOUR = 20


class ElectionStage(StrEnum):
    """One stage of an election."""

    DATE_SET = "date_set"
    CALL_PUBLISHED = "call_published"
    WINDOW_CLOSED = "window_closed"
    ELECTION_DAY = "election_day"
    RESULTS_PENDING = "results_pending"
    RESULTS_PUBLISHED = "results_published"
    REPEAT_CALLED = "repeat_called"
    REPEAT_PUBLISHED = "repeat_published"
    ANNULLED = "annulled"


STAGES = tuple(ElectionStage)


def stage_of(calendar: ElectionCalendar, term: ElectionTerm, *, now: datetime) -> ElectionStage:
    """Return the stage at this instant.

    Acts about the term outrank the clock. Voting lasts from 00:00 of the first voting day to 20:00 of the last,
    in Bishkek; while repeat voting is called the election stays there until its results are published.
    """
    by_act = {
        TermBasis.ANNULLED: ElectionStage.ANNULLED,
        TermBasis.REPEAT_VOTING_CALLED: ElectionStage.REPEAT_CALLED,
        TermBasis.RESULTS_PUBLISHED: (
            ElectionStage.REPEAT_PUBLISHED if _follows_repeat(calendar, term) else ElectionStage.RESULTS_PUBLISHED
        ),
    }
    return by_act.get(term.basis) or _by_clock(calendar, as_utc(now))


def _follows_repeat(calendar: ElectionCalendar, term: ElectionTerm) -> bool:
    days = calendar.repeat_voting_days
    return bool(days) and term.published_day is not None and term.published_day >= max(days)


def _by_clock(calendar: ElectionCalendar, now: datetime) -> ElectionStage:
    if calendar.call_published is None or now < as_utc(calendar.call_published):
        return ElectionStage.DATE_SET
    if now >= at(max(calendar.voting_days), END_OF_VOTING_HOUR):
        return ElectionStage.RESULTS_PENDING
    if now >= start_of(calendar.election_day):
        return ElectionStage.ELECTION_DAY
    return ElectionStage.WINDOW_CLOSED if now >= calendar.window().closes else ElectionStage.CALL_PUBLISHED
