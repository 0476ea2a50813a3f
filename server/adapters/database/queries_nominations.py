"""Reads about one nomination with what hangs on it, and about nominations that may be the same person."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Engine, Table, and_, select

from server.adapters.database.application_rows import (
    application_rows,
    application_select,
    nomination_row,
    nomination_select,
)
from server.adapters.database.mapping import columns_of, to_record
from server.adapters.database.person_columns import newest_numbers
from server.adapters.database.queries_elections import user_rows
from server.adapters.database.queries_invitations import invitation_rows
from server.adapters.database.tables import accreditation, decree, revocation
from server.adapters.database.tables_of_applications import application, document_copy, invitation, nomination
from server.adapters.database.tables_of_desks import (
    check_outcome,
    legal_opinion,
    mfa_review,
    refusal,
    refusal_ground,
    return_notice,
)
from server.usecases.errors import NotFound
from server.usecases.records import Nomination
from server.usecases.views_of_applications import (
    CheckRow,
    CopyRow,
    GrantRow,
    NominationPage,
    OpinionRow,
    RefusalRow,
    ReturnRow,
    ReviewRow,
    RevokedRow,
)

_OFFICERS = ("reviewed_by", "forwarded_by", "decided_by", "given_by", "returned_by")


class NominationQueries:
    """See usecases.queries_of_applications.ApplicationQueries."""

    _engine: Engine

    def nomination(self, nomination_id: str) -> NominationPage:
        """Return one nomination with what hangs on it."""
        with self._engine.connect() as connection:
            statement = nomination_select().where(nomination.c.id == nomination_id)
            row = connection.execute(statement).mappings().first()
            if row is None:
                raise NotFound("nomination", nomination_id[:64])
            data = connection.execute(select(*columns_of(Nomination)).where(nomination.c.id == nomination_id))
            applied = application_select().where(application.c.id == row["application_id"])
            filed = application_rows(connection, applied)[0]
            reviews = _hanging(connection, mfa_review, nomination_id, order="reviewed_at")
            return NominationPage(
                row=nomination_row(row),
                data=to_record(Nomination, data.mappings().one()),
                application=filed,
                invitation=invitation_rows(connection, invitation.c.id == filed.invitation_id)[0],
                review=ReviewRow(**_without(reviews[0], "id", "nomination_id")) if reviews else None,
                checks=tuple(
                    CheckRow(**_without(each, "nomination_id"))
                    for each in _hanging(connection, check_outcome, nomination_id, order="check_code")
                ),
                opinions=tuple(
                    OpinionRow(**_without(each, "nomination_id"))
                    for each in _hanging(connection, legal_opinion, nomination_id, order="given_at")
                ),
                returns=tuple(
                    ReturnRow(**{**_without(each, "nomination_id"), "missing": tuple(json.loads(each["missing"]))})
                    for each in _hanging(connection, return_notice, nomination_id, order="returned_at")
                ),
                refusals=_refusals(connection, nomination_id),
                copies=_copies(connection, nomination_id),
                grant=_grant(connection, nomination_id),
            )


def _hanging(connection: Connection, table: Table, nomination_id: str, *, order: str) -> list[dict[str, Any]]:
    """Return the table's rows of a nomination with their officers in place of the officers' ids."""
    statement = select(table).where(table.c.nomination_id == nomination_id).order_by(table.c[order])
    rows = [dict(row) for row in connection.execute(statement).mappings()]
    users = user_rows(connection, {row[name] for row in rows for name in _OFFICERS if row.get(name)})
    return [
        {name: users[value] if name in _OFFICERS and value else value for name, value in row.items()} for row in rows
    ]


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _refusals(connection: Connection, nomination_id: str) -> tuple[RefusalRow, ...]:
    statement = (
        select(refusal, decree.c.number, decree.c.decree_date, decree.c.signed_at, decree.c.published_at)
        .join(decree, decree.c.id == refusal.c.decree_id)
        .where(refusal.c.nomination_id == nomination_id, decree.c.discarded_at.is_(None))
        .order_by(decree.c.drafted_at, refusal.c.id)
    )
    rows = connection.execute(statement).mappings().all()
    g = refusal_ground.c
    wanted = select(g.refusal_id, g.ground, g.clause).where(g.refusal_id.in_([row["id"] for row in rows]))
    grounds: dict[str, list[tuple[str, str]]] = {}
    for refusal_id, ground, clause in connection.execute(wanted.order_by(g.ground)):
        grounds.setdefault(refusal_id, []).append((ground, clause))
    names = ("id", "decree_id", "facts", "decree_date", "signed_at", "published_at")
    return tuple(
        RefusalRow(
            **{name: row[name] for name in names},
            grounds=tuple(grounds.get(row["id"], ())),
            decree_number=row["number"],
            reopened=row["reopened_by"] is not None,
        )
        for row in rows
    )


def _copies(connection: Connection, nomination_id: str) -> tuple[CopyRow, ...]:
    names = ("id", "kind", "media_type", "pages", "size_bytes", "created_at", "deleted_at")
    c = document_copy.c
    statement = select(*(c[name] for name in names)).where(c.nomination_id == nomination_id)
    rows = connection.execute(statement.order_by(c.created_at, c.id)).mappings()
    return tuple(CopyRow(**row) for row in rows)


def _grant(connection: Connection, nomination_id: str) -> GrantRow | None:
    c = accreditation.c
    statement = (
        select(
            c.id.label("accreditation_id"), c.person_id, c.status, c.decree_id,
            decree.c.number.label("decree_number"), decree.c.decree_date,
        )
        .join(decree, decree.c.id == c.decree_id)
        .where(and_(c.nomination_id == nomination_id))
    )  # fmt: skip
    row = connection.execute(statement).mappings().first()
    if row is None:
        return None
    number = newest_numbers(connection, [row["accreditation_id"]]).get(row["accreditation_id"])
    revocations = _revocations(connection, row["accreditation_id"])
    return GrantRow(**row, certificate_number=number, revocations=revocations)


def _revocations(connection: Connection, accreditation_id: str) -> tuple[RevokedRow, ...]:
    c, annulling = revocation.c, decree.alias("annulling")
    statement = (
        select(
            c.kind, c.effective_at, decree.c.number.label("decree_number"), decree.c.decree_date, decree.c.signed_at,
            annulling.c.number.label("annulled_number"), annulling.c.signed_at.label("annulled_at"),
        )
        .join(decree, decree.c.id == c.decree_id)
        .outerjoin(annulling, annulling.c.id == c.annulled_by)
        .where(c.accreditation_id == accreditation_id, decree.c.signed_at.is_not(None))
        .order_by(decree.c.signed_at, c.id)
    )  # fmt: skip
    return tuple(RevokedRow(**row) for row in connection.execute(statement).mappings())
