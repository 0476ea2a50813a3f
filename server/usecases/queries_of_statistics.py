"""The read side of the statistics, as a protocol."""

from __future__ import annotations

from typing import Protocol

from server.usecases.views_of_statistics import Statistics


class StatisticsQueries(Protocol):
    """What the dashboard and the publisher read."""

    def statistics(self, election_id: str, *, published: bool = False) -> Statistics:
        """Return an election in counts; `published`: what unpublished decrees decided counts as ready."""
        ...
