"""The read side of accounts and sessions, as a protocol."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.usecases.records import UserAccount
from server.usecases.views import Page, UserRow
from server.usecases.views_of_accounts import AccountRow, SecondFactors, SessionRow, StandingSession


class AccountQueries(Protocol):
    """What signing in, one's own account and the administrator read."""

    def users(self) -> tuple[UserRow, ...]:
        """Return every account by login."""
        ...

    def account(self, login: str) -> UserAccount | None:
        """Return the account of a login (lower case), closed ones too, or None."""
        ...

    def sessions_of(self, user_id: str) -> tuple[str, ...]:
        """Return ids of the newest sessions of an account, ended ones too."""
        ...

    def open_session(self, family_id: str, *, jti: str, now: datetime) -> StandingSession | None:
        """Return whose session this is while it stands, else None.

        It stands while the family exists, isn't revoked and not past `expires_at`, its account isn't disabled,
        and `jti` isn't among the revoked tokens.
        """
        ...

    def sessions(self, user_id: str, *, now: datetime) -> tuple[SessionRow, ...]:
        """Return the open sessions of an account, the latest seen first."""
        ...

    def second_factors(self, user_id: str) -> SecondFactors:
        """Return the second factors of an account, the oldest passkey first."""
        ...

    def credential_ids(self, user_id: str) -> tuple[bytes, ...]:
        """Return the credentials of an account's passkeys, so that a device makes no second one."""
        ...

    def accounts(
        self, *, now: datetime, text: str = "", role: str | None = None, after: str | None = None, limit: int = 50
    ) -> Page[AccountRow]:
        """Return accounts by login; `text` begins the login or stands in the name."""
        ...

    def account_row(self, user_id: str, *, now: datetime) -> AccountRow:
        """Return one account. Raises: NotFound."""
        ...
