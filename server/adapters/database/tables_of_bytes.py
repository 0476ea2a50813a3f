"""Tables of the bytes and of the machine: credentials, states, digests, the act log, outbox, idempotency, jobs."""

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

from server.adapters.database.columns import check, instant, key, link, one_of, text, word
from server.adapters.database.tables import metadata

credential = Table(
    "credential", metadata, key(), Column("n", BigInteger, nullable=False, unique=True),
    link("election_id", "election"), link("accreditation_id", "accreditation", index=True),
    link("person_id", "person", index=True), link("organisation_id", "organisation"),
    link("accreditation_decree_id", "decree"), word("carrier", 8), Column("idx", Integer, nullable=False),
    word("number", 24), Column("cti", LargeBinary(8), nullable=False),
    Column("sealed", LargeBinary, nullable=False), Column("digest", LargeBinary(16), nullable=False),
    Column("claims", LargeBinary, nullable=False), Column("accredited_on", Date, nullable=False),
    Column("status", Integer, nullable=False), instant("status_from"),
    Column("status_seq", Integer, nullable=False), Column("listed_seq", Integer, nullable=False),
    instant("issued_at"), word("reason", 16), link("decree_id", "decree"),
    link("replaced_by", "credential", nullable=True), instant("delivered_at", nullable=True),
    UniqueConstraint("election_id", "idx"), UniqueConstraint("digest"), UniqueConstraint("cti"),
    one_of("carrier", "paper", "portrait", "phone"),
    one_of("reason", "first", "lost", "damaged", "data_error", "annulment"),
    check("status", "status IN (0, 1, 12)"), check("idx", "idx BETWEEN 0 AND 1048575"),
    check("lengths", "length(cti) = 8 AND length(digest) = 16 AND length(sealed) > 0"),
    check("seqs", "listed_seq >= 1 AND status_seq >= listed_seq"),
    check("replaced_by", "replaced_by IS NULL OR status <> 0"),
)  # fmt: skip
Index(
    "uq_credential_live", credential.c.accreditation_id, credential.c.carrier, unique=True,
    sqlite_where=credential.c.status == 0, postgresql_where=credential.c.status == 0,
)  # fmt: skip
Index(
    "uq_credential_paper_number", credential.c.number, unique=True,
    sqlite_where=credential.c.carrier == "paper", postgresql_where=credential.c.carrier == "paper",
)  # fmt: skip
Index("ix_credential_status_seq", credential.c.election_id, credential.c.status_seq)
Index("ix_credential_listed_seq", credential.c.election_id, credential.c.listed_seq)
Index("ix_credential_election_n", credential.c.election_id, credential.c.n)
Index("ix_credential_organisation_n", credential.c.organisation_id, credential.c.n)
Index("ix_credential_accreditation_decree_n", credential.c.accreditation_decree_id, credential.c.n)
Index("ix_credential_status_n", credential.c.status, credential.c.n)
Index("ix_credential_election_status", credential.c.election_id, credential.c.status)

# One row a word a certificate can be found by; `word` is case-folded and compared bytewise on both engines.
credential_word = Table(
    "credential_word", metadata,
    Column("word", String(64).with_variant(String(64, collation="C"), "postgresql"), nullable=False),
    Column("n", BigInteger, nullable=False),
    PrimaryKeyConstraint("word", "n"), ForeignKeyConstraint(["n"], ["credential.n"]),
)  # fmt: skip
Index("ix_credential_word_n_word", credential_word.c.n, credential_word.c.word)

election_state = Table(
    "election_state", metadata, word("election_id", 36), Column("seq", Integer, nullable=False),
    Column("token", LargeBinary, nullable=False), Column("structure_sha256", LargeBinary(32), nullable=False),
    instant("issued_at"), instant("expires_at"), Column("shard_index", LargeBinary, nullable=False),
    Column("notices", LargeBinary, nullable=False),
    PrimaryKeyConstraint("election_id", "seq"), ForeignKeyConstraint(["election_id"], ["election.id"]),
    check("seq", "seq >= 1"), check("expires_after_issue", "expires_at > issued_at"),
)  # fmt: skip

registry_shard = Table(
    "registry_shard", metadata, word("election_id", 36), Column("number", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False), PrimaryKeyConstraint("election_id", "number"),
    ForeignKeyConstraint(["election_id"], ["election.id"]), check("content", "length(content) = 16384"),
)  # fmt: skip

outbox = Table(
    "outbox", metadata, Column("election_id", String(36), primary_key=True), instant("requested_at"),
    ForeignKeyConstraint(["election_id"], ["election.id"]),
)  # fmt: skip

idempotency = Table(
    "idempotency", metadata, Column("once", String(200), primary_key=True), word("actor_id", 36),
    word("verb", 64), text("answer"), instant("created_at"),
)  # fmt: skip

act = Table(
    "act", metadata, Column("n", BigInteger, primary_key=True, autoincrement=False), instant("at"),
    word("kind", 48), word("actor_id", 36), word("election_id", 36, nullable=True),
    Column("entry", LargeBinary, nullable=False), Column("leaf", LargeBinary(32), nullable=False, unique=True),
    check("n", "n >= 1"), check("leaf", "length(leaf) = 32"),
)  # fmt: skip

for _narrowed in (act.c.kind, act.c.actor_id, act.c.election_id):
    Index(f"ix_act_{_narrowed.name}_n", _narrowed, act.c.n)

act_subject = Table(
    "act_subject", metadata, Column("n", BigInteger, nullable=False), word("name", 32), word("subject_id", 64),
    PrimaryKeyConstraint("n", "name"), ForeignKeyConstraint(["n"], ["act.n"]),
)  # fmt: skip
Index("ix_act_subject_subject_id_n", act_subject.c.subject_id, act_subject.c.n)

# Salt and value may be erased together; what the entry commits to stays, and says nothing without them.
act_salt = Table(
    "act_salt", metadata, Column("n", BigInteger, nullable=False), word("field", 32),
    Column("salt", LargeBinary(16)), Column("value", LargeBinary),
    PrimaryKeyConstraint("n", "field"), ForeignKeyConstraint(["n"], ["act.n"]),
    check("erased_together", "(salt IS NULL) = (value IS NULL)"),
)  # fmt: skip

job = Table(
    "job", metadata, key(), word("kind", 48), text("arguments"), word("state", 8),
    Column("done", Integer, nullable=False), Column("total", Integer, nullable=False), text("result"),
    link("created_by", "user_account"), instant("created_at"), instant("finished_at", nullable=True),
    one_of("state", "waiting", "running", "done", "failed"), check("progress", "done BETWEEN 0 AND total"),
)  # fmt: skip
