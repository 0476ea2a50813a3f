"""What only the portal reads: an organisation, its accounts, its live certificates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from server.usecases.views import CertificateFull, OrganisationRow, UserRow


class PortalQueries(Protocol):
    """Every call is one short read."""

    def organisation(self, organisation_id: str) -> OrganisationRow:
        """Return one organisation. Raises: NotFound."""
        ...

    def accounts_of_organisation(self, organisation_id: str) -> tuple[UserRow, ...]:
        """Return the organisation's accounts by login, closed ones too."""
        ...

    def certificates_of_organisation(
        self, organisation_id: str, *, election_id: str, now: datetime
    ) -> Iterator[CertificateFull]:
        """Yield the live certificates of the organisation's people in an election, in the order they were issued."""
        ...
