"""Shared pieces: the world's trust, opened once; hypothesis without a stopwatch, as machines are shared."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from server.credential.root import Trust
from tests.vectors import reader, world

settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


@pytest.fixture(scope="session")
def trust() -> Trust:
    """The vectors' root, opened."""
    return reader.read_trust(world.trust())
