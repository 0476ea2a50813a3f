"""The statistics equal a small world that was counted by hand; the public ones single nobody out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from server.usecases.carry_out import carry_out
from server.usecases.check_sheet import make_ready
from server.usecases.decide import RefusalInput, draft_accreditation_of, draft_refusals
from server.usecases.issue import issue_credentials
from server.usecases.public_statistics import FEWEST, OTHER, public_statistics, put_together
from server.usecases.publish_decree import publish_decree
from server.usecases.statistics import statistics_document
from tests.applicants import filed
from tests.desk_people import answer, at_check, ready
from tests.office import LAWYER, RECORDS, REGISTRAR, Office

ELECTION = "kg-2027-pr"


@dataclass(frozen=True, slots=True)
class World:
    """The ids of the decrees: accreditation, refusals, and an accreditation that isn't published."""

    accreditation: str
    refusals: str
    unpublished: str


def _decree(office: Office, people: list[str]) -> str:
    done = office.do(draft_accreditation_of, by=REGISTRAR, election_id=ELECTION, subject="O", nomination_ids=people)
    return str(done["decree_id"])


def _refused(office: Office, *people: tuple[str, str]) -> str:
    told = [RefusalInput(nomination, (ground,), "Facts") for nomination, ground in people]
    done = office.do(draft_refusals, by=LAWYER, election_id=ELECTION, subject="R", refusals=told)
    return str(done["decree_id"])


@pytest.fixture
def world(office: Office) -> World:
    """Return a world of 15 applicants and 2 people entered by the CEC.

    Lake Watch (election body, NLD), directly to the CEC: 4 accredited after 2 days, 1 refused (D2a) and 1 refused
    (N1) after 3 days. River Mission (diplomatic, NOR), through the MFA: 2 accredited after 4 days, unpublished, and
    3 being checked. Hill Group (other, no country): 1 filed with the CEC, 3 filed with the MFA.
    """
    office.known_election()
    lake = office.organisation("Lake Watch", kind="election_body", origin="foreign", country="NLD")
    river = office.organisation("River Mission", kind="diplomatic_mission", origin="foreign", country="NOR")
    hill = office.organisation("Hill Group", name_ky="Дөбө тобу")
    listed = office.drafted(2, organisation=lake, start=900)
    office.sign(listed)
    office.do(issue_credentials, by=REGISTRAR, decree_id=listed, sealing=office.ports.sealing)
    office.do(publish_decree, by=RECORDS, decree_id=listed)

    good = ready(office, 4, organisation=lake)
    bad = at_check(office, 2, organisation=lake, start=50)
    slow = ready(office, 2, organisation=river, channel="mfa", start=100)
    at_check(office, 3, organisation=river, channel="mfa", start=200)
    answer(office, bad[0], C5=("D2a", "No copy"))
    answer(office, bad[1], C4=("N1", "A Kyrgyz passport"))
    office.do(make_ready, by=LAWYER, nomination_ids=bad)

    office.clock.move(days=2)
    first = _decree(office, good)
    office.sign(first)
    office.do(publish_decree, by=RECORDS, decree_id=first)
    office.do(carry_out, by=RECORDS, decree_id=first, sealing=office.ports.sealing)
    office.clock.move(days=1)
    refusals = _refused(office, (bad[0], "D2a"), (bad[1], "N1"))
    office.sign(refusals)
    office.do(publish_decree, by=RECORDS, decree_id=refusals)
    office.clock.move(days=1)
    unpublished = _decree(office, slow)
    office.sign(unpublished)
    filed(office, 1, organisation=hill, start=300)
    filed(office, 3, organisation=hill, channel="mfa", start=400)
    return World(first, refusals, unpublished)


def _whole(office: Office) -> dict[str, Any]:
    counted = office.ports.queries.statistics(ELECTION)
    return statistics_document(counted, now=office.clock.now())


def _public(office: Office) -> dict[str, Any]:
    counted = office.ports.queries.statistics(ELECTION, published=True)
    return public_statistics(counted, now=office.clock.now())


def _people(rows: list[dict[str, Any]], name: str) -> dict[str, int]:
    return {row[name]: row["people"] for row in rows}


def test_the_funnel_counts_who_came_so_far(office: Office, world: World) -> None:
    document = _whole(office)
    assert _people(document["funnel"], "stage") == {
        "nominated": 15, "filed": 15, "at_cec": 11, "in_check": 11, "ready": 8,
        "accredited": 6, "refused": 2, "withdrawn": 0, "undecided": 0,
    }  # fmt: skip
    assert document["without_application"] == 2


def test_the_curve_adds_up_decree_by_decree(office: Office, world: World) -> None:
    assert [(row["decree_date"], row["people"], row["total"]) for row in _whole(office)["curve"]] == [
        ("2027-01-10", 2, 2), ("2027-01-12", 4, 6), ("2027-01-14", 2, 8),
    ]  # fmt: skip


