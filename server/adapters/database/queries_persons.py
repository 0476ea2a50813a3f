"""Reads about one person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, select

from server.adapters.database.certificate_rows import rows_of
from server.adapters.database.person_columns import ORGANISATION, ORGANISATION_NAMES, citizenships_of
from server.adapters.database.queries_decrees import revocation_rows
from server.adapters.database.tables import (
    accreditation,
    decree,
    identity_document,
    organisation,
    person,
    revocation,
)
from server.adapters.database.tables_of_bytes import credential
from server.usecases.errors import NotFound
from server.usecases.views import AccreditationRow, PersonPage


class PersonQueries:
    """See usecases.queries.Queries."""

    _engine: Engine

    def person(self, person_id: str, *, now: datetime) -> PersonPage:
        """Return one person with accreditations, the newest first."""
        with self._engine.connect() as connection:
            row = connection.execute(select(person).where(person.c.id == person_id)).mappings().first()
            if row is None:
                raise NotFound("person", person_id[:64])
            documents = connection.execute(
                select(identity_document.c.country, identity_document.c.number)
                .where(identity_document.c.person_id == person_id)
                .order_by(identity_document.c.created_at, identity_document.c.id)
            ).all()
            accreditations = (
                select(
                    accreditation, *ORGANISATION,
                    decree.c.number.label("decree_number"), decree.c.decree_date,
                )
                .join(organisation, organisation.c.id == accreditation.c.organisation_id)
                .join(decree, decree.c.id == accreditation.c.decree_id)
                .where(accreditation.c.person_id == person_id)
                .order_by(accreditation.c.accredited_on.desc(), accreditation.c.id)
            )  # fmt: skip
            kept = (
                "id", "election_id", *ORGANISATION_NAMES, "category", "basis", "status", "accredited_on",
                "revoked_from", "decree_id", "decree_number", "decree_date",
            )  # fmt: skip
            found = tuple(
                AccreditationRow(
                    certificates=rows_of(connection, credential.c.accreditation_id == each["id"], now=now),
                    revocations=revocation_rows(connection, revocation.c.accreditation_id == each["id"]),
                    **{name: each[name] for name in kept},
                )
                for each in connection.execute(accreditations).mappings().all()
            )
            names = (
                "id", "surname_latin", "given_latin", "patronymic_latin", "surname_cyrillic",
                "given_cyrillic", "patronymic_cyrillic", "birth_date",
            )  # fmt: skip
            return PersonPage(
                citizenships=citizenships_of(connection, {person_id}).get(person_id, ()),
                documents=tuple((country, number) for country, number in documents),
                accreditations=found,
                **{name: row[name] for name in names},
            )

    def accreditation_person(self, accreditation_id: str) -> str:
        """Return the id of the accredited person."""
        statement = select(accreditation.c.person_id).where(accreditation.c.id == accreditation_id)
        with self._engine.connect() as connection:
            found = connection.execute(statement).scalar()
        if found is None:
            raise NotFound("accreditation", accreditation_id[:64])
        return str(found)
