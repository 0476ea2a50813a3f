"""The lawyer's opinion: on what the check found and nothing else; the newest counts, the earlier ones stay."""

from __future__ import annotations

from typing import Any

import pytest

from server.usecases.check_sheet import record_check, reopen_check
from server.usecases.errors import Forbidden, InvalidInput
from server.usecases.legal_opinions import give_opinion
from tests.desk_people import answer, at_check, found
from tests.office import LAWYER, REGISTRAR, Office
from tests.unit.usecases.test_decide import accredit, refused_code


def asked(person: str, ground: str = "D3a", opinion: str = "The statute says …") -> dict[str, Any]:
    return {"nomination_id": person, "ground": ground, "opinion": opinion}


def test_an_opinion_is_the_lawyers_and_for_d3_only(office: Office) -> None:
    person = at_check(office)[0]
    answer(office, person, C8=("D3a", "the statute"))
    with pytest.raises(Forbidden):
        office.do(give_opinion, by=REGISTRAR, **asked(person))
    for ground, opinion in (("D1", "x"), ("D3a", "")):
        with pytest.raises(InvalidInput):
            office.do(give_opinion, by=LAWYER, **asked(person, ground, opinion))
    office.do(give_opinion, by=LAWYER, **asked(person))
    assert [each.ground for each in office.ports.queries.nomination(person).opinions] == ["D3a"]


@pytest.mark.parametrize(
    ("findings", "code"),
    [
        ({}, "opinion_without_finding"),
        ({"C4": ("N1", "a second passport")}, "opinion_without_finding"),
        ({"C8": ("D3b", "the letter")}, "opinion_on_other_ground"),
    ],
)
def test_no_opinion_on_what_was_not_found(office: Office, findings: dict[str, tuple[str, str]], code: str) -> None:
    person = found(office, **findings)
    assert refused_code(office, give_opinion, by=LAWYER, **asked(person)) == code
    assert not office.ports.queries.nomination(person).opinions


def test_a_later_opinion_replaces_a_mistaken_one_and_both_are_kept(office: Office) -> None:
    person = found(office, C8=("D3a", "the statute"))
    for text in ("A mistake.", "As it should be."):
        office.do(give_opinion, by=LAWYER, **asked(person, opinion=text))
    page = office.ports.queries.nomination(person)
    assert [each.opinion for each in page.opinions] == ["A mistake.", "As it should be."]
    assert page.counting_opinions == {page.opinions[1].id}
    decree = accredit(office, [person], despite_findings={person: "A right, no duty."})
    (row,) = office.ports.queries.standing_against(decree)
    assert [each.opinion for each in row.opinions] == ["As it should be."]


def test_an_opinion_falls_with_its_finding(office: Office) -> None:
    person = found(office, C8=("D3a", "the statute"))
    office.do(give_opinion, by=LAWYER, **asked(person))
    office.do(reopen_check, by=LAWYER, nomination_id=person)
    office.do(record_check, by=LAWYER, nomination_id=person, check="C8", outcome="ok", evidence="the amended statute")
    sheet = office.ports.queries.sheets([person], now=office.clock.now(), matching=office.ports.matching)[person]
    assert len(sheet.opinions) == 1 and not sheet.counting_opinions and not sheet.stands_against
