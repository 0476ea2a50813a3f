"""The verbs' own tests once more on PostgreSQL; tests/unit/usecases runs them on SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from tests.office import Office, open_office
from tests.unit.usecases.test_desk_reads import *  # noqa: F403
from tests.unit.usecases.test_look_up import *  # noqa: F403
from tests.unit.usecases.test_main_job import *  # noqa: F403
from tests.unit.usecases.test_reading_applications import *  # noqa: F403
from tests.unit.usecases.test_reads import *  # noqa: F403
from tests.unit.usecases.test_statistics import *  # noqa: F403


@pytest.fixture
def office(empty_engine: Callable[[str], Engine]) -> Iterator[Office]:
    """Return an empty office over PostgreSQL."""
    engine = empty_engine("postgresql")
    yield open_office(engine)
    engine.dispose()
