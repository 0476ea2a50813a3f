"""The Ministry reviews and submits; it decides nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from server.accreditation.errors import CodedError
from server.usecases.errors import Conflict, Forbidden, InvalidInput, NotFound
from server.usecases.intake import begin_check, receive_nominations
from server.usecases.mfa_desk import forward_nominations, review_nomination, take_into_review
from server.usecases.records import Notice
from tests.applicants import filed
from tests.office import APPROVER, LAWYER, MFA, REGISTRAR, Office

LETTER = {"letter_number": "04-15/212", "letter_date": date(2027, 1, 10)}


def states(office: Office) -> list[str]:
    return sorted(office.ports.queries.nomination_counts(election_id="kg-2027-pr"))


def review(office: Office, nomination: str, outcome: str = "cleared", remarks: str = "", **other: Any) -> Any:
    by = other.get("by", MFA)
    return office.do(review_nomination, by=by, nomination_id=nomination, outcome=outcome, remarks=remarks)


def test_people_are_reviewed_one_by_one_and_submitted_with_one_letter(office: Office) -> None:
    ids = filed(office, 3, channel="mfa")
    assert office.do(take_into_review, by=MFA, nomination_ids=ids) == {"taken": 3}
    assert office.do(take_into_review, by=MFA, nomination_ids=ids) == {"taken": 0}
    review(office, ids[0])
    review(office, ids[1], "remarks", "The passport's copy can't be read")
    review(office, ids[2])
    assert office.do(forward_nominations, by=MFA, nomination_ids=ids, **LETTER) == {"forwarded": 3}
    page = office.ports.queries.nomination(ids[1])
    assert page.row.state == "at_cec" and page.review is not None
    assert (page.review.outcome, page.review.letter_number) == ("remarks", "04-15/212")
    with office.ports.unit_of_work() as uow:
        told = uow.find(Notice, kind="forwarded")
    assert {(each.role, bool(each.organisation_id)) for each in told} == {("registrar", False), (None, True)}


@pytest.mark.parametrize("outcome", ["refused", "rejected", "", "CLEARED"])
def test_il_09_the_ministry_cannot_refuse(office: Office, outcome: str) -> None:
    (nomination,) = filed(office, channel="mfa")
    with pytest.raises(CodedError) as caught:
        review(office, nomination, outcome)
    assert (caught.value.code, caught.value.clause) == ("mfa_cannot_refuse", "3.2")
    assert states(office) == ["filed_mfa"]


def test_remarks_need_words_and_nobody_is_submitted_without_review(office: Office) -> None:
    ids = filed(office, 2, channel="mfa")
    with pytest.raises(InvalidInput):
        review(office, ids[0], "remarks", "  ")
    review(office, ids[0], "remarks", "A remark")
    office.do(take_into_review, by=MFA, nomination_ids=ids)
    with pytest.raises(Conflict, match="review_missing"):
        office.do(forward_nominations, by=MFA, nomination_ids=ids, **LETTER)
    assert states(office) == ["mfa_review"]
    with pytest.raises(InvalidInput) as caught:
        office.do(forward_nominations, by=MFA, nomination_ids=ids, letter_number=" ", letter_date=date(2027, 1, 11))
    assert [each.path for each in caught.value.errors] == ["letter_number", "letter_date"]


def test_a_review_is_changed_until_it_is_submitted_and_stays_then(office: Office) -> None:
    ids = filed(office, channel="mfa")
    review(office, ids[0], "remarks", "A remark")
    review(office, ids[0], "cleared")
    office.do(forward_nominations, by=MFA, nomination_ids=ids, **LETTER)
    with pytest.raises(Conflict, match="not_at_mfa"):
        review(office, ids[0], "remarks", "Too late")
    with pytest.raises(CodedError, match="illegal_move"):
        office.do(forward_nominations, by=MFA, nomination_ids=ids, **LETTER)


def test_what_was_filed_with_the_cec_is_not_the_ministrys(office: Office) -> None:
    ids = filed(office, channel="cec")
    with pytest.raises(NotFound):
        office.do(take_into_review, by=MFA, nomination_ids=ids)
    with pytest.raises(NotFound):
        review(office, ids[0])
    for actor in (REGISTRAR, APPROVER):
        with pytest.raises(Forbidden):
            review(office, ids[0], by=actor)


def test_intake_receives_and_begins_the_check_of_many(office: Office) -> None:
    direct, by_ministry = filed(office, 2), filed(office, 1, channel="mfa", start=5)
    assert office.do(receive_nominations, by=REGISTRAR, nomination_ids=direct) == {"received": 2}
    assert office.do(receive_nominations, by=REGISTRAR, nomination_ids=direct) == {"received": 0}
    with pytest.raises(CodedError, match="illegal_move"):
        office.do(begin_check, by=LAWYER, nomination_ids=by_ministry)
    assert office.do(begin_check, by=LAWYER, nomination_ids=direct) == {"begun": 2}
    with pytest.raises(InvalidInput, match="invalid_input"):
        office.do(begin_check, by=LAWYER, nomination_ids=[])
