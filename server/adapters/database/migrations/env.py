"""Alembic's entry: runs on the connection that `migrate.py` hands over."""

from __future__ import annotations

from alembic import context

from server.adapters.database import (  # noqa: F401 - registers their tables
    tables_of_accounts,
    tables_of_applications,
    tables_of_bytes,
    tables_of_desks,
)
from server.adapters.database.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
