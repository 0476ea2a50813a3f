"""The verbs' own tests once more, on each engine: SQLite is not PostgreSQL."""

from __future__ import annotations

from tests.unit.usecases.test_main_job import *  # noqa: F403
