"""The clock's part in applying: warns daily before a window closes, and does the close; a late start catches up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from server.accreditation.calendar import day_of
from server.usecases.close_window import WARNING_BEFORE, announce_close, close_window
from server.usecases.ports import Actor, Clock, Queries, UnitOfWorkFactory

SYSTEM: Final = Actor("publisher", "system")


@dataclass(slots=True)
class WindowTimer:
    """Asks the database what is due, does it piece by piece, and knows when to be awake next."""

    unit_of_work: UnitOfWorkFactory
    queries: Queries
    clock: Clock
    _announced: set[tuple[str, date]] = field(default_factory=set)
    _next_at: datetime | None = None

    def turn(self) -> None:
        """Warn and close what is due now.

        Raises: what the database raises; the next turn tries again.
        """
        due = self.queries.windows_due(now=self.clock.now(), soon=WARNING_BEFORE)
        today = day_of(self.clock.now())
        for election, _closes_at in due.closing:
            if (election, today) not in self._announced:
                with self.unit_of_work() as uow:
                    announce_close(uow=uow, clock=self.clock, actor=SYSTEM, election_id=election)
                    uow.commit()
                self._announced.add((election, today))
        for election in due.to_close:
            while self._close_piece(election):
                pass
        self._next_at = due.next_at

    def next_at(self) -> datetime | None:
        """Return when the next window closes, as known at the last turn."""
        return self._next_at

    def _close_piece(self, election: str) -> int:
        with self.unit_of_work() as uow:
            done = close_window(uow=uow, clock=self.clock, actor=SYSTEM, election_id=election)
            uow.commit()
        return done["left"]
