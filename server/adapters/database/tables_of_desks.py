"""Tables of deciding: reviews, checks, opinions, returns, refusals, the list of those deprived, requests."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)  # fmt: skip

from server.accreditation.grounds import GROUND_RULES, Check, outcomes_of
from server.adapters.database.columns import check, instant, key, link, one_of, text, word
from server.adapters.database.tables import metadata

_OUTCOMES = " OR ".join(
    f"(check_code = '{each.value}' AND outcome IN ({', '.join(repr(str(o)) for o in outcomes_of(each))}))"
    for each in Check
)
_CLAUSES = " OR ".join(
    f"(ground = '{rule.ground.value}' AND clause IN ({', '.join(repr(clause) for clause in rule.clauses)}))"
    for rule in GROUND_RULES
)

mfa_review = Table(
    "mfa_review", metadata, key(), link("nomination_id", "nomination"), word("outcome", 16), text("remarks"),
    link("reviewed_by", "user_account"), instant("reviewed_at"), word("letter_number", 64, nullable=True),
    Column("letter_date", Date), link("forwarded_by", "user_account", nullable=True),
    instant("forwarded_at", nullable=True), UniqueConstraint("nomination_id"),
    one_of("outcome", "cleared", "remarks"), check("remarks", "outcome <> 'remarks' OR remarks <> ''"),
    check("forwarded_whole",
          "(forwarded_at IS NULL) = (letter_number IS NULL) AND (forwarded_at IS NULL) = (letter_date IS NULL)"
          " AND (forwarded_at IS NULL) = (forwarded_by IS NULL)"),
)  # fmt: skip

check_outcome = Table(
    "check_outcome", metadata, word("nomination_id", 36), word("check_code", 2), word("outcome", 4), text("evidence"),
    link("decided_by", "user_account"), instant("decided_at"),
    PrimaryKeyConstraint("nomination_id", "check_code"), ForeignKeyConstraint(["nomination_id"], ["nomination.id"]),
    check("outcome", _OUTCOMES), check("evidence", "outcome = 'ok' OR evidence <> ''"),
)  # fmt: skip

legal_opinion = Table(
    "legal_opinion", metadata, key(), link("nomination_id", "nomination", index=True), word("ground", 4),
    text("opinion"), link("given_by", "user_account"), instant("given_at"),
    one_of("ground", "D3a", "D3b"), check("opinion", "opinion <> ''"),
)  # fmt: skip

return_notice = Table(
    "return_notice", metadata, key(), link("nomination_id", "nomination", index=True), text("missing"), text("note"),
    link("returned_by", "user_account"), instant("returned_at"), instant("completed_at", nullable=True),
    check("missing", "missing <> ''"),
)  # fmt: skip

refusal = Table(
    "refusal", metadata, key(), word("decree_id", 36), word("decree_kind", 32, default="refusal"),
    link("nomination_id", "nomination", index=True), text("facts"),
    link("reopened_by", "election_event", nullable=True),
    ForeignKeyConstraint(["decree_id", "decree_kind"], ["decree.id", "decree.kind"]),
    UniqueConstraint("decree_id", "nomination_id"),
    one_of("decree_kind", "refusal"), check("facts", "facts <> ''"),
)  # fmt: skip

refusal_ground = Table(
    "refusal_ground", metadata, word("refusal_id", 36), word("ground", 4), word("clause", 16),
    PrimaryKeyConstraint("refusal_id", "ground"),
    ForeignKeyConstraint(["refusal_id"], ["refusal.id"], ondelete="CASCADE"),
    check("clause", _CLAUSES), check("clause_in_source", "clause <> '3.3'"),
)  # fmt: skip

# Keyed hashes only: who was deprived of accreditation for gross violations (3.10(4)), by which decree.
deprived_person = Table(
    "deprived_person", metadata, key(), link("revocation_id", "revocation", nullable=True),
    Column("document_key", LargeBinary(32), nullable=False), Column("name_key", LargeBinary(32), nullable=False),
    word("decree_number", 32), Column("decree_date", Date, nullable=False), instant("created_at"),
    link("removed_by", "decree", nullable=True), UniqueConstraint("revocation_id"),
    check("decree_number", "decree_number <> ''"),
)  # fmt: skip
Index("ix_deprived_person_document_key", deprived_person.c.document_key)
Index("ix_deprived_person_name_key", deprived_person.c.name_key)
Index("ix_deprived_person_order", deprived_person.c.created_at, deprived_person.c.id)

decree_opinion = Table(
    "decree_opinion", metadata, key(), link("decree_id", "decree", index=True), text("opinion"),
    link("given_by", "user_account"), instant("given_at"), check("opinion", "opinion <> ''"),
)  # fmt: skip

revocation_request = Table(
    "revocation_request", metadata, key(), link("election_id", "election"), link("organisation_id", "organisation"),
    link("attachment_id", "attachment"), text("reasons"), word("state", 16), link("requested_by", "user_account"),
    instant("requested_at"), link("decree_id", "decree", nullable=True),
    one_of("state", "open", "drafted", "withdrawn"),
    check("drafted_whole", "(state = 'drafted') = (decree_id IS NOT NULL)"),
)  # fmt: skip
_NEWEST = (revocation_request.c.requested_at, revocation_request.c.id)
Index("ix_revocation_request_order", *_NEWEST)
Index("ix_revocation_request_organisation", revocation_request.c.organisation_id, *_NEWEST)
Index("ix_revocation_request_state", revocation_request.c.state, *_NEWEST)

revocation_request_subject = Table(
    "revocation_request_subject", metadata, word("request_id", 36), word("accreditation_id", 36),
    PrimaryKeyConstraint("request_id", "accreditation_id"),
    ForeignKeyConstraint(["request_id"], ["revocation_request.id"]),
    ForeignKeyConstraint(["accreditation_id"], ["accreditation.id"]),
)  # fmt: skip
