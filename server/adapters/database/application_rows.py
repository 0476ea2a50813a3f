"""Rows of nominations and applications, joined a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, case, func, select

from server.adapters.database.person_columns import full_names
from server.adapters.database.queries_elections import user_rows
from server.adapters.database.tables import accreditation, organisation
from server.adapters.database.tables_of_applications import application, nomination
from server.adapters.database.tables_of_desks import mfa_review
from server.usecases.views_of_applications import ApplicationRow, NominationRow

ORGANISATION = (
    organisation.c.name.label("organisation"),
    organisation.c.name_ky.label("organisation_ky"),
    organisation.c.name_ru.label("organisation_ru"),
)
_OWN = (
    "id", "n", "application_id", "election_id", "organisation_id", "organisation", "organisation_ky",
    "organisation_ru", "position", "birth_date", "document_country", "document_number", "category", "state",
    "standing", "state_from", "channel", "number", "filed_at", "mfa_number", "mfa_outcome", "letter_number",
    "merged_into",
)  # fmt: skip


# A revoked person's nomination stays accredited: that step was lawful. Where the person stands is another thing.
STANDING = case((accreditation.c.status == "revoked", "revoked"), else_=nomination.c.state)


def nomination_select() -> Select[Any]:
    """Return the select whose rows `nomination_row` reads."""
    return (
        select(
            nomination,
            STANDING.label("standing"),
            *ORGANISATION,
            application.c.channel,
            application.c.number,
            application.c.filed_at,
            application.c.mfa_number,
            mfa_review.c.outcome.label("mfa_outcome"),
            mfa_review.c.letter_number,
        )
        .join(application, application.c.id == nomination.c.application_id)
        .join(organisation, organisation.c.id == nomination.c.organisation_id)
        .outerjoin(accreditation, accreditation.c.nomination_id == nomination.c.id)
        .outerjoin(mfa_review, mfa_review.c.nomination_id == nomination.c.id)
    )


def nomination_row(row: RowMapping) -> NominationRow:
    """Return a row of a list of nominations."""
    latin, cyrillic = full_names(row)
    return NominationRow(
        **{name: row[name] for name in _OWN},
        name_latin=latin,
        name_cyrillic=cyrillic,
        citizenships=tuple(filter(None, row["citizenships"].split(","))),
    )


def application_rows(connection: Connection, statement: Select[Any]) -> list[ApplicationRow]:
    """Return applications of a select over application joined to its organisation, in its order."""
    rows = connection.execute(statement).mappings().all()
    states = _states(connection, [row["id"] for row in rows])
    users = user_rows(connection, {row["created_by"] for row in rows})
    return [
        ApplicationRow(
            **{
                **{name: row[name] for name in row if name not in ("created_by",)},
                "created_by": users[row["created_by"]],
            },
            people=sum(states.get(row["id"], {}).values()),
            states=dict(states.get(row["id"], {})),
        )
        for row in rows
    ]


def application_select() -> Select[Any]:
    """Return the select that `application_rows` reads."""
    return select(application, *ORGANISATION).join(organisation, organisation.c.id == application.c.organisation_id)


def _states(connection: Connection, application_ids: Iterable[str]) -> Mapping[str, dict[str, int]]:
    statement = (
        select(nomination.c.application_id, STANDING, func.count())
        .outerjoin(accreditation, accreditation.c.nomination_id == nomination.c.id)
        .where(nomination.c.application_id.in_(list(application_ids)))
        .group_by(nomination.c.application_id, STANDING)
    )
    found: dict[str, dict[str, int]] = {}
    for application_id, state, count in connection.execute(statement):
        found.setdefault(application_id, {})[state] = count
    return found
