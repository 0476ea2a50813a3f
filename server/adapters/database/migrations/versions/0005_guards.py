"""Guards: append-only logs, one-way statuses, signed means closed."""

from __future__ import annotations

from alembic import op

from server.adapters.database.triggers import Guard, create_statements, drop_statements

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SIGNED = "EXISTS (SELECT 1 FROM decree d WHERE d.id = {row}.decree_id AND d.signed_at IS NOT NULL)"


def _closed_once_signed(table: str, *, kept: str = "") -> list[Guard]:
    old, new = _SIGNED.format(row="OLD"), _SIGNED.format(row="NEW")
    changed = f"{old} AND ({kept})" if kept else f"({old} OR {new})"
    return [
        Guard("signed_no_insert", table, "INSERT", new),
        Guard("signed_no_update", table, "UPDATE", changed),
        Guard("signed_no_delete", table, "DELETE", old),
    ]


def _differs(*columns: str) -> str:
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


GUARDS: tuple[Guard, ...] = (
    *(Guard("append_only_update", t, "UPDATE", "1 = 1") for t in ("act", "act_subject", "election_state")),
    *(Guard("append_only_delete", t, "DELETE", "1 = 1") for t in (
        "act", "act_subject", "act_salt", "election_state", "credential", "accreditation")),
    Guard("erase_only", "act_salt", "UPDATE", "NEW.salt IS NOT NULL OR " + _differs("n", "field")),
    Guard("signature_stays", "decree", "UPDATE", "OLD.signed_at IS NOT NULL AND (" + _differs(
        "id", "kind", "election_id", "drafted_by", "drafted_at", "number", "decree_date", "signed_by", "signed_at",
        "subject") + ")"),
    Guard("publication_stays", "decree", "UPDATE",
          "OLD.published_at IS NOT NULL AND (" + _differs("published_by", "published_at") + ")"),
    Guard("discard_stays", "decree", "UPDATE", "OLD.discarded_at IS NOT NULL"),
    Guard("signed_stays", "decree", "DELETE", "OLD.signed_at IS NOT NULL"),
    Guard("revocation_has_its_minute", "decree", "UPDATE",
          "OLD.signed_at IS NULL AND NEW.signed_at IS NOT NULL AND EXISTS (SELECT 1 FROM revocation r"
          " WHERE r.decree_id = NEW.id AND r.effective_at IS NULL)"),
    *_closed_once_signed("annex_line"),
    *_closed_once_signed("revocation", kept=_differs(
        "id", "decree_id", "decree_kind", "accreditation_id", "kind", "facts", "gross", "effective_at",
        "attachment_id") + " OR (OLD.annulled_by IS NOT NULL AND NEW.annulled_by IS DISTINCT FROM OLD.annulled_by)"),
    *_closed_once_signed("annulment"),
    *_closed_once_signed("amendment"),
    *_closed_once_signed("election_event"),
    Guard("needs_signed_decree", "accreditation", "INSERT",
          "NOT EXISTS (SELECT 1 FROM decree d WHERE d.id = NEW.decree_id AND d.kind = 'accreditation'"
          " AND d.signed_at IS NOT NULL AND d.election_id = NEW.election_id AND d.decree_date = NEW.accredited_on)"
          " OR NOT EXISTS (SELECT 1 FROM person_citizenship c WHERE c.person_id = NEW.person_id)"),
    Guard("decision_stays", "accreditation", "UPDATE", _differs(
        "id", "election_id", "person_id", "basis", "decree_id", "annex_line_id", "accredited_on")),
    Guard("needs_signed_revocation", "accreditation", "UPDATE",
          "OLD.status = 'granted' AND NEW.status = 'revoked' AND NOT EXISTS (SELECT 1 FROM revocation r"
          " JOIN decree d ON d.id = r.decree_id WHERE r.accreditation_id = NEW.id AND d.signed_at IS NOT NULL"
          " AND r.annulled_by IS NULL)"),
    Guard("needs_signed_annulment", "accreditation", "UPDATE",
          "OLD.status = 'revoked' AND NEW.status = 'granted' AND EXISTS (SELECT 1 FROM revocation r"
          " JOIN decree d ON d.id = r.decree_id WHERE r.accreditation_id = NEW.id AND d.signed_at IS NOT NULL"
          " AND r.annulled_by IS NULL)"),
    Guard("needs_live_accreditation", "credential", "INSERT",
          "NEW.status <> 0 OR NOT EXISTS (SELECT 1 FROM accreditation a JOIN decree d ON d.id = a.decree_id"
          " WHERE a.id = NEW.accreditation_id AND a.election_id = NEW.election_id AND a.person_id = NEW.person_id"
          " AND a.status = 'granted' AND d.signed_at IS NOT NULL AND NEW.issued_at >= d.signed_at)"),
    Guard("bytes_stay", "credential", "UPDATE", _differs(
        "id", "n", "election_id", "accreditation_id", "carrier", "idx", "number", "cti", "sealed", "digest",
        "claims", "listed_seq", "issued_at", "accredited_on")),
    Guard("status_one_way", "credential", "UPDATE",
          "OLD.status <> NEW.status AND NOT ((OLD.status = 0 AND NEW.status IN (1, 12))"
          " OR (OLD.status = 12 AND NEW.status = 1) OR (OLD.status = 1 AND NEW.status = 12))"),
    Guard("status_seq_grows", "credential", "UPDATE", "NEW.status_seq < OLD.status_seq"),
    Guard("index_grows", "election", "UPDATE", "NEW.next_index < OLD.next_index OR NEW.id <> OLD.id"
          " OR (NEW.prefix <> OLD.prefix AND OLD.next_index > 0)"),
    Guard("index_was_handed_out", "credential", "INSERT",
          "NEW.idx >= (SELECT e.next_index FROM election e WHERE e.id = NEW.election_id)"),
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    for statement in create_statements(GUARDS, dialect=op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for statement in drop_statements(GUARDS, dialect=op.get_bind().dialect.name):
        op.execute(statement)
