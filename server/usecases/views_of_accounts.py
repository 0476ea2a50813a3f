"""What is shown of accounts, their sessions and second factors; frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.usecases.records import UserAccount
from server.usecases.roles import SECOND_FACTOR_REQUIRED


@dataclass(frozen=True, slots=True)
class StandingSession:
    """A session that still stands: whose it is, what was proven at sign-in ("password", "totp" or "passkey")."""

    account: UserAccount
    factor: str

    @property
    def unfinished(self) -> str:
        """Return what must be done before anything else, as the code of a refusal; "" when nothing.

        `password_change_required` after a password made by somebody else, `second_factor_required` where the
        role needs one and this session proved none.
        """
        if self.account.one_time_until is not None:
            return "password_change_required"
        if self.account.role in SECOND_FACTOR_REQUIRED and self.factor == "password":
            return "second_factor_required"
        return ""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """An open session: the browser's name for itself, what was proven, since when, when last renewed."""

    id: str
    agent: str
    factor: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """A passkey of an account; suspended once its counter ran backwards: somebody holds a copy."""

    id: str
    label: str
    created_at: datetime
    last_used_at: datetime | None
    suspended_at: datetime | None


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """An account's second factors; `totp_since` is when its authenticator app was confirmed."""

    passkeys: tuple[PasskeyRow, ...]
    totp_since: datetime | None

    @property
    def any(self) -> bool:
        """Tell whether the password alone no longer opens a session."""
        return bool(self.passkeys) or self.totp_since is not None

    @property
    def usable(self) -> int:
        """Return how many of them open a session."""
        return sum(each.suspended_at is None for each in self.passkeys) + (self.totp_since is not None)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as the administrator sees it; nothing of what its holder does."""

    id: str
    login: str
    display_name: str
    role: str
    language: str
    organisation: str | None
    created_at: datetime
    disabled_at: datetime | None
    one_time_until: datetime | None
    passkeys: int
    totp: bool
    open_sessions: int
    last_seen_at: datetime | None
