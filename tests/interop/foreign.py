"""Where other projects' published vectors are found: the folder named by FOREIGN_VECTORS, given to the suite."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest


def folder() -> Path:
    """Return the folder, or skip the test and say why."""
    named = os.environ.get("FOREIGN_VECTORS", "")
    if not named:
        pytest.skip("FOREIGN_VECTORS isn't set: the published vectors of other projects were not run")
    return Path(named)


def load(*parts: str) -> Any:
    """Return one file's JSON."""
    return json.loads(folder().joinpath(*parts).read_text(encoding="utf-8"))


def names(under: str) -> list[str]:
    """Return the names of a subfolder's files at collection; one absent name where the folder isn't given."""
    named = os.environ.get("FOREIGN_VECTORS", "")
    if not named:
        return ["absent"]
    root = Path(named)
    return sorted(str(path.relative_to(root)) for path in root.joinpath(under).rglob("*.json"))
