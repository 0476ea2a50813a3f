"""Shared pieces: the world's trust, opened once."""

from __future__ import annotations

import pytest

from server.credential.root import Trust
from tests.vectors import reader, world


@pytest.fixture(scope="session")
def trust() -> Trust:
    """The vectors' root, opened."""
    return reader.read_trust(world.trust())
