"""An election's calendar and the window in which observers may be accredited for it.

Clause: 3.7; 2.2 and Art.10(1) for the earliest moment; 3.8(2) for repeat voting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from server.accreditation.calendar import as_utc, day_of, end_of, local, start_of
from server.accreditation.errors import CodedError
from server.accreditation.rules import window_3_7


class ElectionKind(StrEnum):
    """What is voted on; several may share one day (1.1, 2.1)."""

    PRESIDENT = "president"
    PARLIAMENT = "parliament"
    LOCAL = "local"
    REFERENDUM = "referendum"


class WindowRule(StrEnum):
    """The declared reading of "ends 3 days before" (3.7): a legal question, so a parameter."""

    E_MINUS_3_INCLUSIVE = "E-3_inclusive"  # A: the last day is E-3
    THREE_CLEAR_DAYS = "three_clear_days"  # B: three whole days lie between, the last day is E-4


_DAYS_BEFORE = {WindowRule.E_MINUS_3_INCLUSIVE: 3, WindowRule.THREE_CLEAR_DAYS: 4}


@dataclass(frozen=True, slots=True)
class Window:
    """The half-open interval [opens, closes) of instants in UTC in which a decree may accredit (3.7)."""

    opens: datetime
    closes: datetime

    @property
    def last_day(self) -> date:
        """The last whole day of the window in Bishkek, to be shown as a date and hour."""
        return day_of(self.closes - timedelta(microseconds=1))

    def contains(self, instant: datetime) -> bool:
        """Tell whether the instant lies inside."""
        return self.opens <= as_utc(instant) < self.closes

    def check_inside(self, instant: datetime) -> None:
        """Refuse an instant outside the window.

        Raises: CodedError `window_not_open` or `window_closed` (3.7) with opens, closes, last_day and the
        instant as it reads in Bishkek, so that a phone in another zone can be answered.
        """
        moment = window_3_7.Moment(as_utc(instant), self.opens, self.closes)
        told = {"opens": self.opens, "closes": self.closes, "last_day": self.last_day, "at": local(instant)}
        window_3_7.OPENED.require(moment, **told)
        window_3_7.NOT_CLOSED.require(moment, **told)

    def check_opened(self, day: date) -> None:
        """Refuse a day that ended before the window opened.

        Raises: CodedError `window_not_open` (3.7).
        """
        window_3_7.OPENED.require(window_3_7.Moment(end_of(day), self.opens, self.closes), opens=self.opens)

    def check_day_inside(self, day: date) -> None:
        """Refuse a day of which no instant lies in the window.

        Raises: CodedError `window_not_open` or `window_closed` (3.7).
        """
        self.check_inside(max(start_of(day), self.opens) if end_of(day) > self.opens else start_of(day))


@dataclass(frozen=True, slots=True)
class ElectionCalendar:
    """The dates of one election (a campaign: several kinds may be voted on together).

    Attributes:
        kinds: at least one.
        date_set: when the decision that sets the date was taken, UTC.
        call_published: when that decision was officially published, UTC, or None.
        voting_days: days on which polling stations vote; the first is the election day E.
        repeat_voting_days: days of repeat voting, all after the last voting day.
        window_rule: the declared reading of 3.7.
    """

    kinds: tuple[ElectionKind, ...]
    date_set: datetime
    call_published: datetime | None
    voting_days: tuple[date, ...]
    repeat_voting_days: tuple[date, ...] = ()
    window_rule: WindowRule = WindowRule.E_MINUS_3_INCLUSIVE

    @property
    def election_day(self) -> date:
        """The day E from which 3.7 counts back."""
        return min(self.voting_days)

    @property
    def last_voting_day(self) -> date:
        """The last day of voting known, repeat voting included."""
        return max(self.voting_days + self.repeat_voting_days)

    def check(self) -> None:
        """Refuse a calendar that cannot be.

        Raises: CodedError, the first of `faults`.
        """
        for fault in self.faults():
            raise fault

    def faults(self) -> Iterator[CodedError]:
        """Yield everything that cannot be, each with the field it belongs to.

        `election_kind_missing`, `voting_day_missing`, `voting_day_twice`, `call_before_date_set`,
        `voting_before_call`, `repeat_voting_before_voting`.
        """
        if not self.kinds:
            yield CodedError("election_kind_missing", "1.1", field="kinds")
        date_set, published = as_utc(self.date_set), self.call_published
        if published is not None and as_utc(published) < date_set:
            yield CodedError(
                "call_before_date_set", "3.7", field="call_published_at", date_set=date_set, call_published=published
            )
        if not self.voting_days:
            yield CodedError("voting_day_missing", "3.7", field="voting_days")
            return
        every_day = self.voting_days + self.repeat_voting_days
        if len(set(every_day)) != len(every_day):
            yield CodedError("voting_day_twice", field="voting_days")
        if self.election_day <= day_of(published or date_set):
            yield CodedError("voting_before_call", "3.7", field="voting_days", election_day=self.election_day)
        if self.repeat_voting_days and min(self.repeat_voting_days) <= max(self.voting_days):
            day = min(self.repeat_voting_days)
            yield CodedError("repeat_voting_before_voting", "3.8(2)", field="voting_days", day=day)

    def window(self) -> Window:
        """Return the accreditation window: from the later of date set and call published, to the rule's end.

        Clause: 3.7, 2.2, Art.10(1).
        Raises: CodedError `call_not_published` (2.2) while the call isn't officially published.
        """
        if self.call_published is None:
            raise CodedError("call_not_published", "2.2")
        last = self.election_day - timedelta(days=_DAYS_BEFORE[self.window_rule])
        return Window(max(as_utc(self.date_set), as_utc(self.call_published)), end_of(last))
