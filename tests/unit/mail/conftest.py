"""An office with one organisation, over SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.migrated import migrated_engine
from tests.office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Return an office with an organisation."""
    engine = migrated_engine(tmp_path / "office.sqlite3")
    office = open_office(engine)
    office.organisation()
    yield office
    engine.dispose()
