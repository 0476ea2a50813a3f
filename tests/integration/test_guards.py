"""What must never be is refused by the database itself, by raw SQL, on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from server.adapters.database.migrate import is_current
from server.usecases.publish_decree import publish_decree
from server.usecases.revoke import draft_revocation
from tests.integration.guards import allowed, refused
from tests.office import RECORDS, REGISTRAR, Office, open_office

NOW = "'2027-01-10 05:00:00'"
EFFECTIVE = "'2027-01-10 05:30:00'"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def told(request: pytest.FixtureRequest, empty_engine: Callable[[str], Engine]) -> Office:
    """An office with two certificates, one revoked, a published decree, and a draft with one line."""
    office = open_office(empty_engine(request.param))
    numbers = office.issued(2)
    decree = office.ports.queries.decrees().rows[0].id
    office.do(publish_decree, by=RECORDS, decree_id=decree)
    card = office.ports.queries.certificate(numbers[0], now=office.clock.now())
    revoking = office.do(
        draft_revocation,
        by=REGISTRAR,
        accreditation_ids=[card.row.accreditation_id],
        kind="V1",
        facts="Facts",
        gross=True,
    )
    office.sign(revoking)
    office.clock.move(minutes=5)
    office.drafted(1, start=50)
    return office


ACCREDITATION = "(SELECT id FROM decree WHERE kind = 'accreditation' AND signed_at IS NOT NULL)"
DRAFT = "(SELECT id FROM decree WHERE signed_at IS NULL)"
CASES = {
    "the drafter signs": (
        f"UPDATE decree SET signed_by = drafted_by, signed_at = {NOW}, number = '7', decree_date = '2027-01-10' "
        "WHERE signed_at IS NULL"
    ),
    "the drafter publishes": (
        f"UPDATE decree SET published_by = drafted_by, published_at = {NOW} "
        "WHERE signed_at IS NOT NULL AND published_at IS NULL"
    ),
    "the signer publishes": (
        f"UPDATE decree SET published_by = signed_by, published_at = {NOW} "
        "WHERE signed_at IS NOT NULL AND published_at IS NULL"
    ),
    "a signature without a number": (
        f"UPDATE decree SET signed_by = 'user-approver', signed_at = {NOW}, decree_date = '2027-01-10' "
        "WHERE signed_at IS NULL"
    ),
    "a number without a signature": "UPDATE decree SET number = '9' WHERE signed_at IS NULL",
    "published before it is signed": (
        f"UPDATE decree SET published_by = 'user-records', published_at = {NOW} WHERE signed_at IS NULL"
    ),
    "a signed number changes": "UPDATE decree SET number = '999' WHERE signed_at IS NOT NULL",
    "a signature is taken back": (
        "UPDATE decree SET signed_by = NULL, signed_at = NULL, number = NULL, decree_date = NULL "
        "WHERE signed_at IS NOT NULL AND published_at IS NULL"
    ),
    "a publication is taken back": (
        "UPDATE decree SET published_by = NULL, published_at = NULL WHERE published_at IS NOT NULL"
    ),
    "a signed decree is deleted": "DELETE FROM decree WHERE signed_at IS NOT NULL",
    "a signed decree is discarded": (
        f"UPDATE decree SET discarded_by = 'user-approver', discarded_at = {NOW} WHERE signed_at IS NOT NULL"
    ),
    "a citizen of the Kyrgyz Republic": "UPDATE person_citizenship SET country = 'KGZ'",
    "a second citizenship of the Kyrgyz Republic": (
        "INSERT INTO person_citizenship (person_id, country, position) SELECT id, 'KGZ', 2 FROM person LIMIT 1"
    ),
    "a line is added to a signed annex": (
        f"UPDATE annex_line SET decree_id = {ACCREDITATION}, position = 99 WHERE decree_id = {DRAFT}"
    ),
    "a line leaves a signed annex": f"DELETE FROM annex_line WHERE decree_id = {ACCREDITATION}",
    "an accreditation by an unsigned decree": (
        "INSERT INTO accreditation SELECT 'a-new', election_id, l.person_id, l.document_id, l.organisation_id, "
        "l.category, 'entered_by_cec', l.decree_id, l.id, '2027-01-10', 'granted', NULL, NULL "
        f"FROM annex_line l JOIN decree d ON d.id = l.decree_id WHERE d.id = {DRAFT}"
    ),
    "an accreditation without its annex line": (
        "INSERT INTO accreditation SELECT 'a-new', election_id, person_id, document_id, organisation_id, "
        "category, basis, decree_id, 'no-such-line', accredited_on, 'granted', NULL, NULL FROM accreditation LIMIT 1"
    ),
    "an accreditation is deleted": "DELETE FROM accreditation",
    "revoked without a decree": (
        f"UPDATE accreditation SET status = 'revoked', revoked_from = {EFFECTIVE} WHERE status = 'granted'"
    ),
    "granted again without an annulling act": (
        "UPDATE accreditation SET status = 'granted', revoked_from = NULL WHERE status = 'revoked'"
    ),
    "a facts-free violation": "INSERT INTO revocation (id, decree_id, decree_kind, accreditation_id, kind, facts,"
    " gross) SELECT 'r', d.id, 'revocation', a.id, 'V1', '', (1 = 1) FROM decree d, accreditation a LIMIT 1",
    "an application that isn't attached": "INSERT INTO revocation (id, decree_id, decree_kind, accreditation_id, "
    "kind, facts) SELECT 'r', d.id, 'revocation', a.id, 'W1', '' FROM decree d, accreditation a LIMIT 1",
    "a signed revocation changes its minute": f"UPDATE revocation SET effective_at = {NOW}",
    "a credential turns valid again": "UPDATE credential SET status = 0 WHERE status = 1",
    "a suspended credential": "UPDATE credential SET status = 2 WHERE status = 0",
    "a credential's bytes change": "UPDATE credential SET sealed = digest",
    "a credential's index changes": "UPDATE credential SET idx = 1000 WHERE status = 0",
    "an index is used twice": "UPDATE credential SET idx = 0",
    "a credential is deleted": "DELETE FROM credential",
    "two live certificates": (
        "INSERT INTO credential SELECT 'c-new', n + 100, election_id, accreditation_id, person_id, organisation_id,"
        " accreditation_decree_id, carrier, idx + 1, 'PR9999X', sealed, sealed, digest, claims, accredited_on, 0,"
        " status_from, status_seq, listed_seq, issued_at, reason, decree_id, NULL, NULL FROM credential"
        " WHERE status = 0"
    ),
    "an index handed out is taken back": "UPDATE election SET next_index = 0",
    "a term of no known basis": "UPDATE election SET term_basis = 4",
    "results published without a day": "UPDATE election SET term_basis = 1",
    "a state is rewritten": "UPDATE election_state SET token = notices",
    "a state is deleted": "DELETE FROM election_state",
    "an act is rewritten": "UPDATE act SET kind = 'nothing'",
    "an act is deleted": "DELETE FROM act",
    "an act's subject is rewritten": "UPDATE act_subject SET subject_id = 'x'",
    "a salt is replaced": "UPDATE act_salt SET salt = value",
}


@pytest.mark.parametrize("statement", CASES.values(), ids=CASES.keys())
def test_raw_sql_is_refused(told: Office, statement: str) -> None:
    refused(told.engine, statement)


def test_salts_may_be_erased(told: Office) -> None:
    allowed(told.engine, "UPDATE act_salt SET salt = NULL, value = NULL")


def test_only_a_draft_may_be_signed_by_another(told: Office) -> None:
    """The statement the cases above vary is itself lawful: they fail for the reason they name."""
    allowed(
        told.engine,
        "UPDATE decree SET signed_by = 'user-approver', signed_at = '2027-01-11 05:00:00', number = '7', "
        "decree_date = '2027-01-10', rule_pack_sha256 = (SELECT sha256 FROM rule_pack LIMIT 1) "
        "WHERE signed_at IS NULL",
    )


def test_the_shape_is_the_newest(office: Office) -> None:
    assert is_current(office.engine)
