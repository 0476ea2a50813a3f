"""Invitations: who issues, who sends, when; proposals; the code that opens the portal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from server.accreditation.calendar import at
from server.accreditation.errors import CodedError
from server.usecases.errors import Conflict, Forbidden, InvalidInput, NotFound
from server.usecases.invite import (
    answer_invitation,
    discard_invitation,
    dispatch_invitation,
    draft_invitation,
    issue_invitation,
)
from server.usecases.make_portal_code import make_portal_code, withdraw_portal_code
from server.usecases.portal_codes import code_hash
from server.usecases.ports import Actor
from server.usecases.propose import decide_proposal, record_proposal
from server.usecases.queries_of_applications import InvitationFilter
from server.usecases.records import PortalCode
from tests.office import APPROVER, MFA, REGISTRAR, Office

TODAY = date(2027, 1, 10)


def drafted(office: Office, **changes: Any) -> str:
    arguments: dict[str, Any] = {
        "election_id": office.known_election(),
        "organisation_id": office.known_organisation(),
        "issuer": "parliament",
    }
    return str(office.do(draft_invitation, by=REGISTRAR, **(arguments | changes)))


def issued(office: Office, invitation: str, **changes: Any) -> str:
    arguments: dict[str, Any] = {"invitation_id": invitation, "letter_number": "7", "letter_date": TODAY}
    return str(office.do(issue_invitation, by=REGISTRAR, **(arguments | changes)))


def test_issuer_and_dispatcher_are_two_things(office: Office) -> None:
    made = office.invited(issuer="parliament")
    row = office.ports.queries.invitation(made)
    assert (row.issuer, row.dispatcher, row.state) == ("parliament", "mfa", "dispatched")


@pytest.mark.parametrize("issuer", ["mfa", "nco", "media", ""])
def test_only_four_bodies_invite(office: Office, issuer: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        drafted(office, issuer=issuer)
    assert [(each.path, each.code) for each in caught.value.errors] == [("issuer", "invitation_issuer_not_allowed")]


def test_an_invitation_is_drafted_before_the_call_and_not_issued(office: Office) -> None:
    office.election(call_published_at=None)
    draft = drafted(office)
    with pytest.raises(CodedError) as caught:
        issued(office, draft)
    assert (caught.value.code, caught.value.clause) == ("call_not_published", "2.2")


def test_tv_08_a_letter_dated_before_the_publication_of_the_call_is_refused(office: Office) -> None:
    office.clock.instant = at(date(2026, 9, 1), 12)
    office.election(date_set_at=at(date(2026, 8, 30), 9), call_published_at=at(date(2026, 9, 1), 10))
    draft = drafted(office)
    with pytest.raises(CodedError) as caught:
        issued(office, draft, letter_date=date(2026, 8, 31))
    assert (caught.value.code, caught.value.clause) == ("invitation_before_call", "2.2")
    assert issued(office, draft, letter_date=date(2026, 9, 1)) == draft


def test_the_cec_sends_only_its_own(office: Office) -> None:
    made = office.invited(issuer="president", dispatched=False)
    with pytest.raises(CodedError) as caught:
        office.do(dispatch_invitation, by=REGISTRAR, invitation_id=made, dispatcher="cec", dispatched_on=TODAY)
    assert (caught.value.code, caught.value.clause) == ("invitation_dispatcher_not_allowed", "2.5")
    office.do(dispatch_invitation, by=MFA, invitation_id=made, dispatcher="mfa", dispatched_on=TODAY)
    assert office.ports.queries.invitation(made).dispatcher == "mfa"


def test_what_was_issued_is_neither_deleted_nor_sent_before_its_date(office: Office) -> None:
    made = office.invited(dispatched=False)
    with pytest.raises(Conflict, match="invitation_not_draft"):
        office.do(discard_invitation, by=REGISTRAR, invitation_id=made)
    with pytest.raises(InvalidInput) as caught:
        office.do(dispatch_invitation, by=REGISTRAR, invitation_id=made, dispatcher="mfa",
                  dispatched_on=TODAY - timedelta(days=1))  # fmt: skip
    assert caught.value.errors[0].code == "dispatch_day_out_of_range"
    draft = drafted(office)
    office.do(discard_invitation, by=REGISTRAR, invitation_id=draft)
    with pytest.raises(NotFound):
        office.ports.queries.invitation(draft)


def test_an_organisation_answers_its_own_invitation_only(office: Office) -> None:
    own = office.organisation("Own")
    made = office.invited(organisation=own)
    with pytest.raises(NotFound):
        office.do(answer_invitation, by=Actor("x", "organisation", "other"), invitation_id=made, accepted=True)
    office.do(answer_invitation, by=Actor("x", "organisation", own), invitation_id=made, accepted=True, planned=12)
    row = office.ports.queries.invitation(made)
    assert (row.state, row.planned) == ("accepted", 12)
    with pytest.raises(CodedError, match="illegal_move"):
        office.do(answer_invitation, by=REGISTRAR, invitation_id=made, accepted=False)


def test_one_organisation_has_several_invitations_listed_page_by_page(office: Office) -> None:
    made = {office.invited(issuer=issuer) for issuer in ("cec", "parliament", "president")}
    queries, seen, after = office.ports.queries, set[str](), None
    for _ in range(3):
        found = queries.invitations(
            InvitationFilter(organisation_id=office.known_organisation()), after=after, limit=1
        )
        seen |= {row.id for row in found.rows}
        after = found.next
    assert (seen, after) == (made, None)
    assert queries.invitations(InvitationFilter(state="draft")).rows == ()


def test_a_proposal_obliges_nobody_and_opens_an_invitation_once_taken_up(office: Office) -> None:
    told = {
        "election_id": office.known_election(), "proposer": "Fair Vote Foundation", "specialisation": "elections",
        "organisation": "Lowland Election Watch", "received_on": TODAY,
    }  # fmt: skip
    proposal = office.do(record_proposal, by=REGISTRAR, **told)
    with pytest.raises(Conflict, match="proposal_not_taken_up"):
        drafted(office, proposal_id=proposal)
    office.do(decide_proposal, by=REGISTRAR, proposal_id=proposal, taken_up=True)
    drafted(office, proposal_id=proposal)
    with pytest.raises(Conflict, match="proposal_already_decided"):
        office.do(decide_proposal, by=REGISTRAR, proposal_id=proposal, taken_up=False)
    with pytest.raises(InvalidInput) as caught:
        office.do(record_proposal, by=REGISTRAR, **(told | {"specialisation": "sport"}))
    assert caught.value.errors[0].code == "proposer_not_specialised"
    assert office.ports.queries.proposals(outcome="taken_up").rows[0].decided_by is not None


def test_a_code_is_told_once_kept_as_a_hash_and_one_works_at_a_time(office: Office) -> None:
    made = office.invited()
    first = office.do(make_portal_code, by=REGISTRAR, invitation_id=made)
    office.clock.move(minutes=1)
    with pytest.raises(Conflict, match="portal_code_open"):
        office.do(make_portal_code, by=REGISTRAR, invitation_id=made)
    second = office.do(make_portal_code, by=REGISTRAR, invitation_id=made, replaces=first["id"])
    with office.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM portal_code").fetchall()
    assert first["code"] not in str(kept) and second["code"].replace("-", "") not in str(kept)
    with office.ports.unit_of_work() as uow:
        assert uow.first(PortalCode, code_hash=code_hash(" " + second["code"].lower().replace("-", " "))) is not None
    states = {row.id: row.state for row in office.ports.queries.portal_codes(made, now=office.clock.now())}
    assert states == {first["id"]: "withdrawn", second["id"]: "open"}
    office.clock.move(days=14)
    assert office.ports.queries.portal_codes(made, now=office.clock.now())[0].state == "expired"
    office.do(withdraw_portal_code, by=REGISTRAR, code_id=second["id"])
    with pytest.raises(Conflict, match="portal_code_withdrawn"):
        office.do(withdraw_portal_code, by=REGISTRAR, code_id=second["id"])


def test_no_code_for_a_draft_and_none_by_another_role(office: Office) -> None:
    with pytest.raises(Conflict, match="invitation_not_issued"):
        office.do(make_portal_code, by=REGISTRAR, invitation_id=drafted(office))
    for actor in (MFA, APPROVER):
        with pytest.raises(Forbidden):
            office.do(make_portal_code, by=actor, invitation_id=office.invited())
