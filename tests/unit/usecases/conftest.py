"""Verbs run on a real SQLite database in a temporary folder, copied from one that was migrated once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from server.adapters.database.engine import open_engine
from server.adapters.database.migrate import upgrade
from tests.office import Office, open_office


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated, empty database file."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def office(migrated_file: Path, tmp_path: Path) -> Office:
    """Return an empty office."""
    path = tmp_path / "office.sqlite3"
    shutil.copy(migrated_file, path)
    engine = open_engine(f"sqlite:///{path}")
    yield open_office(engine)  # type: ignore[misc]
    engine.dispose()
