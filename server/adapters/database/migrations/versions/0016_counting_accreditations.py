"""The accreditations' index holds all that the statistics count."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.drop_index("ix_accreditation_election_status", table_name="accreditation")
    columns = ["election_id", "status", "organisation_id", "decree_id", "basis"]
    op.create_index("ix_accreditation_statistics", "accreditation", columns)


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_accreditation_statistics", table_name="accreditation")
    op.create_index("ix_accreditation_election_status", "accreditation", ["election_id", "status"])
