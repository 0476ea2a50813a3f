"""Alembic's entry: runs on the connection that `migrate.py` hands over."""

from __future__ import annotations

from alembic import context

from server.adapters.database import tables_of_bytes  # noqa: F401 - registers its tables
from server.adapters.database.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
