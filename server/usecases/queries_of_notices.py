"""The read side of telling, as a protocol: one's notices, and the outbox of e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from server.usecases.views import Page

MOST_UNREAD = 100


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose notices: the account, its organisation if it has one, its role."""

    account_id: str
    role: str
    organisation_id: str | None = None


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as its reader sees it; `facts` fill the letter of its kind."""

    id: str
    kind: str
    facts: dict[str, Any]
    subject_kind: str | None
    subject_id: str | None
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """An e-mail of the outbox, without its text."""

    id: str
    kind: str
    recipient: str
    language: str
    state: str
    attempts: int
    created_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None
    fault: str | None


class NoticeQueries(Protocol):
    """What bells, pages of notices, the mail process and the administrator read."""

    def notices(self, reader: Reader, *, after: str | None = None, limit: int = 50) -> Page[NoticeRow]:
        """Return a reader's notices, the newest first."""
        ...

    def notice(self, reader: Reader, notice_id: str) -> NoticeRow:
        """Return one of a reader's notices. Raises: NotFound, also where it is addressed to others."""
        ...

    def unread_notices(self, reader: Reader) -> int:
        """Return how many of a reader's newest notices are unread, counting no further than `MOST_UNREAD`."""
        ...

    def messages(self, *, state: str | None = None, after: str | None = None, limit: int = 50) -> Page[MessageRow]:
        """Return e-mails, the newest first."""
        ...

    def message_counts(self) -> dict[str, int]:
        """Return how many e-mails are waiting, sent and failed."""
        ...

    def messages_due(self, *, now: datetime, limit: int = 100) -> tuple[str, ...]:
        """Return ids of e-mails that may be tried now, the longest due first."""
        ...
