"""Deciding: the ready pile becomes an annex, refusals person by person, and nobody disappears at the close."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from server.accreditation.calendar import at
from server.accreditation.errors import CodedError
from server.accreditation.machines import NominationState
from server.usecases.act_on_election import draft_election_act
from server.usecases.carry_out import carry_out
from server.usecases.check_sheet import make_ready, record_check, reopen_check
from server.usecases.decide import RefusalInput, draft_accreditation_of, draft_refusals, edit_refusal, remove_refusal
from server.usecases.draft_accreditation import edit_annex_line
from server.usecases.errors import Conflict, Forbidden, InvalidInput
from server.usecases.legal_opinions import give_opinion
from server.usecases.nomination_moves import move_nomination
from server.usecases.ports import Actor
from server.usecases.publish_decree import publish_decree
from server.usecases.records import AnnexLine, Notice, Refusal
from server.usecases.records import Nomination as Person
from server.usecases.take_up_again import find_undecided, take_up_again
from tests.desk_people import answer, at_check, found, ready, state_of
from tests.office import APPROVER, LAWYER, RECORDS, REGISTRAR, Office, a_line

CLOSE = at(date(2027, 1, 22), 0)
ELECTION = "kg-2027-pr"


def accredit(office: Office, people: list[str], **changes: Any) -> str:
    arguments = {"election_id": ELECTION, "subject": "Observers", "nomination_ids": people, **changes}
    return str(office.do(draft_accreditation_of, by=REGISTRAR, **arguments)["decree_id"])


def refuse(office: Office, *people: RefusalInput, by: Actor = LAWYER) -> str:
    done = office.do(draft_refusals, by=by, election_id=ELECTION, subject="Refusals", refusals=list(people))
    return str(done["decree_id"])


def close(office: Office, people: list[str]) -> None:
    """Let the clock close the window as the publisher's timer does."""
    office.clock.instant = CLOSE
    with office.ports.unit_of_work() as uow:
        for each in people:
            move_nomination(
                uow,
                uow.get(Person, each),
                NominationState.UNDECIDED_AT_CLOSE,
                actor=Actor(LAWYER.user_id, "system"),
                now=CLOSE,
            )
        uow.commit()


def refused_code(office: Office, verb: Any, **arguments: Any) -> str:
    with pytest.raises(CodedError) as caught:
        office.do(verb, **arguments)
    return caught.value.code


def test_the_pile_becomes_an_annex_in_order_of_organisation_and_name(office: Office) -> None:
    late = office.organisation("Zebra Watch")
    early = office.organisation("Aurora Watch")
    people = [*ready(office, 2, organisation=late), *ready(office, 2, organisation=early, start=5)]
    decree = accredit(office, list(reversed(people)))
    rows = office.ports.queries.annex(decree).rows
    assert [(row.organisation, row.name_latin) for row in rows] == [
        ("Aurora Watch", "Nordgaardf Astrid"), ("Aurora Watch", "Nordgaardg Astrid"),
        ("Zebra Watch", "Nordgaardb Astrid"), ("Zebra Watch", "Nordgaardc Astrid"),
    ]  # fmt: skip
    with office.ports.unit_of_work() as uow:
        assert {line.nomination_id for line in uow.find(AnnexLine, decree_id=decree)} == set(people)


def test_from_pile_to_certificates_and_notices(office: Office) -> None:
    people = ready(office, 3)
    decree = accredit(office, people)
    assert [state_of(office, each) for each in people] == ["ready"] * 3
    office.sign(decree)
    assert [state_of(office, each) for each in people] == ["accredited"] * 3
    carrying = {"decree_id": decree, "sealing": office.ports.sealing}
    assert refused_code(office, carry_out, by=REGISTRAR, **carrying) == "decree_not_published"
    office.do(publish_decree, by=RECORDS, decree_id=decree)
    assert office.do(carry_out, by=REGISTRAR, **carrying) == {"issued": 3, "told": 1}
    assert office.do(carry_out, by=REGISTRAR, **carrying) == {"issued": 0, "told": 0}
    grant = office.ports.queries.nomination(people[0]).grant
    assert grant is not None and grant.certificate_number
    assert office.scan(grant.certificate_number).code == "valid"
    with office.ports.unit_of_work() as uow:
        assert [each.kind for each in uow.find(Notice, kind="accredited")] == ["accredited"]


def test_only_ready_people_and_all_or_none(office: Office) -> None:
    people = [*ready(office), *at_check(office, start=2)]
    asked = {"election_id": ELECTION, "subject": "x", "nomination_ids": people}
    assert refused_code(office, draft_accreditation_of, by=REGISTRAR, **asked) == "nomination_not_ready"
    assert not office.ports.queries.decrees().rows
    for actor in (LAWYER, APPROVER, RECORDS):
        assert refused_code(office, draft_accreditation_of, by=actor, **asked) == "forbidden"


