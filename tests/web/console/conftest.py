"""A console of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.console.journeys import Journey
from tests.web.console.world import World, build_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return an empty console with three officers."""
    return build_world(tmp_path)


@pytest.fixture
def journey(world: World) -> Journey:
    """Return a console on which journeys are told."""
    return Journey(world)
