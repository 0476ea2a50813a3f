"""Migrated databases for tests: migrations run once a process, each test gets a copy of the file."""

from __future__ import annotations

import functools
import shutil
import tempfile
from pathlib import Path

from sqlalchemy import Engine

from server.adapters.database.engine import open_engine
from server.adapters.database.migrate import upgrade


def migrated_engine(path: Path) -> Engine:
    """Open a new SQLite file that has the newest shape and no row."""
    shutil.copyfile(_migrated_once(), path)
    return open_engine(f"sqlite:///{path}")


@functools.cache
def _migrated_once() -> Path:
    path = Path(tempfile.mkdtemp(prefix="observers-migrated-")) / "empty.sqlite3"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path
