"""What is kept of accounts, sessions and long work; one frozen record a table, as in records.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UserAccount:
    """Someone who signs in to the console; `role` is registrar, approver or records."""

    id: str
    login: str
    display_name: str
    role: str
    password_hash: str
    language: str
    created_at: datetime
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SessionFamily:
    """The chain of refresh tokens of one sign-in; reuse of an old `current_jti` revokes the family."""

    id: str
    user_id: str
    current_jti: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RevokedToken:
    """An access token that was signed out before its end."""

    jti: str
    user_id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Job:
    """Long work with its progress, e.g. the PDFs of a whole decree; `arguments` and `result` are JSON."""

    id: str
    kind: str
    arguments: str
    state: str  # "waiting", "running", "done", "failed"
    done: int
    total: int
    result: str
    created_by: str
    created_at: datetime
    finished_at: datetime | None = None
