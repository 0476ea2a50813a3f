"""Lists of deprived persons and of requests for revocation are read in the order of an index."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_REQUESTS = {"organisation": ["organisation_id"], "state": ["state"]}


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_deprived_person_order", "deprived_person", ["created_at", "id"])
    op.create_index("ix_revocation_request_order", "revocation_request", ["requested_at", "id"])
    for name, columns in _REQUESTS.items():
        op.drop_index(f"ix_revocation_request_{name}", table_name="revocation_request")
        op.create_index(f"ix_revocation_request_{name}", "revocation_request", [*columns, "requested_at", "id"])


def downgrade() -> None:
    """Undo."""
    for name, columns in _REQUESTS.items():
        op.drop_index(f"ix_revocation_request_{name}", table_name="revocation_request")
        op.create_index(f"ix_revocation_request_{name}", "revocation_request", [*columns, "requested_at"])
    op.drop_index("ix_revocation_request_order", table_name="revocation_request")
    op.drop_index("ix_deprived_person_order", table_name="deprived_person")
