"""What the pages read about elections, their acts, their public list, and the counts of the first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ElectionRow:
    """An election with its calendar and the numbers a list shows; `titles` by "ky", "ru", "en"."""

    id: str
    prefix: str
    kinds: tuple[str, ...]
    titles: dict[str, str]
    date_set_at: datetime
    call_published_at: datetime | None
    window_rule: str
    voting_days: tuple[date, ...]
    repeat_voting_days: tuple[date, ...]
    window_opens_at: datetime | None
    window_closes_at: datetime | None
    window_last_day: date | None
    term_basis: int
    results_published_day: date | None
    accredited: int
    certificates: int
    revoked: int
    seq: int
    state_issued_at: datetime | None
    state_expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class ElectionEventRow:
    """One act about an election and what it says."""

    id: str
    decree_id: str
    kind: str
    day: date | None
    facts: str
    number: str | None
    decree_date: date | None
    signed_at: datetime | None
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class ActPreview:
    """What signing an act about an election will do: how many certificates end or revive, and at which instant."""

    certificates: int
    ends_at: datetime | None
    revives: bool
    basis_before: int
    basis_after: int
    last_day_before: date | None = None  # of the accreditation window, where voting moves to another day
    last_day_after: date | None = None


@dataclass(frozen=True, slots=True)
class CalendarPreview:
    """What an edit of the calendar would do: the window before and after, decrees dated outside the new one."""

    running: bool  # the call is published
    changed: bool  # dates or a reading of the law, not only titles and days of keeping
    reads_anew: bool  # a reading beside that of the last day
    opens_before: datetime | None
    opens_after: datetime | None
    last_day_before: date | None
    last_day_after: date | None
    decrees_outside: tuple[str, ...]
    certificates: int

    @property
    def must_be_confirmed(self) -> bool:
        """Whether a reason and a yes are needed."""
        return self.running and self.changed


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What the first page of the console counts."""

    elections: int
    accredited: int
    certificates: int
    revoked: int
    drafts_to_sign: int
    decrees_to_publish: int
    decrees_to_issue: int
    revocations_pending: int
    next_effective_at: datetime | None
    publications_waiting: int


@dataclass(frozen=True, slots=True)
class PublicObserver:
    """A line of the public list (3.4): nothing else about a person is public."""

    name_latin: str
    name_cyrillic: str
    organisation: str
    organisation_ky: str
    organisation_ru: str
    number: str | None
    decree_number: str
    decree_date: date
    status: str  # "accredited", "revoked"
