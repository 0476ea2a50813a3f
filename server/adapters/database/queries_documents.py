"""Reads about copies of documents; none of them touches the sealed bytes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, RowMapping, Select, select

from server.accreditation.calendar import from_unix_seconds, unix_seconds
from server.adapters.database.cursors import from_cursor, page_size, to_cursor
from server.adapters.database.tables import organisation, user_account
from server.adapters.database.tables_of_applications import (
    application,
    document_access,
    document_copy,
    document_deletion,
    nomination,
    upload,
)
from server.usecases.queries_of_documents import AccessRow, DeletionRow, UploadRow
from server.usecases.views import Page
from server.usecases.views_of_applications import CopyRow

_ON_THE_WAY = ("receiving", "received")
_COPY = [
    document_copy.c[name] for name in ("id", "kind", "media_type", "pages", "size_bytes", "created_at", "deleted_at")
]


class DocumentQueries:
    """See usecases.queries_of_documents.DocumentQueries."""

    _engine: Engine

    def copies_of_application(self, application_id: str) -> dict[str, tuple[CopyRow, ...]]:
        """Return the copies kept, by nomination, oldest first."""
        statement = (
            select(document_copy.c.nomination_id, *_COPY)
            .where(document_copy.c.application_id == application_id, document_copy.c.deleted_at.is_(None))
            .order_by(document_copy.c.created_at, document_copy.c.id)
        )
        found: dict[str, tuple[CopyRow, ...]] = {}
        for row in self._rows(statement):
            told = dict(row)
            person = told.pop("nomination_id")
            found[person] = (*found.get(person, ()), CopyRow(**told))
        return found

    def open_uploads(self, nomination_id: str) -> tuple[UploadRow, ...]:
        """Return uploads of one person that can be gone on with, the newest first."""
        shown = (upload.c[name] for name in ("id", "kind", "total_bytes", "received_bytes", "state"))
        statement = (
            select(*shown)
            .where(upload.c.nomination_id == nomination_id, upload.c.state.in_(_ON_THE_WAY))
            .order_by(upload.c.created_at.desc(), upload.c.id)
            .limit(20)
        )
        return tuple(UploadRow(**row) for row in self._rows(statement))

    def document_accesses(
        self, *, reader_id: str | None = None, nomination_id: str | None = None, after: str | None = None,
        limit: int = 50,
    ) -> Page[AccessRow]:  # fmt: skip
        """Return readings of copies, the newest first."""
        statement = (
            select(
                document_access.c.id, document_access.c.at, document_access.c.purpose,
                document_access.c.document_id, document_access.c.account_id.label("reader_id"),
                user_account.c.display_name.label("reader"), user_account.c.role, document_copy.c.kind,
                document_copy.c.nomination_id, nomination.c.position, application.c.id.label("application_id"),
                application.c.number, organisation.c.name.label("organisation"),
            )
            .join(user_account, user_account.c.id == document_access.c.account_id)
            .join(document_copy, document_copy.c.id == document_access.c.document_id)
            .join(nomination, nomination.c.id == document_copy.c.nomination_id)
            .join(application, application.c.id == document_copy.c.application_id)
            .join(organisation, organisation.c.id == application.c.organisation_id)
        )  # fmt: skip
        if reader_id:
            statement = statement.where(document_access.c.account_id == reader_id)
        if nomination_id:
            statement = statement.where(document_copy.c.nomination_id == nomination_id)
        rows, following = self._newest(statement, document_access, document_access.c.at, after=after, limit=limit)
        return Page(tuple(AccessRow(**row) for row in rows), following)

    def document_deletions(self, *, after: str | None = None, limit: int = 50) -> Page[DeletionRow]:
        """Return deletions, the newest first."""
        table = document_deletion
        statement = (
            select(table, application.c.number, organisation.c.name.label("organisation"))
            .outerjoin(application, application.c.id == table.c.application_id)
            .outerjoin(organisation, organisation.c.id == application.c.organisation_id)
        )
        rows, following = self._newest(statement, table, table.c.deleted_at, after=after, limit=limit)
        return Page(tuple(DeletionRow(**row) for row in rows), following)

    def applications_with_copies(self, election_id: str) -> tuple[str, ...]:
        """Return applications of an election with a copy that isn't recorded as deleted."""
        statement = (
            select(application.c.id)
            .join(document_copy, document_copy.c.application_id == application.c.id)
            .where(document_copy.c.deleted_at.is_(None), application.c.election_id == election_id)
            .distinct()
        )
        return tuple(row["id"] for row in self._rows(statement))

    def abandoned_uploads(self, *, before: datetime, limit: int) -> tuple[str, ...]:
        """Return uploads that nobody touched since an instant."""
        statement = select(upload.c.id).where(upload.c.touched_at < before).order_by(upload.c.touched_at).limit(limit)
        return tuple(row["id"] for row in self._rows(statement))

    def _newest(
        self, statement: Select[Any], table: Any, moment: Any, *, after: str | None, limit: int
    ) -> tuple[list[RowMapping], str | None]:
        keys, size = from_cursor(after, int, str), page_size(limit)
        if keys:
            at = from_unix_seconds(keys[0])
            statement = statement.where((moment < at) | ((moment == at) & (table.c.id < keys[1])))
        rows = self._rows(statement.order_by(moment.desc(), table.c.id.desc()).limit(size + 1))
        more = len(rows) > size
        last = rows[size - 1] if more else None
        return rows[:size], to_cursor(unix_seconds(last[moment.name]), last["id"]) if last is not None else None

    def _rows(self, statement: Select[Any]) -> list[RowMapping]:
        with self._engine.connect() as connection:
            return list(connection.execute(statement).mappings())
