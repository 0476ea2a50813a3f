"""Reads about elections, organisations, accounts, and the counts of the first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, and_, func, or_, select

from server.accreditation.errors import CodedError
from server.adapters.database.cursors import from_cursor, page_size, to_cursor
from server.adapters.database.tables import (
    accreditation,
    decree,
    election,
    election_event,
    election_poll,
    organisation,
    user_account,
)
from server.adapters.database.tables_of_bytes import credential, election_state, outbox
from server.usecases.elections import calendar_of
from server.usecases.errors import NotFound
from server.usecases.records import Election, ElectionPoll
from server.usecases.search_words import search_words
from server.usecases.views import (
    Dashboard,
    ElectionEventRow,
    ElectionRow,
    OrganisationRow,
    Page,
    UserRow,
)


class ElectionQueries:
    """See usecases.queries.Queries."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def dashboard(self, *, now: datetime) -> Dashboard:
        """Return the counts of the first page."""
        signed, live = decree.c.signed_at.is_not(None), decree.c.discarded_at.is_(None)
        has_certificates = select(1).where(credential.c.accreditation_decree_id == decree.c.id).exists()
        pending = and_(accreditation.c.status == "revoked", accreditation.c.revoked_from > now)
        with self._engine.connect() as connection:
            return Dashboard(
                elections=_count(connection, election, True),
                accredited=_count(connection, accreditation, accreditation.c.status == "granted"),
                certificates=_count(connection, credential, credential.c.status == 0),
                revoked=_count(connection, accreditation, accreditation.c.status == "revoked"),
                drafts_to_sign=_count(connection, decree, and_(~signed, live)),
                decrees_to_publish=_count(connection, decree, and_(signed, decree.c.published_at.is_(None))),
                decrees_to_issue=_count(
                    connection, decree, and_(signed, decree.c.kind == "accreditation", ~has_certificates)
                ),
                revocations_pending=_count(connection, accreditation, pending),
                next_effective_at=connection.execute(
                    select(func.min(accreditation.c.revoked_from)).where(pending)
                ).scalar(),
                publications_waiting=_count(connection, outbox, True),
            )

    def elections(self) -> tuple[ElectionRow, ...]:
        """Return every election, the latest voting day first."""
        with self._engine.connect() as connection:
            ids = connection.execute(select(election.c.id)).scalars().all()
            rows = [election_row(connection, each) for each in ids]
        return tuple(sorted(rows, key=lambda row: (max(row.voting_days), row.id), reverse=True))

    def election(self, election_id: str) -> ElectionRow:
        """Return one election."""
        with self._engine.connect() as connection:
            return election_row(connection, election_id)

    def election_events(self, election_id: str) -> tuple[ElectionEventRow, ...]:
        """Return the acts about an election, drafts included, oldest first; discarded drafts are left out."""
        with self._engine.connect() as connection:
            return event_rows(connection, election_event.c.election_id == election_id)

    def organisations(self, *, text: str = "", after: str | None = None, limit: int = 50) -> Page[OrganisationRow]:
        """Return organisations by name."""
        keys, size = from_cursor(after, str), page_size(limit)
        granted = (
            select(func.count())
            .select_from(accreditation)
            .where(accreditation.c.organisation_id == organisation.c.id, accreditation.c.status == "granted")
            .scalar_subquery()
        )
        statement = select(organisation, granted.label("accredited")).order_by(organisation.c.name)
        words = search_words(text)[:6] or ["-"] * bool(text.strip())  # nothing but marks finds nothing
        for word in words:
            statement = statement.where(organisation.c.search_key.contains(word, autoescape=True))
        if keys:
            statement = statement.where(organisation.c.name > keys[0])
        with self._engine.connect() as connection:
            rows = connection.execute(statement.limit(size + 1)).mappings().all()
        found = tuple(
            OrganisationRow(**{n: v for n, v in row.items() if n not in ("search_key", "created_at")})
            for row in rows[:size]
        )
        return Page(found, to_cursor(found[-1].name) if len(rows) > size else None)

    def users(self) -> tuple[UserRow, ...]:
        """Return every account by login."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(user_account).order_by(user_account.c.login)).mappings()
            return tuple(user_row(row) for row in rows)

    def next_effective_instant(self) -> tuple[datetime, str] | None:
        """Return the soonest instant, past or coming, whose revocation no state says yet, and its election."""
        unsaid = (
            select(1).where(credential.c.accreditation_id == accreditation.c.id, credential.c.status != 1).exists()
        )
        statement = (
            select(accreditation.c.revoked_from, accreditation.c.election_id)
            .where(accreditation.c.status == "revoked", unsaid)
            .order_by(accreditation.c.revoked_from)
            .limit(1)
        )
        with self._engine.connect() as connection:
            row = connection.execute(statement).first()
        return None if row is None else (row[0], row[1])

    def named_files(self, election_id: str, *, expiring_after: datetime) -> Iterator[tuple[bytes, bytes]]:
        """Yield (index, notices) of the newest state and of those that expire after the instant, each pair once."""
        table = election_state.c
        newest = select(func.max(table.seq)).where(table.election_id == election_id).scalar_subquery()
        statement = (
            select(table.shard_index, table.notices)
            .distinct()
            .where(table.election_id == election_id, or_(table.expires_at > expiring_after, table.seq == newest))
        )
        with self._engine.connect() as connection:
            for row in connection.execute(statement):
                yield row.shard_index, row.notices

    def pending_publications(self) -> tuple[str, ...]:
        """Return elections whose publication was asked for and not yet stored."""
        with self._engine.connect() as connection:
            statement = select(outbox.c.election_id).order_by(outbox.c.requested_at)
            return tuple(connection.execute(statement).scalars())


def user_rows(connection: Connection, ids: set[str]) -> dict[str, UserRow]:
    """Return accounts by id."""
    rows = connection.execute(select(user_account).where(user_account.c.id.in_(ids))).mappings()
    return {row["id"]: user_row(row) for row in rows}


def user_row(row: RowMapping) -> UserRow:
    """Return an account as lists show it."""
    names = ("id", "login", "display_name", "role", "language", "disabled_at")
    return UserRow(**{name: row[name] for name in names})


def _count(connection: Connection, table: Any, condition: Any) -> int:
    statement = select(func.count()).select_from(table)
    if condition is not True:
        statement = statement.where(condition)
    return int(connection.execute(statement).scalar_one())


def election_row(connection: Connection, election_id: str) -> ElectionRow:
    """Return one election with its calendar and counts.

    Raises: NotFound.
    """
    row = connection.execute(select(election).where(election.c.id == election_id)).mappings().first()
    if row is None:
        raise NotFound("election", election_id[:64])
    polls = connection.execute(select(election_poll).where(election_poll.c.election_id == election_id))
    calendar = calendar_of(Election(**row), [ElectionPoll(**poll) for poll in polls.mappings()])
    try:
        window = calendar.window()
    except CodedError:
        window = None
    states = election_state.c
    newest = connection.execute(
        select(states.seq, states.issued_at, states.expires_at)
        .where(states.election_id == election_id)
        .order_by(states.seq.desc())
        .limit(1)
    ).first()
    own, cards = accreditation.c.election_id == election_id, credential.c.election_id == election_id
    return ElectionRow(
        id=row["id"],
        prefix=row["prefix"],
        kinds=tuple(row["kinds"].split(",")),
        titles={language: row[f"title_{language}"] for language in ("ky", "ru", "en")},
        date_set_at=row["date_set_at"],
        call_published_at=row["call_published_at"],
        window_rule=row["window_rule"],
        voting_days=calendar.voting_days,
        repeat_voting_days=calendar.repeat_voting_days,
        window_opens_at=window.opens if window else None,
        window_closes_at=window.closes if window else None,
        window_last_day=window.last_day if window else None,
        term_basis=row["term_basis"],
        results_published_day=row["results_published_day"],
        accredited=_count(connection, accreditation, and_(own, accreditation.c.status == "granted")),
        certificates=_count(connection, credential, and_(cards, credential.c.status == 0)),
        revoked=_count(connection, accreditation, and_(own, accreditation.c.status == "revoked")),
        seq=newest[0] if newest else 0,
        state_issued_at=newest[1] if newest else None,
        state_expires_at=newest[2] if newest else None,
    )


def event_rows(connection: Connection, condition: Any) -> tuple[ElectionEventRow, ...]:
    """Return acts about elections with their decrees, oldest first."""
    later, act = election_event.alias(), decree.alias()
    withdrawn = (
        select(1)
        .where(later.c.withdraws_id == election_event.c.id, act.c.id == later.c.decree_id)
        .where(act.c.signed_at.is_not(None))
        .exists()
    )
    statement = (
        select(
            election_event,
            decree.c.number,
            decree.c.decree_date,
            decree.c.signed_at,
            withdrawn.label("withdrawn"),
        )
        .join(decree, decree.c.id == election_event.c.decree_id)
        .where(condition, decree.c.discarded_at.is_(None))
        .order_by(decree.c.drafted_at, election_event.c.id)
    )
    names = ("id", "decree_id", "kind", "day", "facts", "number", "decree_date", "signed_at")
    return tuple(
        ElectionEventRow(**{name: row[name] for name in names}, withdrawn=bool(row["withdrawn"]))
        for row in connection.execute(statement).mappings()
    )
