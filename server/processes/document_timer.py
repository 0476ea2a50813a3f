"""The clock's part in keeping documents: copies whose time is over, uploads that nobody finishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from server.usecases.delete_due_copies import tend_documents
from server.usecases.ports import Actor, Ports

SYSTEM: Final = Actor("publisher", "system")
EVERY: Final = timedelta(minutes=10)
AT_ONCE: Final = 20  # applications in a turn, so that a state waits no longer than that for its signature


@dataclass(slots=True)
class DocumentTimer:
    """Looks every ten minutes; what is much is done piece by piece."""

    ports: Ports
    _next_at: datetime | None = None

    def turn(self) -> None:
        """Delete and sweep what is due, a piece of it at a time.

        Raises: what the database or the vault raises; the next turn tries again.
        """
        now = self.ports.clock.now()
        if self._next_at is None or now >= self._next_at:
            done = tend_documents(ports=self.ports, actor=SYSTEM, most=AT_ONCE)
            self._next_at = now if done == AT_ONCE else now + EVERY

    def next_at(self) -> datetime | None:
        """Return when to look again."""
        return self._next_at
