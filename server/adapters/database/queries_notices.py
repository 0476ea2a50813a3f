"""Reads about notices and the outbox of e-mail."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select, and_, func, or_, select

from server.adapters.database.cursors import from_cursor, page_size, to_cursor
from server.adapters.database.queries_applications import instant_of
from server.adapters.database.tables_of_accounts import message, notice, notice_reading
from server.usecases.errors import NotFound
from server.usecases.queries_of_notices import MOST_UNREAD, MessageRow, NoticeRow, Reader
from server.usecases.views import Page

_STATES = ("waiting", "sent", "failed")


class NoticeListQueries:
    """See usecases.queries_of_notices.NoticeQueries."""

    _engine: Engine

    def notices(self, reader: Reader, *, after: str | None = None, limit: int = 50) -> Page[NoticeRow]:
        """Return a reader's notices, the newest first."""
        keys, size = from_cursor(after, str, str), page_size(limit)
        told = notice.c
        beyond: list[Any] = []
        if keys:
            at = instant_of(keys[0])
            beyond = [or_(told.created_at < at, and_(told.created_at == at, told.id < keys[1]))]
        with self._engine.connect() as connection:
            rows = [
                row
                for part in _addressed(reader)
                for row in connection.execute(part.where(*beyond).limit(size + 1)).mappings()
            ]
        rows.sort(key=lambda row: (row["created_at"], row["id"]), reverse=True)
        found = tuple(NoticeRow(**{**row, "facts": json.loads(row["facts"])}) for row in rows[:size])
        more = len(rows) > size
        return Page(found, to_cursor(found[-1].created_at.isoformat(), found[-1].id) if more else None)

    def notice(self, reader: Reader, notice_id: str) -> NoticeRow:
        """Return one of a reader's notices."""
        with self._engine.connect() as connection:
            for part in _addressed(reader):
                row = connection.execute(part.where(notice.c.id == notice_id)).mappings().first()
                if row is not None:
                    return NoticeRow(**{**row, "facts": json.loads(row["facts"])})
        raise NotFound("notice", notice_id[:64])

    def unread_notices(self, reader: Reader) -> int:
        """Return how many of a reader's newest notices are unread, counting no further than `MOST_UNREAD`."""
        unread = 0
        with self._engine.connect() as connection:
            for part in _addressed(reader):
                newest = part.limit(MOST_UNREAD).subquery()
                unread += connection.execute(
                    select(func.count()).select_from(newest).where(newest.c.read_at.is_(None))
                ).scalar_one()
        return min(unread, MOST_UNREAD)

    def messages(self, *, state: str | None = None, after: str | None = None, limit: int = 50) -> Page[MessageRow]:
        """Return e-mails, the newest first."""
        keys, size = from_cursor(after, str, str), page_size(limit)
        sent = message.c
        names = MessageRow.__dataclass_fields__
        statement = select(*(sent[name] for name in names)).order_by(sent.created_at.desc(), sent.id.desc())
        if state is not None:
            statement = statement.where(sent.state == state)
        if keys:
            at = instant_of(keys[0])
            statement = statement.where(or_(sent.created_at < at, and_(sent.created_at == at, sent.id < keys[1])))
        with self._engine.connect() as connection:
            rows = connection.execute(statement.limit(size + 1)).mappings().all()
        found = tuple(MessageRow(**row) for row in rows[:size])
        more = len(rows) > size
        return Page(found, to_cursor(found[-1].created_at.isoformat(), found[-1].id) if more else None)

    def message_counts(self) -> dict[str, int]:
        """Return how many e-mails are waiting, sent and failed."""
        statement = select(message.c.state, func.count()).group_by(message.c.state)
        with self._engine.connect() as connection:
            counted = {str(state): int(count) for state, count in connection.execute(statement)}
        return {state: counted.get(state, 0) for state in _STATES}

    def messages_due(self, *, now: datetime, limit: int = 100) -> tuple[str, ...]:
        """Return ids of e-mails that may be tried now, the longest due first."""
        waiting = message.c
        statement = (
            select(waiting.id)
            .where(waiting.state == "waiting", waiting.next_try_at <= now)
            .order_by(waiting.next_try_at, waiting.id)
            .limit(limit)
        )
        with self._engine.connect() as connection:
            return tuple(connection.execute(statement).scalars())


def _addressed(reader: Reader) -> list[Select[Any]]:
    """Return one select an addressee, each in the order of its own index."""
    addressees = (
        (notice.c.account_id, reader.account_id),
        (notice.c.organisation_id, reader.organisation_id),
        (notice.c.role, reader.role),
    )
    told = notice.c
    mine = and_(notice_reading.c.notice_id == told.id, notice_reading.c.account_id == reader.account_id)
    return [
        select(
            told.id, told.kind, told.facts, told.subject_kind, told.subject_id, told.created_at,
            notice_reading.c.read_at,
        )
        .select_from(notice.outerjoin(notice_reading, mine))
        .where(column == value)
        .order_by(told.created_at.desc(), told.id.desc())
        for column, value in addressees
        if value is not None
    ]  # fmt: skip
