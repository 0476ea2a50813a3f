"""An office with one organisation, over SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.adapters.database.engine import open_engine
from server.adapters.database.migrate import upgrade
from tests.office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Return an office with an organisation."""
    engine = open_engine(f"sqlite:///{tmp_path / 'office.sqlite3'}")
    upgrade(engine)
    office = open_office(engine)
    office.organisation()
    yield office
    engine.dispose()
