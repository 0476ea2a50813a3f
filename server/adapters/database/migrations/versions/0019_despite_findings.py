"""Why somebody is accredited although a finding or a legal opinion stands against them."""

from __future__ import annotations

from server.adapters.database.migrations.altering import add_column, drop_column

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    add_column("annex_line", "despite_findings", "TEXT")


def downgrade() -> None:
    """Undo."""
    drop_column("annex_line", "despite_findings")
