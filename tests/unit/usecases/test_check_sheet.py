"""The check sheet: what is proposed, what a human records, when a person is ready."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from server.accreditation.calendar import at
from server.accreditation.errors import CodedError
from server.accreditation.findings import Finding
from server.usecases.check_sheet import make_ready, record_check, record_checks, reopen_check
from server.usecases.deprived import EarlierDecree, enter_earlier_decree
from server.usecases.errors import Conflict, Forbidden, InvalidInput, NotFound
from server.usecases.gather_findings import gather_findings
from server.usecases.records import CheckOutcome, Nomination
from tests.desk_people import CHECKS, answer, at_check, found, ready, state_of
from tests.office import APPROVER, LAWYER, MFA, REGISTRAR, Office


def findings(office: Office, nomination: str) -> dict[str, Finding]:
    with office.ports.unit_of_work() as uow:
        told = gather_findings(
            uow, [uow.get(Nomination, nomination)], now=office.clock.now(), matching=office.ports.matching
        )
    return {each.check.value: each for each in told[nomination]}


def codes(office: Office, nomination: str) -> dict[str, str]:
    return {check: each.code for check, each in findings(office, nomination).items()}


def enter(office: Office, **changes: Any) -> str:
    entry = {
        "surname_latin": "Nordgaardb", "given_latin": "Astrid", "birth_date": date(1975, 3, 2),
        "document_country": "NOR", "document_number": "P0000001", "decree_number": "77",
        "decree_date": date(2021, 11, 1),
    }  # fmt: skip
    return str(
        office.do(
            enter_earlier_decree, by=REGISTRAR, entry=EarlierDecree(**{**entry, **changes}),  # type: ignore[arg-type]
            matching=office.ports.matching,
        )
    )  # fmt: skip


def test_a_plain_person_has_nothing_alarming(office: Office) -> None:
    told = findings(office, at_check(office)[0])
    assert [each.outcome for each in told.values()] == ["ok"] * 6 + ["", "", "ok"]
    assert not [each for each in told.values() if each.alarming]


@pytest.mark.parametrize(
    ("changes", "check", "code", "outcome"),
    [
        ({"citizenships": "NOR,KGZ"}, "C4", "citizen_of_kg", "N1"),
        ({"birth_date": None}, "C5", "no_birth_date", "D2b"),
        ({"document_expires_on": date(2027, 2, 1)}, "C5", "expires_early", ""),
    ],
)
def test_what_the_data_say(office: Office, changes: dict[str, Any], check: str, code: str, outcome: str) -> None:
    finding = findings(office, at_check(office, **changes)[0])[check]
    assert (finding.code, finding.outcome, finding.alarming) == (code, outcome, True)


def test_expiry_before_the_latest_end_is_a_warning_and_no_ground(office: Office) -> None:
    finding = findings(office, at_check(office, document_expires_on=date(2027, 2, 26))[0])["C5"]
    assert finding.outcome == ""  # E is 24 January, so E+34 is 27 February
    assert (
        codes(office, at_check(office, start=2, document_expires_on=date(2027, 2, 27))[0])["C5"]
        == "documents_complete"
    )


def test_after_the_close_c2_says_so(office: Office) -> None:
    person = at_check(office)[0]
    office.clock.instant = at(date(2027, 1, 22), 0)
    assert codes(office, person)["C2"] == "closed_undecided"


def test_the_same_document_or_the_same_name_in_two_lists_is_seen(office: Office) -> None:
    first = at_check(office)[0]
    twin = at_check(office, channel="mfa")[0]
    assert codes(office, first)["C6"] == codes(office, twin)["C6"] == "same_document"
    office2 = at_check(office, start=9, surname_latin="Nordgaardb", birth_date=date(1975, 3, 2))[0]
    assert codes(office, office2)["C6"] == "same_name"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"surname_latin": "Elsewise", "birth_date": date(1960, 1, 1)}, "hit_by_document"),
        ({"document_number": "OTHER77"}, "hit_by_name"),
        ({"document_number": "OTHER77", "surname_latin": "Nordgardb"}, "hit_by_name"),
        ({"document_number": "OTHER77", "surname_latin": "Elsewise", "given_latin": "Astryd",
          "surname_cyrillic": "Нордгаардб", "given_cyrillic": "Астрид", "cyrillic_language": "rus"}, "hit_by_name"),
        ({}, "hit_by_both"),
        ({"document_number": "OTHER77", "birth_date": date(1975, 3, 3)}, "not_listed"),
        ({"document_country": "SWE", "birth_date": date(1975, 3, 3)}, "not_listed"),
    ],
)  # fmt: skip
def test_tv_20_a_hit_needs_a_human_and_refuses_nobody(office: Office, changes: dict[str, Any], code: str) -> None:
    enter(office)
    person = at_check(office, **changes)[0]
    finding = findings(office, person)["C9"]
    assert (finding.code, finding.alarming) == (code, code != "not_listed")
    assert finding.outcome == ("ok" if code == "not_listed" else "")
    assert state_of(office, person) == "check"
    answer(office, person)  # the human found that it isn't the same person
    office.do(make_ready, by=LAWYER, nomination_ids=[person])
    assert state_of(office, person) == "ready"


def test_a_pile_is_answered_at_once_and_who_needs_a_look_is_left(office: Office) -> None:
    people = at_check(office, 3)
    enter(office)
    done = office.do(record_checks, by=LAWYER, nomination_ids=people, checks=CHECKS, evidence="seen",
                     matching=office.ports.matching)  # fmt: skip
    assert done == {"recorded": 26, "left": [people[0]]}
    with office.ports.unit_of_work() as uow:
        rows = uow.find(CheckOutcome, nomination_id=people)
    assert {(each.nomination_id, each.check_code) for each in rows} == {
        (person, check) for person in people for check in CHECKS
    } - {(people[0], "C9")}
    assert {each.decided_by for each in rows} == {LAWYER.user_id}


@pytest.mark.parametrize("evidence", ["", " \n"])
def test_a_pile_is_not_answered_without_what_was_looked_at(office: Office, evidence: str) -> None:
    person = at_check(office)[0]
    with pytest.raises(InvalidInput) as caught:
        office.do(record_checks, by=LAWYER, nomination_ids=[person], checks=CHECKS, evidence=evidence,
                  matching=office.ports.matching)  # fmt: skip
    assert [(each.path, each.code) for each in caught.value.errors] == [("evidence", "pile_without_evidence")]
    assert not office.ports.queries.nomination(person).checks


def test_a_recorded_finding_survives_the_piles_ok(office: Office) -> None:
    person = at_check(office)[0]
    office.do(record_check, by=LAWYER, nomination_id=person, check="C5", outcome="D2a", evidence="no copy")
    office.do(record_checks, by=LAWYER, nomination_ids=[person], checks=CHECKS, evidence="the papers",
              matching=office.ports.matching)  # fmt: skip
    outcomes = {each.check_code: each.outcome for each in office.ports.queries.nomination(person).checks}
    assert outcomes["C5"] == "D2a"


@pytest.mark.parametrize(
    ("check", "outcome", "evidence", "code"),
    [
        ("C10", "ok", "", "check_unknown"),
        ("C1", "D2a", "x", "outcome_not_of_check"),
        ("C5", "D2a", " ", "evidence_missing"),
        ("C5", "3.3", "x", "outcome_not_of_check"),
    ],
)
def test_an_outcome_belongs_to_its_check_and_has_evidence(
    office: Office, check: str, outcome: str, evidence: str, code: str
) -> None:
    person = at_check(office)[0]
    with pytest.raises(CodedError) as caught:
        office.do(record_check, by=LAWYER, nomination_id=person, check=check, outcome=outcome, evidence=evidence)
    assert caught.value.code == code


@pytest.mark.parametrize(("check", "ground"), [("C7", "D1"), ("C8", "D3a"), ("C8", "D3b"), ("C9", "D4")])
def test_heavy_findings_are_the_lawyers_alone(office: Office, check: str, ground: str) -> None:
    person = at_check(office)[0]
    with pytest.raises(Forbidden):
        office.do(record_check, by=REGISTRAR, nomination_id=person, check=check, outcome=ground, evidence="x")
    office.do(record_check, by=LAWYER, nomination_id=person, check=check, outcome=ground, evidence="x")


@pytest.mark.parametrize("actor", [APPROVER, MFA])
def test_nobody_else_answers_checks(office: Office, actor: Any) -> None:
    person = at_check(office)[0]
    with pytest.raises(Forbidden):
        office.do(record_check, by=actor, nomination_id=person, check="C1", outcome="ok", evidence="")
    with pytest.raises(Forbidden):
        office.do(record_checks, by=actor, nomination_ids=[person], checks=CHECKS, evidence="the papers",
                  matching=office.ports.matching)  # fmt: skip
    with pytest.raises(Forbidden):
        office.do(make_ready, by=actor, nomination_ids=[person])


def test_a_sheet_with_an_open_check_is_not_ready_and_says_which(office: Office) -> None:
    person = at_check(office)[0]
    for check in CHECKS[:-2]:
        office.do(record_check, by=LAWYER, nomination_id=person, check=check, outcome="ok", evidence="")
    with pytest.raises(Conflict) as caught:
        office.do(make_ready, by=LAWYER, nomination_ids=[person])
    assert caught.value.facts["checks"] == "C8, C9"
    with pytest.raises(Forbidden):
        office.do(make_ready, by=REGISTRAR, nomination_ids=[person])


def test_a_ready_sheet_is_closed_until_the_lawyer_opens_it(office: Office) -> None:
    person = ready(office)[0]
    with pytest.raises(Conflict) as caught:
        office.do(record_check, by=LAWYER, nomination_id=person, check="C1", outcome="ok", evidence="")
    assert caught.value.code == "not_being_checked"
    with pytest.raises(Forbidden):
        office.do(reopen_check, by=REGISTRAR, nomination_id=person)
    office.do(reopen_check, by=LAWYER, nomination_id=person)
    office.do(record_check, by=LAWYER, nomination_id=person, check="C1", outcome="ok", evidence="again")


def test_nobody_chosen_and_unknown_people(office: Office) -> None:
    office.known_election()
    for verb, more in ((make_ready, {}), (record_checks, {"checks": CHECKS, "evidence": "the papers",
                                                          "matching": office.ports.matching})):  # fmt: skip
        with pytest.raises(InvalidInput):
            office.do(verb, by=LAWYER, nomination_ids=[], **more)
        with pytest.raises(NotFound):
            office.do(verb, by=LAWYER, nomination_ids=["nobody"], **more)
    with pytest.raises(InvalidInput):
        office.do(make_ready, by=LAWYER, nomination_ids=[str(n) for n in range(501)])


def test_the_log_holds_no_evidence_in_the_clear(office: Office) -> None:
    found(office, C5=("D2a", "secret evidence"))
    with office.engine.connect() as connection:
        for table in ("act", "act_subject"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()
            assert "secret evidence" not in repr(rows)
