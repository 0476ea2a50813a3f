"""Tables of applying: invitations, applications, nominations, copies of documents and their uploads."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)  # fmt: skip
from sqlalchemy import text as sa_text

from server.accreditation.machines import InvitationState, NominationState
from server.adapters.database.columns import check, instant, key, link, one_of, text, word
from server.adapters.database.tables import metadata

rule_pack = Table(
    "rule_pack", metadata, Column("sha256", String(64), primary_key=True), text("content"), instant("created_at"),
)  # fmt: skip

proposal = Table(
    "proposal", metadata, key(), link("election_id", "election", index=True), word("proposer", 160),
    word("specialisation", 16), word("organisation", 160), text("reasons"),
    Column("received_on", Date, nullable=False),
    link("recorded_by", "user_account"), instant("created_at"), word("outcome", 16),
    link("decided_by", "user_account", nullable=True), instant("decided_at", nullable=True),
    one_of("specialisation", "elections", "human_rights"), one_of("outcome", "open", "taken_up", "declined"),
    check("decided_whole", "(outcome = 'open') = (decided_by IS NULL) AND (decided_by IS NULL) ="
    " (decided_at IS NULL)"),
    check("proposer", "proposer <> '' AND organisation <> ''"),
)  # fmt: skip

invitation = Table(
    "invitation", metadata, key(), link("election_id", "election", index=True),
    link("organisation_id", "organisation", index=True), word("issuer", 16), word("state", 16),
    word("letter_number", 64, nullable=True), Column("letter_date", Date),
    link("issued_by", "user_account", nullable=True), instant("issued_at", nullable=True),
    word("dispatcher", 8, nullable=True), word("dispatch_number", 64, nullable=True), Column("dispatched_on", Date),
    Column("planned", Integer), link("proposal_id", "proposal", nullable=True),
    link("created_by", "user_account"), instant("created_at"), instant("state_from"),
    one_of("issuer", "president", "parliament", "cabinet", "cec"),
    one_of("state", *(state.value for state in InvitationState)),
    check("issued_whole",
          "state = 'draft' OR (letter_number IS NOT NULL AND letter_number <> '' AND letter_date IS NOT NULL"
          " AND issued_at IS NOT NULL AND issued_by IS NOT NULL)"),
    check("dispatched_whole",
          "state NOT IN ('dispatched', 'accepted', 'declined') OR (dispatcher IS NOT NULL AND"
          " dispatched_on IS NOT NULL)"),
    check("dispatcher", "dispatcher IS NULL OR dispatcher = 'mfa' OR (dispatcher = 'cec' AND issuer = 'cec')"),
    check("planned", "planned IS NULL OR planned BETWEEN 1 AND 10000"),
)  # fmt: skip
Index("ix_invitation_state_election", invitation.c.state, invitation.c.election_id)

application = Table(
    "application", metadata, key(), link("election_id", "election"),
    link("organisation_id", "organisation", index=True),
    link("invitation_id", "invitation", index=True), word("channel", 8), word("state", 16), word("form_version", 16),
    word("number", 24, nullable=True, unique=True), instant("filed_at", nullable=True),
    word("mfa_number", 64, nullable=True),
    word("contact_name", 120), word("contact_email", 200), word("contact_phone", 40),
    link("created_by", "user_account"), instant("created_at"),
    one_of("channel", "cec", "mfa"), one_of("state", "draft", "filed", "withdrawn"),
    check("filed_whole", "(state = 'draft') = (filed_at IS NULL) AND (filed_at IS NULL) = (number IS NULL)"),
)  # fmt: skip
Index("ix_application_election_filed_at", application.c.election_id, application.c.filed_at)

nomination = Table(
    "nomination", metadata, key(), Column("n", BigInteger, nullable=False, unique=True),
    link("application_id", "application"), link("election_id", "election"), link("organisation_id", "organisation"),
    Column("position", Integer, nullable=False),
    word("surname_latin", 60), word("given_latin", 60), word("patronymic_latin", 60),
    word("surname_cyrillic", 60), word("given_cyrillic", 60), word("patronymic_cyrillic", 60),
    word("cyrillic_language", 3, nullable=True), Column("birth_date", Date), word("citizenships", 64),
    word("document_country", 3), word("document_number", 20), word("document_kind", 32),
    Column("document_expires_on", Date), word("category", 32), word("fingerprint", 64), text("search_key"),
    word("state", 24), instant("state_from"), instant("created_at"), link("merged_into", "nomination", nullable=True),
    UniqueConstraint("application_id", "position"), UniqueConstraint("application_id", "fingerprint"),
    one_of("category", "observer"), one_of("cyrillic_language", "kir", "rus"),
    one_of("state", *(state.value for state in NominationState)),
    check("surname_latin", "surname_latin <> ''"), check("document", "document_number <> ''"),
    check("citizenships", "citizenships <> ''"),
    check("merged", "(state = 'merged') = (merged_into IS NOT NULL) AND (merged_into IS NULL OR merged_into <> id)"),
)  # fmt: skip
Index("ix_nomination_election_state_n", nomination.c.election_id, nomination.c.state, nomination.c.n)
# Holds all that the statistics count, so that they read an index and no rows.
Index(
    "ix_nomination_statistics", nomination.c.election_id, nomination.c.state, nomination.c.application_id,
    nomination.c.state_from,
)  # fmt: skip
Index("ix_nomination_organisation_n", nomination.c.organisation_id, nomination.c.n)
Index("ix_nomination_state_n", nomination.c.state, nomination.c.n)
Index("ix_nomination_document", nomination.c.document_country, nomination.c.document_number)
Index("ix_nomination_birth_date", nomination.c.birth_date, nomination.c.surname_latin)

# One row a word a nomination can be found by, as credential_word.
nomination_word = Table(
    "nomination_word", metadata,
    Column("word", String(64).with_variant(String(64, collation="C"), "postgresql"), nullable=False),
    Column("n", BigInteger, nullable=False),
    PrimaryKeyConstraint("word", "n"), ForeignKeyConstraint(["n"], ["nomination.n"], ondelete="CASCADE"),
)  # fmt: skip
Index("ix_nomination_word_n_word", nomination_word.c.n, nomination_word.c.word)

# `sealed` is ciphertext under the application's own key, which lies outside the database.
document_copy = Table(
    "document_copy", metadata, key(), link("application_id", "application", index=True),
    link("nomination_id", "nomination", index=True), word("kind", 24), word("media_type", 40),
    Column("pages", Integer, nullable=False), Column("size_bytes", Integer, nullable=False),
    Column("sealed", LargeBinary), link("created_by", "user_account"), instant("created_at"),
    instant("deleted_at", nullable=True),
    one_of("kind", "identity_document", "photo", "evidence"),
    one_of("media_type", "image/jpeg", "application/pdf"),
    check("deleted_whole", "(deleted_at IS NULL) = (sealed IS NOT NULL)"),
    check("pages", "pages BETWEEN 1 AND 100"), check("size", "size_bytes > 0"),
)  # fmt: skip
_kept = sa_text("deleted_at IS NULL")
Index("ix_document_copy_kept", document_copy.c.application_id, sqlite_where=_kept, postgresql_where=_kept)

document_access = Table(
    "document_access", metadata, key(), link("document_id", "document_copy", index=True),
    link("account_id", "user_account", index=True), instant("at"), word("purpose", 32),
    Index("ix_document_access_at", "at", "id"),
)  # fmt: skip

document_deletion = Table(
    "document_deletion", metadata, key(), word("application_id", 36, index=True),
    link("election_id", "election"), Column("copies", Integer, nullable=False), instant("deleted_at"),
    Column("due_on", Date, nullable=False), word("reason", 32),
    Index("ix_document_deletion_deleted_at", "deleted_at", "id"),
    one_of("reason", "retention_ended", "draft_deleted", "copy_replaced", "withdrawn"),
)  # fmt: skip

upload = Table(
    "upload", metadata, key(), link("account_id", "user_account", index=True), link("nomination_id", "nomination"),
    word("kind", 24), Column("total_bytes", Integer, nullable=False),
    Column("received_bytes", Integer, nullable=False),
    word("state", 16), word("refusal", 64, nullable=True), link("document_id", "document_copy", nullable=True),
    instant("created_at"), instant("touched_at"),
    Index("ix_upload_touched_at", "touched_at"), Index("ix_upload_nomination_id", "nomination_id"),
    one_of("kind", "identity_document", "photo", "evidence"),
    one_of("state", "receiving", "received", "refused", "kept"),
    check("received", "received_bytes BETWEEN 0 AND total_bytes"), check("total", "total_bytes > 0"),
)  # fmt: skip

upload_part = Table(
    "upload_part", metadata, word("upload_id", 36), Column("start", Integer, nullable=False),
    Column("length", Integer, nullable=False), Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("upload_id", "start"),
    ForeignKeyConstraint(["upload_id"], ["upload.id"], ondelete="CASCADE"),
    check("length", "length > 0 AND start >= 0"),
)  # fmt: skip