def test_half_and_nine_tenths_are_whole_people(office: Office, world: World) -> None:
    time = _whole(office)["time"]
    assert time["overall"] == {"people": 8, "median_days": 2.0, "ninety_days": 4.0}
    assert time["by_channel"] == [
        {"channel": "cec", "people": 6, "median_days": 2.0, "ninety_days": 3.0},
        {"channel": "mfa", "people": 2, "median_days": 4.0, "ninety_days": 4.0},
    ]
    assert [(row["organisation"]["en"], row["people"]) for row in time["by_organisation"]] == [
        ("Lake Watch", 6), ("River Mission", 2),
    ]  # fmt: skip


def test_refusals_by_ground_and_by_kind(office: Office, world: World) -> None:
    refusals = _whole(office)["refusals"]
    assert refusals["people"] == 2
    assert _people(refusals["by_ground"], "ground") == {"D2a": 1, "N1": 1}
    assert _people(refusals["by_kind"], "kind") == {"election_body": 2}
    assert refusals["by_ground_and_kind"] == [
        {"ground": "D2a", "kind": "election_body", "people": 1},
        {"ground": "N1", "kind": "election_body", "people": 1},
    ]


def test_whose_accreditation_is_in_force(office: Office, world: World) -> None:
    accredited = _whole(office)["accredited"]
    assert (accredited["people"], accredited["revoked"]) == (8, 0)
    assert accredited["by_kind"] == [
        {"kind": "election_body", "organisations": 1, "people": 6},
        {"kind": "diplomatic_mission", "organisations": 1, "people": 2},
    ]
    assert _people(accredited["by_country"], "country") == {"NLD": 6, "NOR": 2}


def test_the_ministry_s_queue_by_age(office: Office, world: World) -> None:
    ages = lambda: {row["from_days"]: row["people"] for row in _whole(office)["mfa"]}  # noqa: E731
    assert ages() == {0: 3, 2: 0, 4: 0, 8: 0}
    office.clock.instant += timedelta(days=5)
    assert ages() == {0: 0, 2: 0, 4: 3, 8: 0}


def test_what_is_not_published_counts_as_in_progress_for_the_public(office: Office, world: World) -> None:
    document = _public(office)
    assert _people(document["funnel"], "stage") == {
        "filed": 15, "in_progress": 9, "accredited": 4, "refused": 2, "withdrawn": 0, "undecided": 0,
    }  # fmt: skip
    assert document["curve"][-1]["total"] == 6
    assert document["accredited"]["people"] == 6
    assert _people(document["accredited"]["by_country"], "country") == {"NLD": 6}
    office.do(publish_decree, by=RECORDS, decree_id=world.unpublished)
    document = _public(office)
    assert document["curve"][-1]["total"] == 8
    assert _people(document["funnel"], "stage")["in_progress"] == 7


def test_the_public_learns_no_ground_of_a_few(office: Office, world: World) -> None:
    document = _public(office)
    assert document["refusals"] == {"people": 2, "by_ground": [], "by_kind": []}
    assert [row["people"] for row in document["time"]["by_organisation"]] == [4]
    assert document["time"]["overall"]["people"] == 4  # of accredited people, or refusals could be reckoned
    said = repr(document)
    assert not {"mfa_review", "D2a", "N1", "by_ground_and_kind"} & set(said.replace("'", " ").split())


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ({}, {}),
        ({"a": 1}, {}),
        ({"a": 2}, {}),
        ({"a": 3}, {"a": 3}),
        ({"a": 1, "b": 1}, {}),
        ({"a": 1, "b": 2}, {OTHER: 3}),
        ({"a": 1, "b": 3}, {OTHER: 4}),  # b alone would tell a
        ({"a": 1, "b": 3, "c": 9}, {"c": 9, OTHER: 4}),
        ({"a": 2, "b": 2, "c": 9}, {"c": 9, OTHER: 4}),
        ({"a": 0, "b": 5}, {"b": 5}),
    ],
)
def test_small_parts_are_put_together_until_none_is_told(parts: dict[str, int], shown: dict[str, int]) -> None:
    rows = put_together([{"ground": name, "people": people} for name, people in parts.items()], "ground")
    assert _people(rows, "ground") == shown
    assert all(row["people"] >= FEWEST for row in rows)


def test_an_election_without_people_has_empty_figures(office: Office) -> None:
    office.known_election()
    document = _whole(office)
    assert sum(row["people"] for row in document["funnel"]) == 0
    assert document["time"]["overall"] == {"people": 0, "median_days": None, "ninety_days": None}
    assert _public(office)["curve"] == []


def test_a_foreign_organisation_without_a_country_is_not_an_international_one(office: Office) -> None:
    for number, changes in enumerate(({"origin": "foreign"}, {"origin": "international"}), start=1):
        organisation = office.organisation(f"Watch {number}", **changes)
        decree = office.drafted(number, organisation=organisation, start=10 * number)
        office.sign(decree)
    assert _whole(office)["accredited"]["by_country"] == [
        {"country": None, "not_stated": False, "people": 2},
        {"country": None, "not_stated": True, "people": 1},
    ]
