"""The statistics of an election as a document: the funnel, the curve, how long decisions took, refusals, who waits.

The Commission's own document; what the public may read of it is in public_statistics.py.
Clause: 3.2, 3.4, 3.5, 3.10.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from server.accreditation.machines import NominationState as S
from server.usecases.views_of_statistics import CountedOrganisation, Decision, Statistics

# A stage counts who stands in it or came past it. The stage from which somebody withdrew, or at which the window
# closed on somebody, isn't kept: they are counted as filed and by themselves.
_DECIDED = (S.ACCREDITED, S.REFUSED)
_CHECKED = (S.READY, *_DECIDED)
_IN_CHECK = (S.CHECK, S.RETURNED, *_CHECKED)
_AT_CEC = (S.AT_CEC, *_IN_CHECK)
_FILED = (S.FILED_CEC, S.FILED_MFA, S.MFA_REVIEW, *_AT_CEC, S.UNDECIDED_AT_CLOSE, S.WITHDRAWN)
STAGES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("nominated", (S.DRAFT, *_FILED)), ("filed", _FILED), ("at_cec", _AT_CEC), ("in_check", _IN_CHECK),
    ("ready", _CHECKED), ("accredited", (S.ACCREDITED,)), ("refused", (S.REFUSED,)), ("withdrawn", (S.WITHDRAWN,)),
    ("undecided", (S.UNDECIDED_AT_CLOSE,)),
)  # fmt: skip
AGES: Final = ((0, 1), (2, 3), (4, 7), (8, None))  # days that the Ministry's queue is sorted by
Document = dict[str, Any]
K = TypeVar("K")


def statistics_document(counted: Statistics, *, now: datetime) -> Document:
    """Return everything an officer may see, as plain JSON values; days are decimal, instants unix seconds."""
    return {
        "election": counted.election_id,
        "as_of": int(now.timestamp()),
        "funnel": funnel(counted),
        "without_application": counted.without_application,
        "curve": curve(counted),
        "time": {
            "overall": duration(counted.decisions),
            "by_channel": durations(counted.decisions, lambda each: {"channel": each.channel}),
            "by_organisation": sorted(
                durations(counted.decisions, lambda each: organisation(counted, each.organisation_id)),
                key=lambda row: (-row["people"], row["organisation"]["en"]),
            ),
        },
        "refusals": {
            "people": people_in(counted, S.REFUSED),
            "by_ground": by_ground(counted),
            "by_kind": refused_by_kind(counted),
            "by_ground_and_kind": [
                {"ground": each.ground, "kind": each.kind, "people": each.people} for each in counted.grounds
            ],
        },
        "accredited": accredited(counted),
        "mfa": waiting(counted, now=now),
        "undecided": undecided(counted),
    }


def funnel(counted: Statistics) -> list[Document]:
    """Return how many people reached each stage."""
    return [{"stage": stage, "people": people_in(counted, *states)} for stage, states in STAGES]


def people_in(counted: Statistics, *states: str) -> int:
    """Return how many people stand in one of these states."""
    return sum(each.people for each in counted.states if each.state in states)


def curve(counted: Statistics) -> list[Document]:
    """Return the decrees by date, each with its people and how many were accredited by then (3.4)."""
    total, found = 0, []
    for batch in counted.batches:
        total += batch.people
        found.append({
            "decree_number": batch.decree_number, "decree_date": batch.decree_date.isoformat(),
            "people": batch.people, "total": total,
        })  # fmt: skip
    return found


def duration(decisions: Iterable[Decision]) -> Document:
    """Return how many people were decided, and after how many days half and nine tenths of them."""
    held = sorted((each.took, each.people) for each in decisions)
    people = sum(count for _, count in held)
    return {"people": people, "median_days": _share(held, people, 0.5), "ninety_days": _share(held, people, 0.9)}


def durations(decisions: Iterable[Decision], name: Callable[[Decision], Document]) -> list[Document]:
    """Return `duration` of each group, groups being decisions of the same name, in the order of the name's text."""
    groups: dict[str, tuple[Document, list[Decision]]] = {}
    for each in decisions:
        named = name(each)
        groups.setdefault(repr(named), (named, []))[1].append(each)
    return [{**named, **duration(held)} for _, (named, held) in sorted(groups.items())]


def _share(held: list[tuple[timedelta, int]], people: int, share: float) -> float | None:
    """Return the days within which at least this share of the people was decided."""
    reached = 0
    for took, count in held:
        reached += count
        if reached >= share * people:
            return round(took / timedelta(days=1), 1)
    return None


def by_ground(counted: Statistics) -> list[Document]:
    """Return how many people were refused on each ground (3.10); one person may stand under several."""
    grounds: Counter[str] = Counter()
    for each in counted.grounds:
        grounds[each.ground] += each.people
    return [{"ground": ground, "people": people} for ground, people in sorted(grounds.items())]


def refused_by_kind(counted: Statistics) -> list[Document]:
    """Return how many people were refused by kind of organisation."""
    kinds: Counter[str] = Counter()
    for each in counted.states:
        if each.state == S.REFUSED:
            kinds[counted.organisations[each.organisation_id].kind] += each.people
    return [{"kind": kind, "people": people} for kind, people in sorted(kinds.items())]


def accredited(counted: Statistics) -> Document:
    """Return whose accreditation is in force: by kind of organisation, and by its country.

    International organisations have none; a foreign one whose country isn't stated is not counted among them.
    """
    kinds: Counter[str] = Counter()
    members: Counter[str] = Counter()
    countries: Counter[tuple[str, bool]] = Counter()
    for each in counted.granted:
        of = counted.organisations[each.organisation_id]
        if each.in_force:
            kinds[of.kind] += each.in_force
            members[of.kind] += 1
            countries[of.country or "", of.country_not_stated] += each.in_force
    return {
        "people": sum(each.in_force for each in counted.granted),
        "revoked": sum(each.revoked for each in counted.granted),
        "by_kind": [
            {"kind": kind, "organisations": members[kind], "people": people} for kind, people in largest(kinds)
        ],
        "by_country": [
            {"country": country or None, "not_stated": not_stated, "people": people}
            for (country, not_stated), people in largest(countries)
        ],
    }


def largest(counts: Mapping[K, int]) -> list[tuple[K, int]]:
    """Return pairs, the largest count first."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))


def waiting(counted: Statistics, *, now: datetime) -> list[Document]:
    """Return how many people wait for the Ministry, by whole days since they were filed (3.2)."""
    ages: Counter[int] = Counter()
    for each in counted.waiting:
        ages[max(0, (now - each.filed_at).days)] += each.people
    return [
        {
            "from_days": low, "to_days": high,
            "people": sum(people for age, people in ages.items() if low <= age and (high is None or age <= high)),
        }
        for low, high in AGES
    ]  # fmt: skip


def undecided(counted: Statistics) -> list[Document]:
    """Return how many people of each organisation were undecided when the window closed (3.5, 3.7)."""
    open_: Counter[str] = Counter()
    for each in counted.states:
        if each.state == S.UNDECIDED_AT_CLOSE:
            open_[each.organisation_id] += each.people
    return [{**organisation(counted, key), "people": people} for key, people in largest(open_)]


def organisation(counted: Statistics, key: str) -> Document:
    """Name an organisation in three languages, with its kind."""
    of: CountedOrganisation = counted.organisations[key]
    names = {"ky": of.name_ky or of.name, "ru": of.name_ru or of.name, "en": of.name}
    return {"organisation": names, "kind": of.kind}
