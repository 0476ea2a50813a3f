"""Reads about organisations' written applications to revoke."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, select

from server.adapters.database.cursors import before, from_cursor, moment_cursor, page_size
from server.adapters.database.person_columns import PERSON, full_names, newest_numbers
from server.adapters.database.queries_elections import user_rows
from server.adapters.database.tables import accreditation, decree, organisation, person
from server.adapters.database.tables_of_desks import revocation_request, revocation_request_subject
from server.usecases.views import Page
from server.usecases.views_of_desks import RequestedPerson, RevocationRequestRow


class RevocationRequestQueries:
    """See usecases.queries_of_desks.DeskQueries."""

    _engine: Engine

    def revocation_requests(
        self,
        *,
        state: str | None = None,
        organisation_id: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[RevocationRequestRow]:
        """Return organisations' applications to revoke, the newest first."""
        keys, size, table = from_cursor(after, int, str), page_size(limit), revocation_request
        statement = (
            select(
                table,
                organisation.c.name.label("organisation"),
                decree.c.signed_at,
                decree.c.discarded_at,
                decree.c.published_at,
            )
            .join(organisation, organisation.c.id == table.c.organisation_id)
            .outerjoin(decree, decree.c.id == table.c.decree_id)
        )
        if state:
            statement = statement.where(table.c.state == state)
        if organisation_id:
            statement = statement.where(table.c.organisation_id == organisation_id)
        if keys:
            statement = statement.where(before(table.c.requested_at, table.c.id, keys))
        statement = statement.order_by(table.c.requested_at.desc(), table.c.id.desc()).limit(size + 1)
        with self._engine.connect() as connection:
            rows = connection.execute(statement).mappings().all()
            users = user_rows(connection, {row["requested_by"] for row in rows})
            people = _requested(connection, [row["id"] for row in rows])
        names = ("id", "election_id", "organisation_id", "organisation", "reasons", "state", "attachment_id",
                 "requested_at", "decree_id")  # fmt: skip
        found = tuple(
            RevocationRequestRow(
                **{name: row[name] for name in names},
                requested_by=users[row["requested_by"]],
                decree_state=_decree_state(row) if row["decree_id"] else None,
                people=tuple(people.get(row["id"], ())),
            )
            for row in rows[:size]
        )
        return Page(found, moment_cursor(found[-1].requested_at, found[-1].id) if len(rows) > size else None)


def _requested(connection: Connection, request_ids: Sequence[str]) -> dict[str, list[RequestedPerson]]:
    subject = revocation_request_subject.c
    statement = (
        select(
            subject.request_id, subject.accreditation_id, accreditation.c.person_id, accreditation.c.status, *PERSON
        )
        .join(accreditation, accreditation.c.id == subject.accreditation_id)
        .join(person, person.c.id == accreditation.c.person_id)
        .where(subject.request_id.in_(request_ids))
        .order_by(person.c.surname_latin, subject.accreditation_id)
    )
    rows = connection.execute(statement).mappings().all()
    numbers = newest_numbers(connection, [row["accreditation_id"] for row in rows])
    found: dict[str, list[RequestedPerson]] = {}
    for row in rows:
        latin, cyrillic = full_names(row)
        told = RequestedPerson(
            row["accreditation_id"], row["person_id"], latin, cyrillic, row["status"],
            numbers.get(row["accreditation_id"]),
        )  # fmt: skip
        found.setdefault(row["request_id"], []).append(told)
    return found


def _decree_state(row: Any) -> str:
    if row["discarded_at"]:
        return "discarded"
    return "published" if row["published_at"] else "signed" if row["signed_at"] else "draft"
