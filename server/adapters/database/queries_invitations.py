"""Reads about proposals, invitations and the codes that open an organisation's account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Table, and_, func, or_, select

from server.adapters.database.application_rows import ORGANISATION
from server.adapters.database.cursors import from_cursor, page_size, to_cursor
from server.adapters.database.queries_applications import instant_of
from server.adapters.database.queries_elections import user_rows
from server.adapters.database.tables import election, organisation
from server.adapters.database.tables_of_accounts import portal_code
from server.adapters.database.tables_of_applications import application, invitation, nomination, proposal
from server.usecases.errors import NotFound
from server.usecases.queries_of_applications import InvitationFilter
from server.usecases.views import Page, UserRow
from server.usecases.views_of_applications import InvitationRow, PortalCodeRow, ProposalRow

_TITLES = tuple(election.c[f"title_{language}"] for language in ("ky", "ru", "en"))


class InvitationQueries:
    """See usecases.queries_of_applications.ApplicationQueries."""

    _engine: Engine

    def proposals(
        self, *, election_id: str | None = None, outcome: str | None = None, after: str | None = None, limit: int = 50
    ) -> Page[ProposalRow]:
        """Return proposals to invite, the newest first."""
        size = page_size(limit)
        told = (("election_id", election_id), ("outcome", outcome))
        statement = (
            select(proposal)
            .where(
                *(proposal.c[name] == value for name, value in told if value is not None), *_beyond(proposal, after)
            )
            .order_by(proposal.c.created_at.desc(), proposal.c.id.desc())
            .limit(size + 1)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(statement).mappings().all()
            users = _users(connection, rows[:size], "recorded_by", "decided_by")
        found = tuple(
            ProposalRow(
                **{
                    **row,
                    "recorded_by": users[row["recorded_by"]],
                    "decided_by": users.get(row["decided_by"]),
                }
            )
            for row in rows[:size]
        )
        return Page(found, _cursor(found[-1]) if len(rows) > size else None)

    def invitations(
        self, narrowed: InvitationFilter, *, after: str | None = None, limit: int = 50
    ) -> Page[InvitationRow]:
        """Return invitations, the newest first."""
        size = page_size(limit)
        names = ("election_id", "organisation_id", "state")
        wanted = [invitation.c[name] == value for name in names if (value := getattr(narrowed, name)) is not None]
        with self._engine.connect() as connection:
            rows = invitation_rows(connection, *wanted, *_beyond(invitation, after), limit=size + 1)
        return Page(tuple(rows[:size]), _cursor(rows[size - 1]) if len(rows) > size else None)

    def invitation(self, invitation_id: str) -> InvitationRow:
        """Return one invitation."""
        with self._engine.connect() as connection:
            rows = invitation_rows(connection, invitation.c.id == invitation_id)
        if not rows:
            raise NotFound("invitation", invitation_id[:64])
        return rows[0]

    def portal_codes(self, invitation_id: str, *, now: datetime) -> tuple[PortalCodeRow, ...]:
        """Return the codes made for an invitation, the newest first."""
        c = portal_code.c
        names = ("id", "invitation_id", "created_at", "expires_at", "used_at", "withdrawn_at")
        statement = select(portal_code).where(c.invitation_id == invitation_id)
        with self._engine.connect() as connection:
            rows = connection.execute(statement.order_by(c.created_at.desc(), c.id)).mappings().all()
            users = _users(connection, rows, "created_by", "used_by")
        return tuple(
            PortalCodeRow(
                **{name: row[name] for name in names},
                created_by=users[row["created_by"]],
                used_by=users.get(row["used_by"]),
                state=_code_state(row, now=now),
            )
            for row in rows
        )


def invitation_rows(connection: Connection, *conditions: Any, limit: int = 500) -> list[InvitationRow]:
    """Return invitations, the newest first, with what was filed under each."""
    statement = (
        select(invitation, *ORGANISATION, *_TITLES)
        .join(organisation, organisation.c.id == invitation.c.organisation_id)
        .join(election, election.c.id == invitation.c.election_id)
        .where(*conditions)
        .order_by(invitation.c.created_at.desc(), invitation.c.id.desc())
        .limit(limit)
    )
    rows = connection.execute(statement).mappings().all()
    users = _users(connection, rows, "created_by", "issued_by")
    filed = _filed(connection, [row["id"] for row in rows])
    titles = tuple(column.name for column in _TITLES)
    return [
        InvitationRow(
            **{
                **{name: value for name, value in row.items() if name not in titles},
                "created_by": users[row["created_by"]],
                "issued_by": users.get(row["issued_by"]),
            },
            election_titles={language: row[f"title_{language}"] for language in ("ky", "ru", "en")},
            applications=filed.get(row["id"], (0, 0))[0],
            people=filed.get(row["id"], (0, 0))[1],
        )
        for row in rows
    ]


def _filed(connection: Connection, invitation_ids: list[str]) -> dict[str, tuple[int, int]]:
    statement = (
        select(application.c.invitation_id, func.count(application.c.id.distinct()), func.count(nomination.c.id))
        .join(nomination, nomination.c.application_id == application.c.id, isouter=True)
        .where(application.c.invitation_id.in_(invitation_ids), application.c.state != "draft")
        .group_by(application.c.invitation_id)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(statement)}


def _users(connection: Connection, rows: Iterable[RowMapping], *names: str) -> dict[str, UserRow]:
    return user_rows(connection, {row[name] for row in rows for name in names if row[name]})


def _code_state(row: RowMapping, *, now: datetime) -> str:
    if row["used_at"] is not None:
        return "used"
    if row["withdrawn_at"] is not None:
        return "withdrawn"
    return "open" if now < row["expires_at"] else "expired"


def _beyond(table: Table, after: str | None) -> list[Any]:
    keys = from_cursor(after, str, str)
    if not keys:
        return []
    at = instant_of(keys[0])
    return [or_(table.c.created_at < at, and_(table.c.created_at == at, table.c.id < keys[1]))]


def _cursor(row: InvitationRow | ProposalRow) -> str:
    return to_cursor(row.created_at.isoformat(), row.id)
