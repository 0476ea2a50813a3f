"""Who has read which notice; an index for the statistics."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.adapters.database.migrations.altering import add_column, drop_column

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "notice_reading",
        sa.Column("notice_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["user_account.id"], name=op.f("fk_notice_reading_account_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_reading_notice_id")),
        sa.PrimaryKeyConstraint("account_id", "notice_id", name=op.f("pk_notice_reading")),
    )
    drop_column("notice", "read_at")
    op.create_index(
        "ix_nomination_statistics", "nomination", ["election_id", "state", "application_id", "state_from"]
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_nomination_statistics", table_name="nomination")
    add_column("notice", "read_at", "INSTANT")
    op.drop_table("notice_reading")