@pytest.mark.parametrize(("check", "ground"), [("C1", "N2"), ("C2", "N3"), ("C3", "N4"), ("C4", "N1")])
def test_inadmissible_people_are_never_accredited(office: Office, check: str, ground: str) -> None:
    person = found(office, **{check: (ground, "seen")})
    asked = {"election_id": ELECTION, "subject": "x", "nomination_ids": [person]}
    assert refused_code(office, draft_accreditation_of, by=REGISTRAR, **asked) == "may_not_be_accredited"


def test_a_person_in_a_draft_stays_where_they_are(office: Office) -> None:
    people = ready(office, 2)
    decree = accredit(office, people[:1])
    again = {"election_id": ELECTION, "subject": "x", "nomination_ids": people}
    assert refused_code(office, draft_accreditation_of, by=REGISTRAR, **again) == "in_draft_decree"
    assert refused_code(office, reopen_check, by=LAWYER, nomination_id=people[0]) == "in_draft_decree"
    line = office.ports.queries.annex(decree).rows[0].id
    changed = a_line(1, organisation=office.known_organisation())
    assert refused_code(office, edit_annex_line, by=REGISTRAR, line_id=line, line=changed) == "line_of_application"


def test_someone_withdrawn_since_the_draft_stops_the_signature_with_the_place(office: Office) -> None:
    people = ready(office, 2)
    decree = accredit(office, people)
    with office.ports.unit_of_work() as uow:
        move_nomination(
            uow, uow.get(Person, people[1]), NominationState.WITHDRAWN, actor=REGISTRAR, now=office.clock.now()
        )
        uow.commit()
    with pytest.raises(Conflict) as caught:
        office.sign(decree)
    assert (caught.value.code, caught.value.facts["positions"]) == ("annex_not_ready", "2")
    assert state_of(office, people[0]) == "ready"


def test_the_same_person_twice_and_the_accredited_are_found(office: Office) -> None:
    twins = [*ready(office), *ready(office, channel="mfa")]
    asked = {"election_id": ELECTION, "subject": "x", "nomination_ids": twins}
    assert refused_code(office, draft_accreditation_of, by=REGISTRAR, **asked) == "same_person_twice"
    office.sign(accredit(office, twins[:1]))
    asked["nomination_ids"] = twins[1:]
    assert refused_code(office, draft_accreditation_of, by=REGISTRAR, **asked) == "already_accredited"


def test_a_faulty_line_is_named_by_its_person(office: Office) -> None:
    person = ready(office, document_expires_on=date(2027, 1, 12))[0]
    office.clock.move(days=5)
    with pytest.raises(InvalidInput) as caught:
        accredit(office, [person])
    assert [(each.path, each.code) for each in caught.value.errors] == [
        (f"nominations.{person}", "document_expired")
    ]  # fmt: skip


def test_a_decree_after_the_close_accredits_nobody(office: Office) -> None:
    decree = accredit(office, ready(office))
    office.clock.instant = CLOSE
    with pytest.raises(CodedError) as caught:
        office.sign(decree)
    assert (caught.value.code, caught.value.clause) == ("window_closed", "3.7")


# Refusals


def test_each_person_is_refused_for_what_was_found_of_them(office: Office) -> None:
    one = found(office, C5=("D2a", "no copy"))
    two = ready(office, start=2)[0]
    wrong = [RefusalInput(one, ("D2a",), "No copy came."), RefusalInput(two, ("D2a",), "No copy came.")]
    with pytest.raises(CodedError) as caught:
        refuse(office, *wrong)
    assert (caught.value.code, caught.value.clause) == ("ground_does_not_fit_person", "3.5")
    decree = refuse(office, wrong[0])
    office.sign(decree)
    assert (state_of(office, one), state_of(office, two)) == ("refused", "ready")
    refusal = office.ports.queries.nomination(one).refusal
    assert refusal is not None and refusal.grounds == (("D2a", "3.10(2)"),)


@pytest.mark.parametrize(
    ("grounds", "facts", "code"),
    [
        ((), "x", "refusal_without_ground"),
        (("D2a",), " ", "refusal_without_facts"),
        (("3.3",), "x", "ground_unknown"),
    ],
)
def test_a_refusal_needs_a_ground_of_the_law_and_facts(
    office: Office, grounds: tuple[str, ...], facts: str, code: str
) -> None:
    person = found(office, C5=("D2a", "no copy"))
    with pytest.raises(CodedError) as caught:
        refuse(office, RefusalInput(person, grounds, facts))
    assert caught.value.code == code


def test_d3_needs_the_opinion_on_that_very_ground(office: Office) -> None:
    person = at_check(office)[0]
    answer(office, person, C8=("D3b", "the letter"))
    office.do(give_opinion, by=LAWYER, nomination_id=person, ground="D3b", opinion="another ground")
    answer(office, person, C8=("D3a", "the statute"))
    office.do(make_ready, by=LAWYER, nomination_ids=[person])
    said = RefusalInput(person, ("D3a",), "Its statute …")
    with pytest.raises(Conflict) as caught:
        refuse(office, said)
    assert (caught.value.code, caught.value.clause) == ("legal_opinion_missing", "3.10(3)")
    office.do(give_opinion, by=LAWYER, nomination_id=person, ground="D3a", opinion="contradicts …")
    office.sign(refuse(office, said))


