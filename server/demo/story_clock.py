"""The clock of the demo's story: it stands where it was put, and never beyond the present."""

from __future__ import annotations

from datetime import datetime

from server.usecases.ports import Clock


class StoryClock:
    """Clock port: an instant that the story moves forward; the real clock is its limit."""

    def __init__(self, real: Clock, *, start: datetime) -> None:
        self.real = real
        self._at = min(start, real.now())

    def turn_to(self, instant: datetime) -> None:
        """Move to an instant, or to the present if that comes first; never back."""
        self._at = max(self._at, min(instant, self.real.now()))

    def now(self) -> datetime:
        """Return the story's instant."""
        return self._at
