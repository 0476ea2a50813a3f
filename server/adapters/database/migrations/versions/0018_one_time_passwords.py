"""Passwords that somebody else made, and passkeys of which somebody holds a copy."""

from __future__ import annotations

from server.adapters.database.migrations.altering import add_column, drop_column

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    add_column("user_account", "one_time_until", "INSTANT")
    add_column("passkey", "suspended_at", "INSTANT")


def downgrade() -> None:
    """Undo."""
    drop_column("passkey", "suspended_at")
    drop_column("user_account", "one_time_until")
