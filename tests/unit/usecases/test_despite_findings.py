"""Accrediting people against whom something stands: with a reason that stays, before the eyes of who signs."""

from __future__ import annotations

import pytest

from server.accreditation.calendar import day_of
from server.usecases.decide import draft_accreditation_of
from server.usecases.errors import InvalidInput
from server.usecases.legal_opinions import give_opinion
from server.usecases.sign_decree import sign_decree
from tests.desk_people import found, ready
from tests.office import APPROVER, LAWYER, REGISTRAR, Office
from tests.unit.usecases.test_decide import ELECTION, accredit, refused_code


def test_a_ground_of_3_10_is_a_right_and_no_duty_but_the_reason_is_stated_and_kept(office: Office) -> None:
    person, clear = found(office, C5=("D2b", "no phone number")), ready(office, start=2)[0]
    with pytest.raises(InvalidInput) as caught:
        accredit(office, [person, clear], despite_findings={person: " "})
    (fault,) = caught.value.errors
    assert (fault.path, fault.code) == (f"despite_findings.{person}", "finding_stands")
    assert (fault.facts["clause"], fault.facts["grounds"]) == ("3.10", "D2b (3.10(2))")
    assert not office.ports.queries.decrees().rows
    decree = accredit(office, [person, clear], despite_findings={person: "The number came by phone."})
    (row,) = office.ports.queries.standing_against(decree)
    assert (row.nomination_id, row.reason) == (person, "The number came by phone.")
    assert row.findings == (("D2b", "3.10(2)", "no phone number"),)
    office.sign(decree)
    assert office.ports.queries.standing_against(decree) == (row,)


def test_an_opinion_that_comes_after_the_draft_is_read_before_signing(office: Office) -> None:
    person = found(office, C8=("D3b", "the letter"))
    asked = {"election_id": ELECTION, "subject": "x", "nomination_ids": [person]}
    assert refused_code(office, draft_accreditation_of, by=REGISTRAR, **asked) == "invalid_input"
    decree = accredit(office, [person], despite_findings={person: "The Commission thinks otherwise."})
    shown = office.ports.queries.draft_shown(decree).digest
    said = {"ground": "D3b", "opinion": "The purposes of stay contradict the law."}
    office.do(give_opinion, by=LAWYER, nomination_id=person, **said)
    signing = {"decree_id": decree, "number": "7", "decree_date": day_of(office.clock.now()),
               "sealing": office.ports.sealing}  # fmt: skip
    assert refused_code(office, sign_decree, by=APPROVER, shown=shown, **signing) == "draft_changed_since_shown"
    (row,) = office.ports.queries.standing_against(decree)
    assert (row.reason, [each.opinion for each in row.opinions]) == (
        "The Commission thinks otherwise.", [said["opinion"]]
    )  # fmt: skip


def test_a_reason_that_nobody_needs_is_said_to_be_one(office: Office) -> None:
    person = ready(office)[0]
    with pytest.raises(InvalidInput) as caught:
        accredit(office, [person], despite_findings={person: "Why not?"})
    assert [each.code for each in caught.value.errors] == ["nothing_stands_against"]