def test_a_draft_of_refusals_is_edited_person_by_person(office: Office) -> None:
    people = [found(office, C5=("D2a", "no copy")), found(office, C6=("D2c", "another name"))]
    inputs = [RefusalInput(people[0], ("D2a",), "No copy."), RefusalInput(people[1], ("D2c",), "Another name.")]
    decree = refuse(office, *inputs, by=REGISTRAR)
    with office.ports.unit_of_work() as uow:
        refusals = {each.nomination_id: each.id for each in uow.find(Refusal, decree_id=decree)}
    wrong = {"refusal_id": refusals[people[0]], "grounds": ["D2c"], "facts": "x"}
    assert refused_code(office, edit_refusal, by=LAWYER, **wrong) == "ground_does_not_fit_person"
    office.do(edit_refusal, by=LAWYER, refusal_id=refusals[people[0]], grounds=["D2a"], facts="Still no copy.")
    office.do(remove_refusal, by=LAWYER, refusal_id=refusals[people[1]])
    office.sign(decree)
    assert [state_of(office, each) for each in people] == ["refused", "ready"]
    with office.ports.unit_of_work() as uow:
        kept = uow.find(Refusal, decree_id=decree)
    assert [each.facts for each in kept] == ["Still no copy."]
    assert refused_code(office, remove_refusal, by=LAWYER, refusal_id=kept[0].id) == "decree_not_draft"


def test_three_hands_for_refusals_too(office: Office) -> None:
    decree = refuse(office, RefusalInput(found(office, C5=("D2a", "x")), ("D2a",), "x"))
    with pytest.raises(Forbidden):
        office.do(publish_decree, by=LAWYER, decree_id=decree)
    office.sign(decree)
    office.do(publish_decree, by=RECORDS, decree_id=decree)
    assert office.do(carry_out, by=RECORDS, decree_id=decree, sealing=office.ports.sealing) == {
        "issued": 0,
        "told": 1,
    }


def test_tv_15_undecided_people_end_in_a_reasoned_refusal_after_the_close(office: Office) -> None:
    people = [*ready(office), *at_check(office, start=2)]
    assert refused_code(
        office, find_undecided, by=LAWYER, nomination_ids=people, evidence="x"
    ) == "not_undecided"  # fmt: skip
    close(office, people)
    inputs = [RefusalInput(each, ("N3",), "The window closed before a decree.") for each in people]
    with pytest.raises(CodedError):  # nobody has found it of them yet
        refuse(office, *inputs)
    office.do(find_undecided, by=LAWYER, nomination_ids=people, evidence="No decree before the close.")
    office.sign(refuse(office, *inputs))
    assert {state_of(office, each) for each in people} == {"refused"}


def test_undecided_people_may_be_refused_for_another_ground_of_their_own(office: Office) -> None:
    person = at_check(office)[0]
    close(office, [person])
    office.do(record_check, by=LAWYER, nomination_id=person, check="C5", outcome="D2a", evidence="no copy")
    office.sign(refuse(office, RefusalInput(person, ("D2a",), "No copy.")))
    asked = {"election_id": ELECTION, "subject": "x", "nomination_ids": [person]}
    assert refused_code(office, draft_accreditation_of, by=REGISTRAR, **asked) == "nomination_not_ready"


def test_tv_18_a_moved_election_opens_refusals_for_the_window_alone(office: Office) -> None:
    late, other = ready(office, 2)
    close(office, [late, other])
    office.do(find_undecided, by=LAWYER, nomination_ids=[late, other], evidence="closed")
    office.do(record_check, by=LAWYER, nomination_id=other, check="C5", outcome="D2a", evidence="no copy")
    office.sign(refuse(office, RefusalInput(late, ("N3",), "Late."), RefusalInput(other, ("N3", "D2a"), "Both.")))
    assert refused_code(office, take_up_again, by=REGISTRAR, nomination_ids=[late]) == "refusal_stands"
    act = office.do(draft_election_act, by=REGISTRAR, election_id=ELECTION, kind="postponement",
                    day=date(2027, 1, 24) + timedelta(days=14), facts="moved")  # fmt: skip
    office.sign(act)
    assert refused_code(office, take_up_again, by=LAWYER, nomination_ids=[late]) == "forbidden"
    assert refused_code(office, take_up_again, by=REGISTRAR, nomination_ids=[other]) == "refusal_stands"
    assert office.do(take_up_again, by=REGISTRAR, nomination_ids=[late]) == {"taken_up": 1}
    assert state_of(office, late) == "check"
    office.do(record_check, by=LAWYER, nomination_id=late, check="C2", outcome="ok", evidence="the window is open")
    office.do(make_ready, by=LAWYER, nomination_ids=[late])
    office.sign(accredit(office, [late]))
    assert state_of(office, late) == "accredited"
