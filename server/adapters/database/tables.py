"""Tables of the law: who, which election, which decree, which accreditation; what must never be is refused here."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)  # fmt: skip

from server.adapters.database.columns import check, instant, key, link, one_of, text, word
from server.usecases.roles import ROLES

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


user_account = Table(
    "user_account", metadata, key(), word("login", unique=True), word("display_name", 120), word("role", 16),
    text("password_hash"), word("language", 2), instant("created_at"), instant("disabled_at", nullable=True),
    link("organisation_id", "organisation", nullable=True), word("email", 200, nullable=True),
    instant("one_time_until", nullable=True),
    one_of("role", *ROLES), one_of("language", "ky", "ru", "en"),
)  # fmt: skip

session_family = Table(
    "session_family", metadata, key(), link("user_id", "user_account", index=True), word("current_jti"),
    instant("created_at"), instant("expires_at"), instant("revoked_at", nullable=True),
    word("reason", 32, nullable=True), word("agent", 160, nullable=True), word("factor", 16, nullable=True),
    instant("last_seen_at", nullable=True),
)  # fmt: skip

revoked_token = Table(
    "revoked_token", metadata, Column("jti", String(64), primary_key=True), link("user_id", "user_account"),
    instant("expires_at"),
)  # fmt: skip

organisation = Table(
    "organisation", metadata, key(), word("name", 160, unique=True), word("name_ky", 160), word("name_ru", 160),
    word("origin", 16), word("kind", 32), word("country", 3, nullable=True), text("search_key"),
    instant("created_at"), one_of("origin", "foreign", "international"), check("name", "name <> ''"),
)  # fmt: skip

election = Table(
    "election", metadata, key(), word("prefix", 4, unique=True), word("kinds", 64), word("title_ky", 200),
    word("title_ru", 200), word("title_en", 200), instant("date_set_at"),
    instant("call_published_at", nullable=True), word("window_rule", 32),
    Column("term_basis", Integer, nullable=False), Column("results_published_day", Date),
    Column("next_index", Integer, nullable=False), instant("created_at"),
    Column("call_published_day", Date), instant("window_opens_at", nullable=True),
    instant("window_closes_at", nullable=True), word("window_applies_to", 24, server_default="filing_and_decree"),
    Column("rule_pack_sha256", String(64), ForeignKey("rule_pack.sha256")),
    check("term_basis", "term_basis BETWEEN 0 AND 3"),
    check("published_day", "(term_basis = 1) = (results_published_day IS NOT NULL)"),
    check("call_after_date_set", "call_published_at IS NULL OR call_published_at >= date_set_at"),
    check("next_index", "next_index BETWEEN 0 AND 1048576"),
    one_of("window_rule", "E-3_inclusive", "three_clear_days"),
)  # fmt: skip

decree = Table(
    "decree", metadata, key(), word("kind", 32), link("election_id", "election", index=True),
    text("subject"), link("drafted_by", "user_account"), instant("drafted_at"),
    word("number", 32, nullable=True), Column("decree_date", Date),
    link("signed_by", "user_account", nullable=True), instant("signed_at", nullable=True),
    link("published_by", "user_account", nullable=True), instant("published_at", nullable=True),
    link("discarded_by", "user_account", nullable=True), instant("discarded_at", nullable=True),
    Column("rule_pack_sha256", String(64), ForeignKey("rule_pack.sha256")),
    UniqueConstraint("number", "decree_date"),
    UniqueConstraint("id", "kind"),
    one_of(
        "kind", "accreditation", "revocation", "annulment_of_revocation", "amendment", "results_publication",
        "results_withdrawal", "repeat_voting", "election_annulment", "refusal", "postponement",
    ),
    check("drafter_never_signs", "signed_by IS NULL OR signed_by <> drafted_by"),
    check("drafter_never_publishes", "published_by IS NULL OR published_by <> drafted_by"),
    check("signer_never_publishes", "published_by IS NULL OR published_by <> signed_by"),
    check(
        "signed_whole",
        "(signed_at IS NULL) = (signed_by IS NULL) AND (signed_at IS NULL) = (number IS NULL)"
        " AND (signed_at IS NULL) = (decree_date IS NULL)",
    ),
    check("number", "number IS NULL OR number <> ''"),
    check("published_whole", "(published_at IS NULL) = (published_by IS NULL)"),
    check("published_after_signed", "published_at IS NULL OR (signed_at IS NOT NULL AND published_at >= signed_at)"),
    check("signed_after_drafted", "signed_at IS NULL OR signed_at >= drafted_at"),
    check("discarded_whole", "(discarded_at IS NULL) = (discarded_by IS NULL)"),
    check("discarded_never_signed", "discarded_at IS NULL OR signed_at IS NULL"),
)  # fmt: skip
Index("ix_decree_drafted_at_id", decree.c.drafted_at, decree.c.id)

election_poll = Table(
    "election_poll", metadata, key(), link("election_id", "election"), word("kind", 8),
    Column("day", Date, nullable=False), link("decree_id", "decree", nullable=True),
    UniqueConstraint("election_id", "day"), one_of("kind", "voting", "repeat"),
    check("repeat_by_decree", "(kind = 'repeat') = (decree_id IS NOT NULL)"),
)  # fmt: skip

person = Table(
    "person", metadata, key(), word("surname_latin", 60), word("given_latin", 60), word("patronymic_latin", 60),
    word("surname_cyrillic", 60), word("given_cyrillic", 60), word("patronymic_cyrillic", 60),
    word("cyrillic_language", 3, nullable=True), Column("birth_date", Date), text("search_key"),
    instant("created_at"), check("surname_latin", "surname_latin <> ''"),
    check("cyrillic_with_language", "(cyrillic_language IS NULL) = (surname_cyrillic = '')"),
    one_of("cyrillic_language", "kir", "rus"),
)  # fmt: skip

person_citizenship = Table(
    "person_citizenship", metadata,
    Column("person_id", String(36), primary_key=True), Column("country", String(3), primary_key=True),
    Column("position", Integer, nullable=False),
    ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
    UniqueConstraint("person_id", "position"),
    check("not_kyrgyz_republic", "country <> 'KGZ'"),
    check("country", "length(country) = 3 AND country = upper(country)"),
)  # fmt: skip

identity_document = Table(
    "identity_document", metadata, key(), link("person_id", "person", index=True), word("country", 3),
    word("number", 20), word("kind", 32), Column("expires_on", Date), instant("created_at"),
    UniqueConstraint("id", "person_id"),
)  # fmt: skip
Index("ix_identity_document_country_number", identity_document.c.country, identity_document.c.number)

attachment = Table(
    "attachment", metadata, key(), word("name", 200), word("media_type", 100),
    Column("sha256", LargeBinary(32), nullable=False), Column("content", LargeBinary, nullable=False),
    link("created_by", "user_account"), instant("created_at"),
    check("content", "length(content) > 0"),
)  # fmt: skip

annex_line = Table(
    "annex_line", metadata, key(), word("decree_id", 36), word("decree_kind", 32, default="accreditation"),
    Column("position", Integer, nullable=False), link("person_id", "person", index=True),
    word("document_id", 36), link("organisation_id", "organisation", index=True), word("category", 32),
    word("fingerprint", 64), link("nomination_id", "nomination", nullable=True),
    text("despite_findings", nullable=True),
    ForeignKeyConstraint(["decree_id", "decree_kind"], ["decree.id", "decree.kind"]),
    ForeignKeyConstraint(["document_id", "person_id"], ["identity_document.id", "identity_document.person_id"]),
    UniqueConstraint("decree_id", "position"), UniqueConstraint("decree_id", "person_id"),
    UniqueConstraint("id", "decree_id", "person_id"),
    one_of("decree_kind", "accreditation"), one_of("category", "observer"),
)  # fmt: skip

accreditation = Table(
    "accreditation", metadata, key(), link("election_id", "election"), word("person_id", 36),
    word("document_id", 36), link("organisation_id", "organisation"), word("category", 32), word("basis", 32),
    word("decree_id", 36), word("annex_line_id", 36, unique=True), Column("accredited_on", Date, nullable=False),
    word("status", 8), instant("revoked_from", nullable=True), link("nomination_id", "nomination", nullable=True),
    ForeignKeyConstraint(
        ["annex_line_id", "decree_id", "person_id"], ["annex_line.id", "annex_line.decree_id", "annex_line.person_id"]
    ),
    ForeignKeyConstraint(["document_id", "person_id"], ["identity_document.id", "identity_document.person_id"]),
    one_of("status", "granted", "revoked"), one_of("basis", "entered_by_cec", "application"),
    one_of("category", "observer"),
    check("revoked_from", "(status = 'revoked') = (revoked_from IS NOT NULL)"),
)  # fmt: skip
Index(
    "uq_accreditation_granted", accreditation.c.election_id, accreditation.c.person_id, unique=True,
    sqlite_where=accreditation.c.status == "granted", postgresql_where=accreditation.c.status == "granted",
)  # fmt: skip
# Holds all that the statistics count, so that they read an index and no rows.
Index(
    "ix_accreditation_statistics", accreditation.c.election_id, accreditation.c.status,
    accreditation.c.organisation_id, accreditation.c.decree_id, accreditation.c.basis,
)  # fmt: skip
Index(
    "uq_accreditation_nomination", accreditation.c.nomination_id, unique=True,
    sqlite_where=accreditation.c.nomination_id.is_not(None),
    postgresql_where=accreditation.c.nomination_id.is_not(None),
)  # fmt: skip
Index("ix_annex_line_nomination_id", annex_line.c.nomination_id)
Index("ix_accreditation_person_id", accreditation.c.person_id)
Index("ix_accreditation_decree_id", accreditation.c.decree_id)
Index("ix_accreditation_organisation_id", accreditation.c.organisation_id)
Index(
    "ix_accreditation_revoked_from", accreditation.c.revoked_from,
    sqlite_where=accreditation.c.status == "revoked", postgresql_where=accreditation.c.status == "revoked",
)  # fmt: skip

revocation = Table(
    "revocation", metadata, key(), word("decree_id", 36), word("decree_kind", 32, default="revocation"),
    link("accreditation_id", "accreditation", index=True), word("kind", 2), text("facts"),
    Column("gross", Boolean), instant("effective_at", nullable=True),
    link("attachment_id", "attachment", nullable=True), link("annulled_by", "decree", nullable=True),
    ForeignKeyConstraint(["decree_id", "decree_kind"], ["decree.id", "decree.kind"]),
    UniqueConstraint("decree_id", "accreditation_id"),
    one_of("decree_kind", "revocation"), one_of("kind", "V1", "V2", "V3", "W1", "W2"),
    check("application_attached", "kind NOT IN ('W1', 'W2') OR attachment_id IS NOT NULL"),
    check("facts_stated", "kind NOT IN ('V1', 'V2', 'V3') OR facts <> ''"),
    check("gross_stated", "(kind IN ('V1', 'V2', 'V3')) = (gross IS NOT NULL)"),
)  # fmt: skip

annulment = Table(
    "annulment", metadata, key(), word("decree_id", 36), word("decree_kind", 32, default="annulment_of_revocation"),
    link("revocation_id", "revocation", index=True), text("facts"),
    ForeignKeyConstraint(["decree_id", "decree_kind"], ["decree.id", "decree.kind"]),
    UniqueConstraint("decree_id", "revocation_id"),
    one_of("decree_kind", "annulment_of_revocation"), check("facts", "facts <> ''"),
)  # fmt: skip

amendment = Table(
    "amendment", metadata, key(), word("decree_id", 36), word("decree_kind", 32, default="amendment"),
    link("accreditation_id", "accreditation", index=True), text("changes"), text("facts"),
    ForeignKeyConstraint(["decree_id", "decree_kind"], ["decree.id", "decree.kind"]),
    UniqueConstraint("decree_id", "accreditation_id"),
    one_of("decree_kind", "amendment"), check("facts", "facts <> ''"),
)  # fmt: skip

election_event = Table(
    "election_event", metadata, key(), word("decree_id", 36, unique=True),
    link("election_id", "election", index=True), word("kind", 32), Column("day", Date), text("facts"),
    link("withdraws_id", "election_event", nullable=True),
    ForeignKeyConstraint(["decree_id", "kind"], ["decree.id", "decree.kind"]),
    one_of(
        "kind", "results_publication", "results_withdrawal", "repeat_voting", "election_annulment", "postponement"
    ),
    check("day", "(kind IN ('results_publication', 'repeat_voting', 'postponement')) = (day IS NOT NULL)"),
    check("withdraws", "(kind = 'results_withdrawal') = (withdraws_id IS NOT NULL)"),
)  # fmt: skip
