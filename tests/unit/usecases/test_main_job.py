"""From a decree to a verdict: accredit, issue, scan, revoke, annul, replace; as phones see it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from server.accreditation.calendar import at
from server.accreditation.errors import CodedError
from server.usecases.act_on_election import draft_election_act, preview_election_act
from server.usecases.check_acts import check_acts
from server.usecases.errors import Conflict, Forbidden
from server.usecases.issue import issue_credentials
from server.usecases.publish_decree import publish_decree
from server.usecases.queries import CertificateFilter
from server.usecases.replace import draft_amendment, replace_credential
from server.usecases.revoke import Upload, draft_annulment_of_revocation, draft_revocation
from tests.office import APPROVER, RECORDS, REGISTRAR, Office

APPLICATION = Upload("application.pdf", "application/pdf", b"%PDF-1.7 application")


def revoked(office: Office, number: str, **changes: object) -> str:
    card = office.ports.queries.certificate(number, now=office.clock.now())
    arguments = {"kind": "V2", "facts": "Campaigning at station 1001", "gross": True} | changes
    decree = office.do(draft_revocation, by=REGISTRAR, accreditation_ids=[card.row.accreditation_id], **arguments)
    office.sign(decree)
    return str(decree)


def test_issued_certificates_are_valid_and_match_their_documents(office: Office) -> None:
    numbers = office.issued(3)
    assert len(numbers) == 3
    verdict = office.scan(numbers[1], document_number="x 000-0002")
    assert (verdict.code, verdict.colour, verdict.document_match) == ("valid", "green", True)
    assert office.scan(numbers[1], document_number="X9999999").document_match is False
    assert (
        verdict.claims is not None
        and verdict.claims["accreditation_day"] == (date(2027, 1, 10) - date(1970, 1, 1)).days
    )


def test_issuing_twice_issues_nothing_more(office: Office) -> None:
    decree = office.drafted(2)
    office.sign(decree)
    first = office.do(issue_credentials, by=RECORDS, decree_id=decree, sealing=office.ports.sealing)
    again = office.do(issue_credentials, by=RECORDS, decree_id=decree, sealing=office.ports.sealing)
    assert (first["issued"], again["issued"]) == (2, 0)


def test_no_certificate_before_the_signature(office: Office) -> None:
    decree = office.drafted(1)
    with pytest.raises(Conflict, match="decree_not_signed"):
        office.do(issue_credentials, by=REGISTRAR, decree_id=decree, sealing=office.ports.sealing)


def test_revocation_turns_red_at_once_with_its_notice(office: Office) -> None:
    first, second = office.issued(2)
    office.clock.move(hours=3)
    outcome_seq = office.state().seq
    revoked(office, first)
    verdict = office.scan(first)
    assert (verdict.code, verdict.colour) == ("revoked", "red")
    assert verdict.revocation is not None and verdict.revocation.kind == "V2"
    assert verdict.revocation.effective_minute % 60 == 0
    assert office.scan(second).code == "valid"
    assert office.state().seq > outcome_seq


def test_a_future_minute_waits_for_its_state(office: Office) -> None:
    (number,) = office.issued(1)
    minute = office.clock.now().replace(second=0) + timedelta(minutes=10)
    revoked(office, number, effective_at=minute)
    row = office.ports.queries.certificate(number, now=office.clock.now()).row
    assert row.status == "revocation_pending"
    assert office.scan(number).code == "valid"
    assert office.ports.queries.next_effective_instant() == (minute, "kg-2027-pr")
    office.clock.instant = minute - timedelta(seconds=1)
    office.publish("kg-2027-pr")
    assert office.scan(number).code == "valid"
    office.clock.instant = minute
    office.publish("kg-2027-pr")
    assert office.scan(number).code == "revoked"
    assert office.ports.queries.next_effective_instant() is None


def test_no_revocation_takes_effect_before_its_signature(office: Office) -> None:
    (number,) = office.issued(1)
    minute = office.clock.now().replace(second=0) + timedelta(minutes=1)
    card = office.ports.queries.certificate(number, now=office.clock.now())
    decree = office.do(
        draft_revocation,
        by=REGISTRAR,
        accreditation_ids=[card.row.accreditation_id],
        kind="V1",
        facts="Facts",
        gross=False,
        effective_at=minute,
    )
    office.clock.move(minutes=5)
    with pytest.raises(CodedError, match="effective_before_signing"):
        office.sign(decree)


def test_an_application_must_be_attached(office: Office) -> None:
    (number,) = office.issued(1)
    with pytest.raises(CodedError, match="written_application_missing"):
        revoked(office, number, kind="W1", facts="", gross=None)
    revoked(office, number, kind="W1", facts="", gross=None, attachment=APPLICATION)
    row = office.ports.queries.person(
        office.ports.queries.certificate(number, now=office.clock.now()).row.person_id, now=office.clock.now()
    )
    kept = row.accreditations[0].revocations[0].attachment_id
    assert kept is not None and office.ports.queries.attachment(kept).content == APPLICATION.content


def test_an_annulled_revocation_brings_a_new_certificate_and_the_old_stays_dead(office: Office) -> None:
    (number,) = office.issued(1)
    decree = revoked(office, number)
    revocation = office.ports.queries.decree(decree).revocations[0]
    annulling = office.do(
        draft_annulment_of_revocation, by=REGISTRAR, revocation_ids=[revocation.id], facts="Court decision 7"
    )
    result = office.sign(annulling)
    (new,) = result["numbers"]
    assert (office.scan(number).code, office.scan(new).code) == ("replaced", "valid")
    with pytest.raises(CodedError, match="already_annulled"):
        office.do(draft_annulment_of_revocation, by=REGISTRAR, revocation_ids=[revocation.id], facts="Again")


def test_annulling_before_the_minute_leaves_the_certificate_alive(office: Office) -> None:
    (number,) = office.issued(1)
    minute = office.clock.now().replace(second=0) + timedelta(hours=1)
    decree = revoked(office, number, effective_at=minute)
    revocation = office.ports.queries.decree(decree).revocations[0]
    annulling = office.do(
        draft_annulment_of_revocation, by=REGISTRAR, revocation_ids=[revocation.id], facts="Mistaken"
    )
    assert office.sign(annulling)["numbers"] == []
    office.clock.instant = minute
    office.publish("kg-2027-pr")
    assert office.scan(number).code == "valid"


def test_a_lost_certificate_is_replaced_and_a_revoked_person_gets_none(office: Office) -> None:
    (number,) = office.issued(1)
    result = office.do(
        replace_credential,
        by=REGISTRAR,
        number=number.lower(),
        reason="lost",
        facts="Left in a taxi",
        sealing=office.ports.sealing,
    )
    assert (office.scan(number).code, office.scan(result["number"]).code) == ("replaced", "valid")
    revoked(office, result["number"])
    assert office.scan(number).code == "revoked"  # revoking writes 0x01 to all indices
    with pytest.raises(CodedError, match="accreditation_revoked"):
        office.do(
            replace_credential,
            by=REGISTRAR,
            number=result["number"],
            reason="damaged",
            facts="Torn",
            sealing=office.ports.sealing,
        )


def test_wrong_data_are_corrected_by_a_signed_act_only(office: Office) -> None:
    (number,) = office.issued(1)
    decree = office.do(
        draft_amendment,
        by=REGISTRAR,
        number=number,
        changes={"surname_latin": "Ostrandel", "document_number": "Y7654321"},
        facts="Typing error",
    )
    assert office.scan(number).code == "valid"
    (new,) = office.sign(decree)["numbers"]
    verdict = office.scan(new, document_number="Y7654321")
    assert verdict.document_match and verdict.claims is not None
    assert verdict.claims["name_latin"] == "Ostrandel Wilma"
    assert office.scan(number).code == "replaced"
    changes = office.ports.queries.decree(decree).amendments[0].changes
    assert changes["surname_latin"] == ("Ostranderb", "Ostrandel")


def test_results_end_the_term_and_can_be_withdrawn(office: Office) -> None:
    (number,) = office.issued(1)
    office.clock.instant = at(date(2027, 2, 3), 12)
    day = date(2027, 2, 2)
    with office.ports.unit_of_work() as uow:
        preview = preview_election_act(
            uow=uow, election_id="kg-2027-pr", kind="results_publication", day=day, now=office.clock.now()
        )
    assert (preview.certificates, preview.ends_at) == (1, at(date(2027, 2, 3), 0))
    act = office.do(
        draft_election_act,
        by=REGISTRAR,
        election_id="kg-2027-pr",
        kind="results_publication",
        day=day,
        facts="Erkin Too, 2 February",
    )
    office.sign(act)
    assert office.scan(number).code == "term_ended"
    row = office.ports.queries.certificate(number, now=office.clock.now()).row
    assert row.status == "term_ended"
    office.clock.move(minutes=1)
    withdrawal = office.do(
        draft_election_act,
        by=REGISTRAR,
        election_id="kg-2027-pr",
        kind="results_withdrawal",
        facts="Published by mistake",
    )
    office.sign(withdrawal)
    assert office.scan(number).code == "valid"


def test_repeat_voting_revives_an_ended_term_but_no_revoked_person(office: Office) -> None:
    number, gone = office.issued(2)
    revoked(office, gone)
    office.clock.instant = at(date(2027, 2, 5), 12)
    for kind, day in (("results_publication", date(2027, 2, 3)), ("repeat_voting", date(2027, 2, 14))):
        act = office.do(
            draft_election_act,
            by=REGISTRAR,
            election_id="kg-2027-pr",
            kind=kind,
            day=day,
            facts="Act of the Commission",
        )
        office.sign(act)
        office.clock.move(minutes=1)
    assert office.scan(number).code == "valid"
    assert office.scan(gone).code == "revoked"
    assert office.state().repeat_days == ((date(2027, 2, 14) - date(1970, 1, 1)).days,)


def test_publication_puts_people_on_the_public_list(office: Office) -> None:
    decree = office.drafted(2)
    office.sign(decree)
    observers = office.ports.queries.public_observers
    assert list(observers("kg-2027-pr", now=office.clock.now())) == []
    with pytest.raises(Forbidden):
        office.do(publish_decree, by=APPROVER, decree_id=decree)
    office.do(publish_decree, by=RECORDS, decree_id=decree)
    listed = list(observers("kg-2027-pr", now=office.clock.now()))
    assert [row.name_latin for row in listed] == ["Ostranderb Wilma", "Ostranderc Wilma"]
    assert {row.status for row in listed} == {"accredited"}


def test_statuses_filter_as_they_are_told(office: Office) -> None:
    numbers = office.issued(5)
    revoked(office, numbers[0])
    revoked(office, numbers[1], effective_at=office.clock.now().replace(second=0) + timedelta(hours=2))
    office.do(
        replace_credential,
        by=REGISTRAR,
        number=numbers[2],
        reason="damaged",
        facts="Coffee",
        sealing=office.ports.sealing,
    )
    queries, now = office.ports.queries, office.clock.now()
    every = queries.certificates(CertificateFilter(), now=now).rows
    assert len(every) == 6 and all(row.printable for row in every)
    for status in {row.status for row in every}:
        told = {row.number for row in every if row.status == status}
        found = queries.certificates(CertificateFilter(status=status), now=now).rows
        assert {row.number for row in found} == told, status
    assert {row.status for row in every} == {"valid", "revoked", "revocation_pending", "replaced"}


def test_the_act_log_holds_after_all_this(office: Office) -> None:
    numbers = office.issued(2)
    revoked(office, numbers[0])
    verdict = check_acts(office.ports.queries.stored_acts())
    assert verdict.bad_act is None and verdict.checked > 8
