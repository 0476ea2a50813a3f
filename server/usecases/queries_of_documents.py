"""The read side of documents, as a protocol: what is kept, what is on its way, who read what; lists by keyset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from server.usecases.views import Page
from server.usecases.views_of_applications import CopyRow


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One reading of a copy; the person is told by application and position, never by name."""

    id: str
    at: datetime
    reader_id: str
    reader: str
    role: str
    purpose: str
    document_id: str
    kind: str
    nomination_id: str
    position: int
    application_id: str
    number: str | None
    organisation: str


@dataclass(frozen=True, slots=True)
class DeletionRow:
    """One deletion of copies."""

    id: str
    application_id: str
    number: str | None
    organisation: str | None  # None once the draft is gone
    election_id: str
    copies: int
    deleted_at: datetime
    due_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class UploadRow:
    """An upload that isn't finished."""

    id: str
    kind: str
    total_bytes: int
    received_bytes: int
    state: str


class DocumentQueries(Protocol):
    """What pages and timers read about copies."""

    def copies_of_application(self, application_id: str) -> dict[str, tuple[CopyRow, ...]]:
        """Return the copies kept, by nomination, oldest first; people without one are left out."""
        ...

    def open_uploads(self, nomination_id: str) -> tuple[UploadRow, ...]:
        """Return uploads of one person that can be gone on with, the newest first."""
        ...

    def document_accesses(
        self, *, reader_id: str | None = None, nomination_id: str | None = None, after: str | None = None,
        limit: int = 50,
    ) -> Page[AccessRow]:  # fmt: skip
        """Return readings of copies, the newest first."""
        ...

    def document_deletions(self, *, after: str | None = None, limit: int = 50) -> Page[DeletionRow]:
        """Return deletions after the end of terms and others, the newest first."""
        ...

    def applications_with_copies(self, election_id: str) -> tuple[str, ...]:
        """Return applications of an election with a copy that isn't recorded as deleted."""
        ...

    def abandoned_uploads(self, *, before: datetime, limit: int) -> tuple[str, ...]:
        """Return uploads that nobody touched since an instant."""
        ...
