"""What the statistics of an election are made from: counts, already added up by the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class CountedOrganisation:
    """An organisation that has people in this election."""

    id: str
    name: str
    name_ky: str
    name_ru: str
    kind: str
    country: str | None
    origin: str = "international"  # or "foreign" (1.3): of a country, though it may not be stated

    @property
    def country_not_stated(self) -> bool:
        """Whether the organisation is of a country that nobody entered; an international one has none."""
        return self.country is None and self.origin != "international"


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many people of an organisation's applications by one channel stand in a state."""

    state: str
    organisation_id: str
    channel: str
    people: int


@dataclass(frozen=True, slots=True)
class Decision:
    """How many people of an organisation were decided after so long, from filing to the decree's signing."""

    organisation_id: str
    channel: str
    state: str  # "accredited" or "refused"
    took: timedelta
    people: int


@dataclass(frozen=True, slots=True)
class Batch:
    """The people that one decree accredited, whatever became of them later."""

    decree_number: str
    decree_date: date
    people: int


@dataclass(frozen=True, slots=True)
class Granted:
    """How many accreditations of an organisation are in force, and how many were revoked."""

    organisation_id: str
    in_force: int
    revoked: int


@dataclass(frozen=True, slots=True)
class GroundCount:
    """How many refused people of organisations of a kind were refused on a ground; one person may have several."""

    ground: str
    kind: str
    people: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many people filed at an instant wait for the Ministry (3.2)."""

    filed_at: datetime
    people: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """One election in counts; `published`: only what published decrees decided is counted as decided."""

    election_id: str
    published: bool
    organisations: Mapping[str, CountedOrganisation]
    states: tuple[StateCount, ...]
    decisions: tuple[Decision, ...]
    batches: tuple[Batch, ...]
    granted: tuple[Granted, ...]
    without_application: int
    grounds: tuple[GroundCount, ...]
    waiting: tuple[Waiting, ...]
