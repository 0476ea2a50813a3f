"""Altering tables that hold rows: columns with their reference, and wider CHECKs, on both engines.

SQLite cannot change a CHECK. Copying the table would drop its guards, so the constraint's text is changed where
SQLite keeps it, as its manual describes for changes that leave rows as they are
(https://www.sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes").
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

_INSTANT = {"sqlite": "DATETIME", "postgresql": "TIMESTAMP WITH TIME ZONE"}


def add_column(table: str, column: str, definition: str, *, references: str | None = None) -> None:
    """Add a column; "INSTANT" is this engine's type of aware instants, `references` "table(column)"."""
    definition = definition.replace("INSTANT", _INSTANT[op.get_bind().dialect.name])
    link = f" CONSTRAINT fk_{table}_{column} REFERENCES {references}" if references else ""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {definition}{link}")


def drop_column(table: str, column: str) -> None:
    """Take a column away; SQLite keeps a column that refers to another table."""
    bind = op.get_bind()
    if bind.dialect.name == "sqlite" and any(
        row[3] == column for row in bind.execute(text(f"PRAGMA foreign_key_list({table})"))
    ):
        return
    op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def widen_check(table: str, name: str, *, before: str, after: str) -> None:
    """Put another condition in a named CHECK of the table."""
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(table, f"CHECK ({before})", f"CHECK ({after})")
        return
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{name}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{name} CHECK ({after})")


def drop_reference(table: str, column: str, *, references: str) -> None:
    """Let a column keep ids of rows that may be gone; `references` is the other table, by its id."""
    name = f"fk_{table}_{column}"
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(table, f"CONSTRAINT {name} FOREIGN KEY({column}) REFERENCES {references} (id), ", "")
        return
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


def add_reference(table: str, column: str, *, references: str) -> None:
    """Bind a column to another table's ids again."""
    name = f"fk_{table}_{column}"
    bound = f"CONSTRAINT {name} FOREIGN KEY({column}) REFERENCES {references} (id)"
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(table, f"CONSTRAINT pk_{table} ", f"{bound}, CONSTRAINT pk_{table} ")
        return
    op.execute(f"ALTER TABLE {table} ADD {bound}")


def _rewrite(table: str, before: str, after: str) -> None:
    bind = op.get_bind()
    held = bind.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}).scalar_one()
    if held.count(before) != 1:
        raise ValueError(f"{table} does not hold this constraint exactly once: {before}")
    version = bind.execute(text("PRAGMA schema_version")).scalar_one()
    bind.execute(text("PRAGMA writable_schema = ON"))
    bind.execute(
        text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name"),
        {"sql": held.replace(before, after), "name": table},
    )
    bind.execute(text(f"PRAGMA schema_version = {version + 1}"))
    bind.execute(text("PRAGMA writable_schema = OFF"))
