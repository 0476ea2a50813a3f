"""One line of the benchmark's table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """Ours against a limit or peer measured in the same run; `ratio` is what `goal` speaks of."""

    name: str
    limit: str
    ours: float
    peer: float
    ratio: float
    goal: str
    ok: bool
