"""The read side of the deciding desk, as a protocol."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from server.usecases.matching import Matching
from server.usecases.views import Page
from server.usecases.views_of_applications import NominationRow
from server.usecases.views_of_desks import (
    DecreeOpinionRow,
    DecreePaper,
    DeprivedRow,
    HandoverRow,
    RefusalLetter,
    RefusalSubject,
    RevocationRequestRow,
    SheetRow,
    StandingRow,
)


class DeskQueries(Protocol):
    """What the pages of checking and deciding read; every call is one short read."""

    def sheets(self, nomination_ids: Iterable[str], *, now: datetime, matching: Matching) -> dict[str, SheetRow]:
        """Return sheets by nomination, findings included; a fixed number of reads for at most 500 people."""
        ...

    def reopened(self, election_id: str | None = None) -> tuple[NominationRow, ...]:
        """Return people refused for the window alone whom a moved election lets be taken up again."""
        ...

    def merged_into(self, nomination_id: str) -> tuple[NominationRow, ...]:
        """Return nominations that were merged into this one."""
        ...

    def refusals(self, decree_id: str) -> tuple[RefusalSubject, ...]:
        """Return the people of a refusal decree by organisation and name."""
        ...

    def refusal(self, refusal_id: str) -> RefusalSubject:
        """Return one person of a refusal decree. Raises: NotFound."""
        ...

    def standing_against(self, decree_id: str) -> tuple[StandingRow, ...]:
        """Return the people of an annex against whom something stands, by their place in it."""
        ...

    def decree_opinions(self, decree_id: str) -> tuple[DecreeOpinionRow, ...]:
        """Return opinions on a drafted revocation, oldest first."""
        ...

    def deprived(self, *, after: str | None = None, limit: int = 50) -> Page[DeprivedRow]:
        """Return entries of the list of those deprived, the newest first."""
        ...

    def revocation_requests(
        self,
        *,
        state: str | None = None,
        organisation_id: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[RevocationRequestRow]:
        """Return organisations' applications to revoke, the newest first."""
        ...

    def handover(self, decree_id: str) -> tuple[HandoverRow, ...]:
        """Return the live certificates of an accreditation decree by its annex."""
        ...

    def decree_paper(self, decree_id: str) -> DecreePaper:
        """Return what a decree's PDF says. Raises: NotFound."""
        ...

    def refusal_letter(self, refusal_id: str) -> RefusalLetter:
        """Return what a refusal letter says. Raises: NotFound."""
        ...
