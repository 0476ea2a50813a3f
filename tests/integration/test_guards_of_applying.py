"""IL-01 to IL-26: the illegal transitions are refused by the database itself, by raw SQL, on both engines.

Each case varies one statement; the people it tries it on stand where the verbs brought them. What a constraint
cannot say is refused by the code alone, and the table at the end names the test that tries it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from server.usecases.decide import RefusalInput, draft_refusals
from server.usecases.records import Application, Invitation, Nomination
from server.usecases.revoke import draft_revocation
from tests.applicants import filed
from tests.desk_people import answer, at_check, found, ready
from tests.integration.guards import allowed, refused
from tests.office import LAWYER, REGISTRAR, Office, open_office

ROOT = Path(__file__).parents[2]
INSIDE = "'2027-01-10 05:00:00'"
AFTER_CLOSE = "'2027-01-22 05:00:00'"


@dataclass(frozen=True, slots=True)
class Told:
    """An office, and the ids that the cases name."""

    office: Office
    people: dict[str, str]
    applications: dict[str, str]

    def named(self, statement: str) -> dict[str, str]:
        """Return the ids that a statement names."""
        return {name: key for name, key in (self.people | self.applications).items() if f":{name}" in statement}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def told(request: pytest.FixtureRequest, empty_engine: Callable[[str], Engine]) -> Told:
    """People in every state the cases need; one draft application under an open, one under a lapsed invitation."""
    office = open_office(empty_engine(request.param))
    office.election()
    office.election(code="kg-uncalled", prefix="UN", call_published_at=None)
    office.organisation()
    people = {
        "mfa": filed(office, channel="mfa", start=1)[0],
        "cec": filed(office, start=2)[0],
        "check": at_check(office, start=10)[0],
        "ready": ready(office, start=20)[0],
        "citizen": at_check(office, start=30, citizenships="NLD,KGZ")[0],
        "found": found(office, C5=("D2b", "The birth date is missing.")),
    }
    answer(office, people["citizen"], C4=("N1", "A second passport."))
    refusal = RefusalInput(people["found"], ("D2b",), "The birth date is missing.")
    office.do(draft_refusals, by=LAWYER, election_id="kg-2027-pr", subject="Refusals", refusals=[refusal])
    _revoke(office, office.issued(2, start=80)[0])
    office.drafted(1, start=70)
    return Told(office, people, _applications(office))


def _revoke(office: Office, number: str) -> None:
    card = office.ports.queries.certificate(number, now=office.clock.now())
    office.sign(
        office.do(
            draft_revocation,
            by=REGISTRAR,
            accreditation_ids=[card.row.accreditation_id],
            kind="V2",
            facts="Facts",
            gross=False,
        )
    )


def _applications(office: Office) -> dict[str, str]:
    made = {name: office.invited() for name in ("open", "lapsed")}
    with office.ports.unit_of_work() as uow:
        for name, key in made.items():
            under = uow.get(Invitation, key)
            uow.add(
                Application(
                    f"app-{name}", under.election_id, under.organisation_id, key, "cec", "draft", "1", "A",
                    "a@example.org", "1", REGISTRAR.user_id, office.clock.now(),
                )
            )  # fmt: skip
        uow.change(uow.get(Invitation, made["lapsed"]), state="lapsed")
        uow.commit()
    return {"open": "app-open", "lapsed": "app-lapsed"}


DRAFT = "(SELECT id FROM decree WHERE kind = 'accreditation' AND signed_at IS NULL)"
INVITATION = (
    "INSERT INTO invitation (id, election_id, organisation_id, issuer, state, letter_number, letter_date, issued_by,"
    " issued_at, created_by, created_at, state_from) SELECT 'i-new', '{election}', id, '{issuer}', 'issued', '1',"
    " '{day}', 'user-registrar', {at}, 'user-registrar', {at}, {at} FROM organisation LIMIT 1"
)
APPLICATION = (
    "INSERT INTO application (id, election_id, organisation_id, invitation_id, channel, state, form_version,"
    " contact_name, contact_email, contact_phone, created_by, created_at{more}) SELECT 'a-new', election_id,"
    " organisation_id, {invitation}, 'cec', {state}, '1', 'A', 'a@example.org', '1', 'user-registrar', " + INSIDE
    + "{values} FROM invitation WHERE state <> 'draft' LIMIT 1"
)  # fmt: skip
MOVE = "UPDATE nomination SET state = '{to}', state_from = " + INSIDE + " WHERE id = :{person}"
LINE = (
    "INSERT INTO annex_line (id, decree_id, decree_kind, position, person_id, document_id, organisation_id, category,"
    " fingerprint, nomination_id) SELECT 'l-new', decree_id, decree_kind, 99, (SELECT person_id FROM"
    " identity_document WHERE number = 'X0000080'), (SELECT id FROM identity_document WHERE number = 'X0000080'),"
    " organisation_id, '{category}', fingerprint, {nomination} FROM annex_line WHERE decree_id = " + DRAFT
)
CASES = {
    "IL-01 before the call is published": INVITATION.format(
        election="kg-uncalled", issuer="cec", day="2027-01-09", at=INSIDE
    ),
    "IL-01 dated before the publication": INVITATION.format(
        election="kg-2027-pr", issuer="cec", day="2026-10-01", at=INSIDE
    ),
    "IL-02 issued by the Ministry": INVITATION.format(
        election="kg-2027-pr", issuer="mfa", day="2027-01-09", at=INSIDE
    ),
    "IL-03 filed without an invitation": APPLICATION.format(
        invitation="'none'", state="'draft'", more="", values=""
    ),
    "IL-03 filed under a lapsed invitation": (
        "UPDATE application SET state = 'filed', number = 'Z', filed_at = " + INSIDE + " WHERE id = :lapsed"
    ),
    "IL-04 filed after the close": (
        "UPDATE application SET state = 'filed', number = 'Z', filed_at = " + AFTER_CLOSE + " WHERE id = :open"
    ),
    "IL-04 filed at birth": APPLICATION.format(
        invitation="id", state="'filed'", more=", number, filed_at", values=", 'Z', " + INSIDE
    ),
    "IL-04 an accreditation is signed after the close": (
        "UPDATE decree SET signed_by = 'user-approver', signed_at = " + AFTER_CLOSE + ", number = '7',"
        " decree_date = '2027-01-22', rule_pack_sha256 = (SELECT sha256 FROM rule_pack LIMIT 1) WHERE id = " + DRAFT
    ),
    "IL-05 accredited without decree and line": MOVE.format(to="accredited", person="ready"),
    "IL-06 a citizen in the annex": LINE.format(category="observer", nomination=":citizen"),
    "IL-06 a citizenship of the Kyrgyz Republic": (
        "INSERT INTO person_citizenship SELECT id, 'KGZ', 9 FROM person LIMIT 1"
    ),
    "IL-07 a certificate before the decree": (
        "UPDATE credential SET issued_at = '2026-12-01 05:00:00' WHERE status = 0"
    ),
    "IL-09 the Ministry refuses": MOVE.format(to="refused", person="mfa"),
    "IL-10 refused without a decree": MOVE.format(to="refused", person="found"),
    "IL-10 a ground that cites 3.3": (
        "INSERT INTO refusal_ground SELECT id, 'D2b', '3.3' FROM refusal"
    ),
    "IL-10 a ground under another clause": (
        "INSERT INTO refusal_ground SELECT id, 'D1', '3.10(2)' FROM refusal"
    ),
    "IL-10 a refusal without facts": "UPDATE refusal SET facts = ''",
    "IL-11 a ground that wasn't found of this person": (
        "INSERT INTO refusal_ground SELECT id, 'D1', '3.10(1)' FROM refusal"
    ),
    "IL-11 D3 without the lawyer's opinion": (
        "INSERT INTO refusal_ground SELECT id, 'D3a', '3.10(3)' FROM refusal"
    ),
    "IL-12 from the check to accredited": MOVE.format(to="accredited", person="check"),
    "IL-13 a filed person is deleted": "DELETE FROM nomination WHERE id = :cec",
    "IL-13 a filed application is deleted": "DELETE FROM application WHERE state = 'filed'",
    "IL-13 undecided before the close": MOVE.format(to="undecided_at_close", person="check"),
    "IL-14 revoked without a decree": (
        "UPDATE accreditation SET status = 'revoked', revoked_from = " + INSIDE + " WHERE status = 'granted'"
    ),
    "IL-16 an entry from no gross violation": (
        "INSERT INTO deprived_person (id, revocation_id, document_key, name_key, decree_number, decree_date,"
        " created_at) SELECT 'd-new', id, (SELECT leaf FROM act WHERE n = 1), (SELECT leaf FROM act WHERE n = 1),"
        " '1', '2027-01-09', " + INSIDE + " FROM revocation"
    ),
    "IL-17 a check answered by nobody": (
        "INSERT INTO check_outcome VALUES (:check, 'C9', 'D4', 'a hit', 'the machine', " + INSIDE + ")"
    ),
    "IL-17 an outcome of another check": (
        "INSERT INTO check_outcome VALUES (:check, 'C1', 'D4', 'a hit', 'user-lawyer', " + INSIDE + ")"
    ),
    "IL-21 an interpreter in the annex": LINE.format(category="interpreter", nomination="NULL"),
    "IL-21 a media person is nominated": "UPDATE nomination SET category = 'media' WHERE id = :cec",
    "IL-22 someone leaves the public list": "DELETE FROM accreditation",
    "IL-24 the drafter signs": (
        "UPDATE decree SET signed_by = drafted_by, signed_at = " + INSIDE + ", number = '7',"
        " decree_date = '2027-01-10', rule_pack_sha256 = (SELECT sha256 FROM rule_pack LIMIT 1) WHERE id = " + DRAFT
    ),
    "ready with an open check": MOVE.format(to="ready", person="check"),
    "data change after filing": "UPDATE nomination SET document_number = 'OTHER' WHERE id = :check",
    "a decree without its rules": (
        "UPDATE decree SET signed_by = 'user-approver', signed_at = " + INSIDE + ", number = '7',"
        " decree_date = '2027-01-10' WHERE id = " + DRAFT
    ),
    "a rule pack is rewritten": "UPDATE rule_pack SET content = '{}'",
    "an officer with an organisation": (
        "UPDATE user_account SET organisation_id = (SELECT id FROM organisation LIMIT 1) WHERE role = 'registrar'"
    ),
}  # fmt: skip


@pytest.mark.parametrize("statement", CASES.values(), ids=CASES)
def test_raw_sql_is_refused(told: Told, statement: str) -> None:
    refused(told.office.engine, statement, **told.named(statement))


def test_the_statements_are_lawful_but_for_what_they_vary(told: Told) -> None:
    """The same statements with a lawful value go through: the cases fail for the reason they name."""
    lawful = (
        INVITATION.format(election="kg-2027-pr", issuer="cec", day="2027-01-09", at=INSIDE),
        APPLICATION.format(invitation="id", state="'draft'", more="", values=""),
        f"UPDATE application SET state = 'filed', number = 'Z', filed_at = {INSIDE} WHERE id = :open",
        MOVE.format(to="returned", person="check"),
        LINE.format(category="observer", nomination=":ready"),
        "UPDATE refusal SET facts = 'Other facts.'",
    )
    for statement in lawful:
        allowed(told.office.engine, statement, **told.named(statement))


# What no constraint can say, with the test that tries it through the code.
BY_CODE = {
    "IL-08": "tests/unit/credential/test_envelope_and_claims.py",
    "IL-15": "tests/integration/test_guards.py",
    "IL-18": "tests/unit/accreditation/test_time_vectors.py",
    "IL-19": "tests/unit/accreditation/test_people_and_acts.py",
    "IL-20": "tests/unit/accreditation/test_time_vectors.py",
    "IL-23": "tests/integration/test_guards.py",
    "IL-25": "tests/web/console/test_routes.py",
    "IL-26": "tests/web/public/test_openapi.py",
}


def test_every_illegal_transition_is_tried() -> None:
    by_constraint = {name.split()[0] for name in CASES if name.startswith("IL-")}
    assert by_constraint | BY_CODE.keys() == {f"IL-{n:02}" for n in range(1, 27)}
    assert all((ROOT / path).is_file() for path in BY_CODE.values())


def test_nobody_moved(told: Told) -> None:
    with told.office.ports.unit_of_work() as uow:
        states = {name: uow.get(Nomination, key).state for name, key in told.people.items()}
    assert states == {
        "mfa": "filed_mfa", "cec": "filed_cec", "check": "check", "ready": "ready", "citizen": "check",
        "found": "ready",
    }  # fmt: skip
