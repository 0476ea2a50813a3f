"""What is kept of accounts, sessions and long work; one frozen record a table, as in records.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UserAccount:
    """Someone who signs in; `organisation_id` stands exactly where the role is "organisation".

    `one_time_until`: the password was made by an administrator, serves till then and only to choose another.
    """

    id: str
    login: str
    display_name: str
    role: str
    password_hash: str
    language: str
    created_at: datetime
    disabled_at: datetime | None = None
    organisation_id: str | None = None
    email: str | None = None
    one_time_until: datetime | None = None


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
    agent: str | None = None  # the browser's name for itself, cut short
    factor: str | None = None  # "password", "totp" or "passkey"
    last_seen_at: datetime | None = None


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


@dataclass(frozen=True, slots=True)
class Passkey:
    """A WebAuthn credential of an account; `public_key` is its COSE_Key; suspended once its counter ran backwards."""

    id: str
    user_id: str
    credential_id: bytes
    public_key: bytes
    sign_count: int
    label: str
    created_at: datetime
    last_used_at: datetime | None = None
    suspended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Totp:
    """An account's second choice of a second factor; `secret` is sealed, `last_step` bars a code's second use."""

    user_id: str
    secret: bytes
    created_at: datetime
    confirmed_at: datetime | None
    last_step: int


@dataclass(frozen=True, slots=True)
class PortalCode:
    """A one-time code with which an invited organisation opens its account; only its SHA-256 is kept, in hex."""

    id: str
    invitation_id: str
    code_hash: str
    created_by: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: str | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """An e-mail in the outbox; a `dedupe_key` is sent once."""

    id: str
    kind: str
    dedupe_key: str
    recipient: str
    language: str
    subject: str
    body: str
    created_at: datetime
    state: str  # "waiting", "sent", "failed"
    attempts: int
    next_try_at: datetime | None
    sent_at: datetime | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice on the pages of one account, of everyone of an organisation, or of everyone of a role."""

    id: str
    kind: str
    dedupe_key: str
    account_id: str | None
    organisation_id: str | None
    role: str | None
    facts: str  # JSON
    subject_kind: str | None
    subject_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NoticeReading:
    """That an account has read a notice."""

    notice_id: str
    account_id: str
    read_at: datetime
