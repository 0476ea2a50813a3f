"""Where an election stands follows from its calendar, its acts and the clock in Bishkek."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from server.accreditation.calendar import at
from server.accreditation.election import ElectionCalendar, ElectionKind
from server.accreditation.election_stage import stage_of
from server.accreditation.term import ElectionTerm, TermBasis

SECOND = timedelta(seconds=1)
CALENDAR = ElectionCalendar(
    (ElectionKind.PRESIDENT,), at(date(2026, 10, 1), 10), at(date(2026, 10, 2), 10), (date(2027, 1, 24),)
)
OPEN = ElectionTerm()


@pytest.mark.parametrize(
    ("instant", "before", "after"),
    [
        (at(date(2026, 10, 2), 10), "date_set", "call_published"),
        (at(date(2027, 1, 22), 0), "call_published", "window_closed"),
        (at(date(2027, 1, 24), 0), "window_closed", "election_day"),
        (at(date(2027, 1, 24), 20), "election_day", "results_pending"),
    ],
)
def test_the_clock_moves_it_at_the_very_second(instant: datetime, before: str, after: str) -> None:
    assert (stage_of(CALENDAR, OPEN, now=instant - SECOND), stage_of(CALENDAR, OPEN, now=instant)) == (before, after)


@pytest.mark.parametrize(
    ("term", "repeat", "stage"),
    [
        (ElectionTerm(TermBasis.RESULTS_PUBLISHED, date(2027, 2, 1)), (), "results_published"),
        (ElectionTerm(TermBasis.REPEAT_VOTING_CALLED), (date(2027, 2, 14),), "repeat_called"),
        (ElectionTerm(TermBasis.RESULTS_PUBLISHED, date(2027, 2, 20)), (date(2027, 2, 14),), "repeat_published"),
        (ElectionTerm(TermBasis.ANNULLED), (), "annulled"),
    ],
)
def test_acts_outrank_the_clock(term: ElectionTerm, repeat: tuple[date, ...], stage: str) -> None:
    calendar = replace(CALENDAR, repeat_voting_days=repeat)
    assert stage_of(calendar, term, now=at(date(2027, 2, 20), 12)) == stage


def test_an_uncalled_election_has_its_date_only_and_a_postponed_one_opens_again() -> None:
    assert stage_of(replace(CALENDAR, call_published=None), OPEN, now=at(date(2027, 1, 30), 12)) == "date_set"
    moved = replace(CALENDAR, voting_days=(date(2027, 1, 31),))
    assert stage_of(moved, OPEN, now=at(date(2027, 1, 23), 12)) == "call_published"
