"""What the desks before the check may not do is refused by the database itself, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from server.accreditation.calendar import at
from server.processes.window_timer import WindowTimer
from server.usecases.make_portal_code import make_portal_code
from server.usecases.mfa_desk import forward_nominations, review_nomination
from server.usecases.propose import decide_proposal, record_proposal
from server.usecases.queries_of_applications import InvitationFilter, NominationFilter
from tests.applicants import filed
from tests.integration.test_guards import allowed, refused
from tests.office import ELECTION_DAY, MFA, NOW, REGISTRAR, Office, open_office


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def told(request: pytest.FixtureRequest, empty_engine: Callable[[str], Engine]) -> Office:
    """One person reviewed and submitted, one in review, a code, a declined proposal."""
    office = open_office(empty_engine(request.param))
    first, second = filed(office, 2, channel="mfa")
    for each in (first, second):
        office.do(review_nomination, by=MFA, nomination_id=each, outcome="cleared")
    day = NOW.date()
    office.do(forward_nominations, by=MFA, nomination_ids=[first], letter_number="4", letter_date=day)
    invitation = office.ports.queries.nomination(first).invitation.id
    office.do(make_portal_code, by=REGISTRAR, invitation_id=invitation)
    proposal = office.do(
        record_proposal, by=REGISTRAR, election_id="kg-2027-pr", proposer="A", specialisation="elections",
        organisation="B", received_on=day,
    )  # fmt: skip
    office.do(decide_proposal, by=REGISTRAR, proposal_id=proposal, taken_up=False)
    return office


@pytest.mark.parametrize(
    ("statement", "guard"),
    [
        ("UPDATE nomination SET state = 'at_cec' WHERE state = 'mfa_review'", "nomination.forwarded_with_letter"),
        ("UPDATE nomination SET state = 'refused' WHERE state = 'mfa_review'", "nomination."),
        ("UPDATE mfa_review SET outcome = 'remarks', remarks = 'x' WHERE forwarded_at IS NOT NULL",
         "mfa_review.forwarded_stays"),
        ("DELETE FROM mfa_review", "mfa_review.append_only_delete"),
        ("UPDATE portal_code SET used_at = expires_at, used_by = 'user-mfa'", "portal_code.used_once"),
        ("UPDATE portal_code SET code_hash = 'x'", "portal_code.used_once"),
        ("DELETE FROM portal_code", "portal_code.append_only_delete"),
        ("UPDATE proposal SET outcome = 'taken_up'", "proposal.decided_stays"),
        ("INSERT INTO invitation (id, election_id, organisation_id, issuer, state, created_by, created_at,"
         " state_from, proposal_id) SELECT 'i9', p.election_id, o.id, 'cec', 'draft', p.recorded_by, p.created_at,"
         " p.created_at, p.id FROM proposal p, organisation o", "invitation.follows_taken_up"),
    ],
)  # fmt: skip
def test_refused(told: Office, statement: str, guard: str) -> None:
    assert f"guard:{guard}" in refused(told.engine, statement)


def test_what_the_verbs_do_the_database_lets_through(told: Office) -> None:
    allowed(told.engine, "UPDATE portal_code SET used_at = created_at, used_by = 'user-mfa'")
    allowed(told.engine, "UPDATE mfa_review SET outcome = 'remarks', remarks = 'x' WHERE forwarded_at IS NULL")


def test_lists_and_the_close_of_the_window_work_on_both_engines(office: Office) -> None:
    ids = [*filed(office, 3), *filed(office, 2, channel="mfa", start=1)]
    queries = office.ports.queries
    narrowed = NominationFilter("kg-2027-pr", text="vandermeerb", channel="mfa", states=("filed_mfa", "ready"))
    assert [row.id for row in queries.nominations(narrowed).rows] == [ids[3]]
    assert {row.by for row in queries.twins(ids[:1])} == {"document"}
    office.clock.instant = at(ELECTION_DAY - timedelta(days=2), 0)
    ports = office.ports
    WindowTimer(ports.unit_of_work, queries, ports.clock).turn()
    assert queries.nomination_counts(election_id="kg-2027-pr") == {"undecided_at_close": 5}
    assert {row.state for row in queries.invitations(InvitationFilter(), limit=1).rows} == {"lapsed"}
