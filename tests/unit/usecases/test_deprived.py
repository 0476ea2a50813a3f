"""Who enters the list of those deprived, who leaves it, and what it holds: no names (3.10(4))."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from server.usecases.decree_opinions import give_decree_opinion
from server.usecases.deprived import EarlierDecree, enter_earlier_decree
from server.usecases.errors import Conflict, Forbidden, InvalidInput
from server.usecases.hand_over import hand_over
from server.usecases.merge_nominations import merge_nominations
from server.usecases.records import (
    Attachment,
    Credential,
    DeprivedPerson,
    Nomination,
    Revocation,
    RevocationRequest,
    RevocationRequestSubject,
)
from server.usecases.return_nomination import return_nomination
from server.usecases.revocation_requests import draft_from_request
from server.usecases.revoke import Upload, draft_annulment_of_revocation, draft_revocation
from tests.desk_people import at_check, ready, state_of
from tests.office import APPROVER, LAWYER, RECORDS, REGISTRAR, Office, reopen_office
from tests.unit.usecases.test_check_sheet import codes, enter
from tests.unit.usecases.test_decide import accredit, refused_code

LETTER = Upload("letter.pdf", "application/pdf", b"%PDF-1.7 letter")


def entries(office: Office) -> list[DeprivedPerson]:
    with office.ports.unit_of_work() as uow:
        return uow.find(DeprivedPerson, order="created_at")


def accredited(office: Office, people: int = 1) -> list[str]:
    """Return accreditations of applicants, signed."""
    nominations = ready(office, people)
    office.sign(accredit(office, nominations))
    grants = [office.ports.queries.nomination(each).grant for each in nominations]
    return [grant.accreditation_id for grant in grants if grant]


def revoke(office: Office, accreditation: str, **changes: Any) -> str:
    arguments: dict[str, Any] = {"kind": "V1", "facts": "seen", "gross": True, **changes}
    decree = office.do(draft_revocation, by=REGISTRAR, accreditation_ids=[accreditation], **arguments)
    office.sign(decree)
    return str(decree)


@pytest.mark.parametrize(
    ("changes", "listed"),
    [
        ({}, True), ({"kind": "V2"}, True), ({"kind": "V3"}, True), ({"gross": False}, False),
        ({"kind": "W1", "facts": "", "gross": None, "attachment": LETTER}, False),
        ({"kind": "W2", "facts": "", "gross": None, "attachment": LETTER}, False),
    ],
)  # fmt: skip
def test_il_16_only_gross_violations_are_listed(office: Office, changes: dict[str, Any], listed: bool) -> None:
    revoke(office, accredited(office)[0], **changes)
    assert len(entries(office)) == listed
    with office.ports.unit_of_work() as uow:
        person = uow.find(Nomination)[0]
    later = at_check(office, document_number=person.document_number, start=1)[0]
    assert codes(office, later)["C9"] == ("hit_by_both" if listed else "not_listed")


def test_a_draft_lists_nobody(office: Office) -> None:
    office.do(draft_revocation, by=REGISTRAR, accreditation_ids=accredited(office), kind="V1", facts="x", gross=True)
    assert not entries(office)


def test_annulment_takes_the_entry_out_and_keeps_it_visible(office: Office) -> None:
    decree = revoke(office, accredited(office)[0])
    with office.ports.unit_of_work() as uow:
        revocation = uow.find(Revocation, decree_id=decree)[0].id
    office.clock.move(minutes=1)
    act = office.do(draft_annulment_of_revocation, by=REGISTRAR, revocation_ids=[revocation], facts="court")
    assert entries(office)[0].removed_by is None
    office.sign(act)
    assert [each.removed_by for each in entries(office)] == [act]
    again = at_check(office)[0]
    assert codes(office, again)["C9"] == "not_listed"


def test_the_list_holds_no_name_and_no_number(office: Office) -> None:
    revoke(office, accredited(office)[0])
    enter(office, document_number="EARLIER9")
    told = repr(entries(office))
    for secret in ("Nordgaard", "P0000001", "EARLIER9"):
        assert secret not in told


def test_another_key_finds_nobody(office: Office) -> None:
    enter(office)
    person = at_check(office)[0]
    assert codes(office, person)["C9"] == "hit_by_both"
    other = reopen_office(office.engine)
    other.matching_key = b"x" * 32
    assert codes(other, person)["C9"] == "not_listed"


def test_an_earlier_decree_is_entered_once_by_the_registrar(office: Office) -> None:
    enter(office)
    with pytest.raises(Conflict) as caught:
        enter(office, surname_latin="Another")
    assert caught.value.code == "already_deprived"
    entry = EarlierDecree("A", "B", date(1980, 1, 1), "NOR", "X1234567", "8", date(2020, 1, 1))
    with pytest.raises(Forbidden):
        office.do(enter_earlier_decree, by=LAWYER, entry=entry, matching=office.ports.matching)


def test_every_fault_of_an_entry_at_once(office: Office) -> None:
    with pytest.raises(InvalidInput) as caught:
        enter(office, surname_latin="", document_number="?", decree_number="", decree_date=date(2030, 1, 1),
              birth_date=date(2030, 1, 1))  # fmt: skip
    assert {each.path for each in caught.value.errors} == {
        "surname_latin", "document_number", "decree_number", "decree_date", "birth_date",
    }  # fmt: skip


# Requests of organisations


def request(office: Office, accreditations: list[str]) -> str:
    """Write a request as the portal does."""
    now = office.clock.now()
    with office.ports.unit_of_work() as uow:
        letter = Attachment(uow.new_id(), "letter.pdf", "application/pdf", bytes(32), b"%PDF-", RECORDS.user_id, now)
        made = RevocationRequest(
            uow.new_id(), "kg-2027-pr", office.known_organisation(), letter.id, "The mission leaves.", "open",
            RECORDS.user_id, now,
        )  # fmt: skip
        uow.add(letter, made, *(RevocationRequestSubject(made.id, each) for each in accreditations))
        uow.commit()
    return made.id


def test_a_whole_mission_is_withdrawn_in_one_act(office: Office) -> None:
    people = accredited(office, 3)
    asked = request(office, people)
    done = office.do(draft_from_request, by=REGISTRAR, request_id=asked)
    assert (done["people"], done["left_out"]) == (3, 0)
    page = office.ports.queries.decree(done["decree_id"])
    assert {(each.kind, each.gross, bool(each.attachment_id)) for each in page.revocations} == {("W1", None, True)}
    assert refused_code(office, draft_from_request, by=REGISTRAR, request_id=asked) == "request_not_open"
    office.sign(done["decree_id"])
    assert not entries(office)


def test_who_was_revoked_since_is_left_out(office: Office) -> None:
    people = accredited(office, 2)
    asked = request(office, people)
    revoke(office, people[0], gross=False)
    done = office.do(draft_from_request, by=REGISTRAR, request_id=asked)
    assert (done["people"], done["left_out"]) == (1, 1)
    assert refused_code(office, draft_from_request, by=APPROVER, request_id=asked) == "forbidden"


def test_an_opinion_stands_beside_a_violation_only(office: Office) -> None:
    people = accredited(office, 2)
    draft = office.do(draft_revocation, by=REGISTRAR, accreditation_ids=people[:1], kind="V2", facts="x", gross=True)
    office.do(give_decree_opinion, by=LAWYER, decree_id=draft, opinion="It is gross.")
    assert refused_code(office, give_decree_opinion, by=REGISTRAR, decree_id=draft, opinion="x") == "forbidden"
    on_application = office.do(draft_revocation, by=REGISTRAR, accreditation_ids=people[1:], kind="W1", facts="",
                               attachment=LETTER)  # fmt: skip
    asked = {"decree_id": on_application, "opinion": "x"}
    assert refused_code(office, give_decree_opinion, by=LAWYER, **asked) == "opinion_on_violations_only"


# Returns, merges, handing over


def test_papers_go_back_with_what_is_missing(office: Office) -> None:
    person = at_check(office)[0]
    for missing in ([], ["nothing"], ["other"]):
        with pytest.raises(InvalidInput):
            office.do(return_nomination, by=REGISTRAR, nomination_id=person, missing=missing)
    office.do(return_nomination, by=REGISTRAR, nomination_id=person, missing=["photo", "birth_date"], note="see 3.1")
    page = office.ports.queries.nomination(person)
    assert (page.row.state, page.returns[0].missing, page.returns[0].note) == (
        "returned", ("photo", "birth_date"), "see 3.1",
    )  # fmt: skip


def test_nothing_is_returned_after_the_close(office: Office) -> None:
    person = at_check(office)[0]
    office.clock.move(days=20)
    code = refused_code(office, return_nomination, by=LAWYER, nomination_id=person, missing=["photo"])
    assert code == "window_closed"


def test_two_channels_one_person_merged_by_a_human(office: Office) -> None:
    kept, twin = at_check(office)[0], at_check(office, channel="mfa")[0]
    assert refused_code(office, merge_nominations, by=LAWYER, kept_id=kept, other_id=twin) == "forbidden"
    assert refused_code(office, merge_nominations, by=REGISTRAR, kept_id=kept, other_id=kept) == "merge_with_itself"
    office.do(merge_nominations, by=REGISTRAR, kept_id=kept, other_id=twin)
    assert (state_of(office, kept), state_of(office, twin)) == ("check", "merged")
    assert office.ports.queries.nomination(twin).row.merged_into == kept
    assert codes(office, kept)["C6"] == "nothing_contradicts"


def test_two_people_who_are_not_alike_need_a_word_more(office: Office) -> None:
    one, other = at_check(office, 2)
    asked = {"kept_id": one, "other_id": other}
    assert refused_code(office, merge_nominations, by=REGISTRAR, **asked) == "merge_not_alike"
    office.do(merge_nominations, by=REGISTRAR, sure=True, **asked)
    assert refused_code(office, merge_nominations, by=REGISTRAR, sure=True, **asked) == "merge_not_at_cec"


def test_papers_are_handed_over_once(office: Office) -> None:
    numbers = office.issued(2)
    assert office.do(hand_over, by=RECORDS, numbers=numbers[:1]) == {"delivered": 1}
    moment = office.clock.now()
    office.clock.move(hours=1)
    assert office.do(hand_over, by=REGISTRAR, numbers=numbers) == {"delivered": 1}
    with office.ports.unit_of_work() as uow:
        assert uow.find(Credential, number=numbers[0])[0].delivered_at == moment
    assert refused_code(office, hand_over, by=LAWYER, numbers=numbers) == "forbidden"
    assert refused_code(office, hand_over, by=RECORDS, numbers=["PR-0000-X"]) == "not_found"
