"""Tables of second factors, portal invitations, e-mail and in-page notices."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
)  # fmt: skip

from server.adapters.database.columns import check, instant, key, link, one_of, text, word
from server.adapters.database.tables import metadata

passkey = Table(
    "passkey", metadata, key(), link("user_id", "user_account", index=True),
    Column("credential_id", LargeBinary, nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False), Column("sign_count", BigInteger, nullable=False),
    word("label", 60), instant("created_at"), instant("last_used_at", nullable=True),
    instant("suspended_at", nullable=True),
)  # fmt: skip

# `secret` is sealed with a key outside the database; `last_step` bars a code from being used twice.
totp = Table(
    "totp", metadata, Column("user_id", String(36), primary_key=True), Column("secret", LargeBinary, nullable=False),
    instant("created_at"), instant("confirmed_at", nullable=True), Column("last_step", BigInteger, nullable=False),
)  # fmt: skip

# An organisation's account is opened with a code that stands in its invitation; only the code's hash is kept.
portal_code = Table(
    "portal_code", metadata, key(), link("invitation_id", "invitation", index=True),
    word("code_hash", 64, unique=True),
    link("created_by", "user_account"), instant("created_at"), instant("expires_at"),
    instant("used_at", nullable=True), link("used_by", "user_account", nullable=True),
    instant("withdrawn_at", nullable=True),
    check("used_whole", "(used_at IS NULL) = (used_by IS NULL)"),
)  # fmt: skip

message = Table(
    "message", metadata, key(), word("kind", 48), word("dedupe_key", 160, unique=True), word("recipient", 200),
    word("language", 2), text("subject"), text("body"), instant("created_at"), word("state", 8),
    Column("attempts", Integer, nullable=False), instant("next_try_at", nullable=True),
    instant("sent_at", nullable=True),
    word("fault", 64, nullable=True), one_of("state", "waiting", "sent", "failed"),
    check("sent_whole", "(state = 'sent') = (sent_at IS NOT NULL)"),
)  # fmt: skip
Index("ix_message_state_next_try_at", message.c.state, message.c.next_try_at)

# Addressed to an account, to everyone of an organisation, or to everyone of a role; exactly one of the three.
notice = Table(
    "notice", metadata, key(), word("kind", 48), word("dedupe_key", 160, unique=True),
    link("account_id", "user_account", nullable=True), link("organisation_id", "organisation", nullable=True),
    word("role", 16, nullable=True), text("facts"), word("subject_kind", 24, nullable=True),
    word("subject_id", 36, nullable=True), instant("created_at"),
    check("one_addressee",
          "(CASE WHEN account_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END)"
          " + (CASE WHEN role IS NULL THEN 0 ELSE 1 END) = 1"),
)  # fmt: skip
Index("ix_notice_account", notice.c.account_id, notice.c.created_at)
Index("ix_notice_organisation", notice.c.organisation_id, notice.c.created_at)
Index("ix_notice_role", notice.c.role, notice.c.created_at)

# Who has read a notice: one of an organisation or of a role reads for themselves only.
notice_reading = Table(
    "notice_reading", metadata, word("notice_id", 36), word("account_id", 36), instant("read_at"),
    PrimaryKeyConstraint("account_id", "notice_id"),
    ForeignKeyConstraint(["notice_id"], ["notice.id"]), ForeignKeyConstraint(["account_id"], ["user_account.id"]),
)  # fmt: skip
