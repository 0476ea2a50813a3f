"""Verbs run on a real SQLite database in a temporary folder, copied from one that was migrated once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.migrated import migrated_engine
from tests.office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Return an empty office."""
    engine = migrated_engine(tmp_path / "office.sqlite3")
    yield open_office(engine)
    engine.dispose()
