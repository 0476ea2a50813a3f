"""Bringing a database to the newest shape, under the writer's lock, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from server.adapters.database.engine import writing


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's configuration on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Apply every migration that is missing; a second call does nothing."""
    with writing(engine) as connection:
        command.upgrade(alembic_config(connection), "head")
        connection.commit()


def is_current(engine: Engine) -> bool:
    """Tell whether the database has exactly the newest shape."""
    with engine.connect() as connection:
        head = ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
        return MigrationContext.configure(connection).get_current_revision() == head


def revision_of(engine: Engine) -> str | None:
    """Return the revision of the database's shape; None before the first."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_known(revision: str | None) -> bool:
    """Tell whether this version can bring a database of that revision to its own shape."""
    script = ScriptDirectory(str(Path(__file__).parent / "migrations"))
    return revision in {each.revision for each in script.walk_revisions()}
