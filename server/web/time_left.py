"""How long a window is still open: date and hour always, days and hours counted in the last five days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from server.accreditation.calendar import day_of
from server.usecases.views import ElectionRow

COUNTDOWN: Final = timedelta(days=5)
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """The close of an election's window as pages say it; its last day is open until 24:00.

    `days` and `hours` are whole ones still left.
    """

    title: dict[str, str]
    last_day: date
    closes_at: datetime
    days: int
    hours: int
    closed: bool
    counting: bool

    @property
    def look(self) -> str:
        """The colour of the notice."""
        return "red" if self.closed else "amber" if self.counting else "blue"


def time_left(election: ElectionRow, *, now: datetime) -> TimeLeft | None:
    """Return how long the window is open, or None while the call isn't published."""
    if election.window_closes_at is None:
        return None
    left = max(election.window_closes_at - now, timedelta())
    return TimeLeft(
        title=election.titles,
        last_day=day_of(election.window_closes_at - _HOUR),
        closes_at=election.window_closes_at,
        days=left.days,
        hours=(left - timedelta(days=left.days)) // _HOUR,
        closed=not left,
        counting=timedelta() < left <= COUNTDOWN,
    )
