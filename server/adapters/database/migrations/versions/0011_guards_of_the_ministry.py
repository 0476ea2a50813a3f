# ruff: noqa: E501 - DDL of our own words only
"""Guards of the Ministry's desk, of portal codes and of proposals."""

from __future__ import annotations

from alembic import op

from server.adapters.database.triggers import Guard, create_statements, drop_statements

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _differs(*columns: str) -> str:
    return "(" + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns) + ")"


GUARDS: tuple[Guard, ...] = (
    # 3.2: nobody leaves the Ministry without a review and the letter it was submitted with; both stay
    Guard("forwarded_with_letter", "nomination", "UPDATE",
          "OLD.state = 'mfa_review' AND NEW.state = 'at_cec' AND NOT EXISTS (SELECT 1 FROM mfa_review r"
          " WHERE r.nomination_id = NEW.id AND r.forwarded_at IS NOT NULL)"),
    Guard("forwarded_stays", "mfa_review", "UPDATE", "OLD.forwarded_at IS NOT NULL"),
    Guard("append_only_delete", "mfa_review", "DELETE", "1 = 1"),
    # A code opens one account, in time, and never after it was withdrawn
    Guard("used_once", "portal_code", "UPDATE",
          "OLD.used_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL OR (NEW.used_at IS NOT NULL AND NEW.used_at >= OLD.expires_at) OR "
          + _differs("invitation_id", "code_hash", "created_by", "created_at", "expires_at")),
    Guard("append_only_delete", "portal_code", "DELETE", "1 = 1"),
    # 2.3: what was decided about a proposal stays
    Guard("decided_stays", "proposal", "UPDATE", "OLD.outcome <> 'open'"),
    Guard("append_only_delete", "proposal", "DELETE", "1 = 1"),
    Guard("follows_taken_up", "invitation", "INSERT",
          "NEW.proposal_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM proposal p WHERE p.id = NEW.proposal_id"
          " AND p.outcome = 'taken_up' AND p.election_id = NEW.election_id)"),
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    for statement in create_statements(GUARDS, dialect=op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for statement in drop_statements(GUARDS, dialect=op.get_bind().dialect.name):
        op.execute(statement)
