"""A portal of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.portal.world import PortalWorld, build_portal


@pytest.fixture
def world(tmp_path: Path) -> PortalWorld:
    """Return a portal with two invited organisations."""
    return build_portal(tmp_path)
