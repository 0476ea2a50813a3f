"""The lawyer's opinion on a drafted revocation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.adapters.database.triggers import Guard, create_statements, drop_statements

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

GUARDS: tuple[Guard, ...] = (
    Guard("append_only_update", "decree_opinion", "UPDATE", "1 = 1"),
    Guard("append_only_delete", "decree_opinion", "DELETE", "1 = 1"),
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "decree_opinion",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("decree_id", sa.String(length=36), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("given_by", sa.String(length=36), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("opinion <> ''", name=op.f("ck_decree_opinion_opinion")),
        sa.ForeignKeyConstraint(["decree_id"], ["decree.id"], name=op.f("fk_decree_opinion_decree_id")),
        sa.ForeignKeyConstraint(["given_by"], ["user_account.id"], name=op.f("fk_decree_opinion_given_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decree_opinion")),
    )
    op.create_index(op.f("ix_decree_opinion_decree_id"), "decree_opinion", ["decree_id"], unique=False)
    for statement in create_statements(GUARDS, dialect=op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for statement in drop_statements(GUARDS, dialect=op.get_bind().dialect.name):
        op.execute(statement)
    op.drop_table("decree_opinion")
