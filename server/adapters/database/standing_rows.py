"""People of an annex against whom something stands: findings of their checks, legal opinions, the reason stated."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from server.accreditation.grounds import OK, rule_of
from server.adapters.database.person_columns import PERSON, full_names
from server.adapters.database.queries_elections import user_rows
from server.adapters.database.tables import annex_line
from server.adapters.database.tables_of_applications import application, nomination
from server.adapters.database.tables_of_desks import check_outcome, legal_opinion
from server.usecases.views_of_applications import OpinionRow
from server.usecases.views_of_desks import StandingRow, counting


def opinions_on(connection: Connection, nomination_ids: Iterable[str]) -> dict[str, tuple[OpinionRow, ...]]:
    """Return legal opinions by person, oldest first."""
    statement = select(legal_opinion).where(legal_opinion.c.nomination_id.in_(list(nomination_ids)))
    rows = connection.execute(statement.order_by(legal_opinion.c.given_at)).mappings().all()
    users = user_rows(connection, {row["given_by"] for row in rows})
    found: dict[str, tuple[OpinionRow, ...]] = {}
    for row in rows:
        opinion = OpinionRow(row["id"], row["ground"], row["opinion"], users[row["given_by"]], row["given_at"])
        found[row["nomination_id"]] = (*found.get(row["nomination_id"], ()), opinion)
    return found


def standing_rows(connection: Connection, decree_id: str) -> tuple[StandingRow, ...]:
    """Return the people of a decree's annex against whom something stands, by their place in it."""
    statement = (
        select(
            annex_line.c.position.label("annex_position"), annex_line.c.despite_findings, annex_line.c.nomination_id,
            nomination.c.position, *(nomination.c[column.name] for column in PERSON),
            application.c.number.label("application_number"),
        )
        .join(nomination, nomination.c.id == annex_line.c.nomination_id)
        .join(application, application.c.id == nomination.c.application_id)
        .where(annex_line.c.decree_id == decree_id)
        .order_by(annex_line.c.position)
    )  # fmt: skip
    rows = connection.execute(statement).mappings().all()
    ids = [row["nomination_id"] for row in rows]
    opinions, c = opinions_on(connection, ids), check_outcome.c
    findings: dict[str, tuple[tuple[str, str, str], ...]] = {}
    checks = select(c.nomination_id, c.outcome, c.evidence).where(c.nomination_id.in_(ids), c.outcome != OK)
    for key, ground, evidence in connection.execute(checks.order_by(c.check_code)):
        findings[key] = (*findings.get(key, ()), (ground, rule_of(ground).clause, evidence))
    return tuple(
        StandingRow(
            **{name: row[name] for name in ("nomination_id", "annex_position", "application_number", "position")},
            name_latin=full_names(row)[0],
            name_cyrillic=full_names(row)[1],
            findings=findings[row["nomination_id"]],
            opinions=counting(
                opinions.get(row["nomination_id"], ()), [each[0] for each in findings[row["nomination_id"]]]
            ),
            reason=row["despite_findings"],
        )
        for row in rows
        if row["nomination_id"] in findings
    )
