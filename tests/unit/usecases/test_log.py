"""The log answers: who signed No 139, what an officer did, what happened in an election."""

from __future__ import annotations

from server.usecases.queries import ActFilter
from tests.office import APPROVER, REGISTRAR, Office


def test_the_log_is_asked_by_number_kind_officer_and_election(office: Office) -> None:
    decree = office.drafted(2)
    office.sign(decree, number="139")
    (row, *_) = office.ports.queries.decrees().rows
    other = office.drafted(1, start=3)
    office.sign(other, number="140")
    queries = office.ports.queries
    about = queries.acts(ActFilter(number="№ 139")).rows
    assert {act.subjects["decree"] for act in about} == {row.id}
    (signed,) = queries.acts(ActFilter(number="139", kind="accreditation_signed")).rows
    assert (signed.actor_id, signed.decree_number, signed.decree_date) == (
        APPROVER.user_id, "139", row.decree_date,
    )  # fmt: skip
    assert {act.actor_id for act in queries.acts(ActFilter(actor_id=REGISTRAR.user_id)).rows} == {REGISTRAR.user_id}
    assert queries.acts(ActFilter(number="141")).rows == ()
    assert queries.acts(ActFilter(election_id="another")).rows == ()
    first = queries.acts(ActFilter(election_id="kg-2027-pr"), limit=3)
    rest = queries.acts(ActFilter(election_id="kg-2027-pr"), after=first.next, limit=3)
    assert [act.n for act in (*first.rows, *rest.rows)] == sorted(
        (act.n for act in (*first.rows, *rest.rows)), reverse=True
    )
    assert all(act.election_id == "kg-2027-pr" for act in rest.rows)


def test_the_log_finds_a_certificate_by_its_number(office: Office) -> None:
    number, *_ = office.issued(2)
    found = office.ports.queries.acts(ActFilter(number=f"{number[:2].lower()}-{number[2:6]}-{number[6]}")).rows
    assert found
    assert {act.certificate for act in found} == {number}
