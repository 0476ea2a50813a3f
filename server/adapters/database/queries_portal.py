"""Reads of the portal: an organisation, its accounts, its live certificates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Engine, func, select

from server.adapters.database.queries_certificates import full_certificates
from server.adapters.database.queries_elections import user_row
from server.adapters.database.tables import accreditation, organisation, user_account
from server.adapters.database.tables_of_bytes import credential
from server.usecases.errors import NotFound
from server.usecases.views import CertificateFull, OrganisationRow, UserRow


class PortalListQueries:
    """See usecases.queries_of_portal.PortalQueries."""

    _engine: Engine

    def organisation(self, organisation_id: str) -> OrganisationRow:
        """Return one organisation."""
        granted = (
            select(func.count())
            .select_from(accreditation)
            .where(accreditation.c.organisation_id == organisation_id, accreditation.c.status == "granted")
            .scalar_subquery()
        )
        statement = select(organisation, granted.label("accredited")).where(organisation.c.id == organisation_id)
        with self._engine.connect() as connection:
            row = connection.execute(statement).mappings().first()
        if row is None:
            raise NotFound("organisation", organisation_id[:64])
        return OrganisationRow(**{n: v for n, v in row.items() if n not in ("search_key", "created_at")})

    def accounts_of_organisation(self, organisation_id: str) -> tuple[UserRow, ...]:
        """Return the organisation's accounts by login."""
        statement = select(user_account).where(user_account.c.organisation_id == organisation_id)
        with self._engine.connect() as connection:
            rows = connection.execute(statement.order_by(user_account.c.login)).mappings()
            return tuple(user_row(row) for row in rows)

    def certificates_of_organisation(
        self, organisation_id: str, *, election_id: str, now: datetime
    ) -> Iterator[CertificateFull]:
        """Yield the live certificates of the organisation's people in an election."""
        numbered = (
            select(credential.c.n)
            .join(accreditation, accreditation.c.id == credential.c.accreditation_id)
            .where(credential.c.organisation_id == organisation_id, credential.c.election_id == election_id)
            .where(credential.c.status == 0, accreditation.c.status == "granted", credential.c.carrier == "paper")
            .order_by(credential.c.n)
        )
        yield from full_certificates(self._engine, numbered, now=now)
