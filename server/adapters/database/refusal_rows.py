"""People of refusal decrees as rows: their grounds, and what their own checks found."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from server.adapters.database.person_columns import PERSON, full_names
from server.adapters.database.tables import organisation
from server.adapters.database.tables_of_applications import application, nomination
from server.adapters.database.tables_of_desks import check_outcome, refusal, refusal_ground
from server.usecases.views_of_desks import RefusalSubject


def refusal_subjects(connection: Connection, condition: Any) -> tuple[RefusalSubject, ...]:
    """Return people of refusal decrees with their grounds and what their checks found."""
    statement = (
        select(
            refusal, nomination.c.position, *(nomination.c[column.name] for column in PERSON),
            nomination.c.organisation_id, organisation.c.name.label("organisation"),
            application.c.number.label("application_number"),
        )
        .join(nomination, nomination.c.id == refusal.c.nomination_id)
        .join(application, application.c.id == nomination.c.application_id)
        .join(organisation, organisation.c.id == nomination.c.organisation_id)
        .where(condition)
        .order_by(organisation.c.name, nomination.c.surname_latin, nomination.c.given_latin, refusal.c.id)
    )  # fmt: skip
    rows = connection.execute(statement).mappings().all()
    grounds: dict[str, list[tuple[str, str]]] = {}
    g = refusal_ground.c
    stated = select(g.refusal_id, g.ground, g.clause).where(g.refusal_id.in_([row["id"] for row in rows]))
    for refusal_id, ground, clause in connection.execute(stated.order_by(g.ground)):
        grounds.setdefault(refusal_id, []).append((ground, clause))
    offered: dict[str, list[str]] = {}
    c = check_outcome.c
    checks = select(c.nomination_id, c.outcome).where(
        c.nomination_id.in_([row["nomination_id"] for row in rows]), c.outcome != "ok"
    )
    for nomination_id, outcome in connection.execute(checks.order_by(c.check_code)):
        offered.setdefault(nomination_id, []).append(outcome)
    names = ("id", "decree_id", "nomination_id", "organisation_id", "organisation", "application_number", "position",
             "facts")  # fmt: skip
    return tuple(
        RefusalSubject(
            **{name: row[name] for name in names},
            name_latin=full_names(row)[0],
            name_cyrillic=full_names(row)[1],
            grounds=tuple(grounds.get(row["id"], ())),
            offered=tuple(offered.get(row["nomination_id"], ())),
            reopened=row["reopened_by"] is not None,
        )
        for row in rows
    )
