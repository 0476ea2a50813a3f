"""Indexes by which the log of acts is narrowed: kind, who, election; the newest first."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_COLUMNS = ("kind", "actor_id", "election_id")


def upgrade() -> None:
    """Apply."""
    for column in _COLUMNS:
        op.create_index(f"ix_act_{column}_n", "act", [column, "n"])


def downgrade() -> None:
    """Undo."""
    for column in _COLUMNS:
        op.drop_index(f"ix_act_{column}_n", table_name="act")
