# ruff: noqa: E501 - DDL of our own words only
"""Guards of document copies: added while the papers are open, read by the desks, deleted when the term is over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.adapters.database.triggers import Guard, create_statements, drop_statements

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_KEPT = sa.text("deleted_at IS NULL")
GUARDS: tuple[Guard, ...] = (
    Guard("while_papers_open", "document_copy", "INSERT",
          "NOT EXISTS (SELECT 1 FROM nomination n WHERE n.id = NEW.nomination_id AND n.application_id = NEW.application_id"
          " AND n.state IN ('draft', 'returned', 'filed_mfa', 'mfa_review'))"),
    Guard("not_after_deletion", "document_copy", "INSERT",
          "EXISTS (SELECT 1 FROM document_deletion d WHERE d.application_id = NEW.application_id AND d.reason = 'retention_ended')"),
    Guard("read_by_desk", "document_access", "INSERT",
          "NOT EXISTS (SELECT 1 FROM user_account u WHERE u.id = NEW.account_id AND u.role IN ('registrar', 'lawyer', 'mfa', 'organisation'))"
          " OR NOT EXISTS (SELECT 1 FROM document_copy c WHERE c.id = NEW.document_id AND c.deleted_at IS NULL)"),
    # 3.8: nothing is deleted for its age while the term is open or its end isn't known
    Guard("after_term", "document_deletion", "INSERT",
          "NEW.reason = 'retention_ended' AND NOT EXISTS (SELECT 1 FROM election e WHERE e.id = NEW.election_id"
          " AND e.term_basis = 1 AND e.results_published_day < NEW.due_on)"),
    Guard("nothing_left", "document_deletion", "INSERT",
          "NEW.reason = 'retention_ended' AND EXISTS (SELECT 1 FROM document_copy c WHERE c.application_id = NEW.application_id AND c.deleted_at IS NULL)"),
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "ix_document_copy_kept", "document_copy", ["application_id"], sqlite_where=_KEPT, postgresql_where=_KEPT
    )
    op.create_index("ix_document_access_at", "document_access", ["at", "id"])
    op.create_index("ix_document_deletion_deleted_at", "document_deletion", ["deleted_at", "id"])
    op.create_index("ix_upload_touched_at", "upload", ["touched_at"])
    op.create_index("ix_upload_nomination_id", "upload", ["nomination_id"])
    for statement in create_statements(GUARDS, dialect=op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for statement in drop_statements(GUARDS, dialect=op.get_bind().dialect.name):
        op.execute(statement)
    for name in (
        "ix_upload_nomination_id", "ix_upload_touched_at", "ix_document_deletion_deleted_at", "ix_document_access_at",
        "ix_document_copy_kept",
    ):  # fmt: skip
        op.drop_index(name)
