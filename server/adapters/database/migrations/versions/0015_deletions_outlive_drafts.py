"""The record that copies were deleted outlives the draft they belonged to."""

from __future__ import annotations

from server.adapters.database.migrations.altering import add_reference, drop_reference

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    drop_reference("document_deletion", "application_id", references="application")


def downgrade() -> None:
    """Undo."""
    add_reference("document_deletion", "application_id", references="application")
