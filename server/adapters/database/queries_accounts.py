"""Reads about accounts, sessions and second factors; `open_session` is asked on every request of an officer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select, and_, exists, func, or_, select

from server.adapters.database.cursors import from_cursor, page_size, to_cursor
from server.adapters.database.mapping import columns_of
from server.adapters.database.tables import organisation, revoked_token, session_family, user_account
from server.adapters.database.tables_of_accounts import passkey, totp
from server.usecases.errors import NotFound
from server.usecases.records import UserAccount
from server.usecases.views import Page
from server.usecases.views_of_accounts import AccountRow, PasskeyRow, SecondFactors, SessionRow, StandingSession

_ACCOUNT = columns_of(UserAccount)

_SESSIONS = 200


class AccountQueries:
    """See usecases.queries_of_accounts."""

    _engine: Engine

    def account(self, login: str) -> UserAccount | None:
        """Return the account of a login (lower case), closed ones too, or None."""
        with self._engine.connect() as connection:
            row = connection.execute(select(*_ACCOUNT).where(user_account.c.login == login)).mappings().first()
        return UserAccount(**row) if row else None

    def sessions_of(self, user_id: str) -> tuple[str, ...]:
        """Return the newest sessions of an account, ended ones too."""
        family = session_family.c
        asked = select(family.id).where(family.user_id == user_id).order_by(family.created_at.desc()).limit(_SESSIONS)
        with self._engine.connect() as connection:
            return tuple(connection.execute(asked).scalars())

    def open_session(self, family_id: str, *, jti: str, now: datetime) -> StandingSession | None:
        """Return whose session this is while it stands, else None."""
        family = session_family.c
        asked = (
            select(*_ACCOUNT, family.factor)
            .join(session_family, family.user_id == user_account.c.id)
            .where(family.id == family_id, family.revoked_at.is_(None), family.expires_at > now)
            .where(user_account.c.disabled_at.is_(None), ~exists().where(revoked_token.c.jti == jti))
        )
        with self._engine.connect() as connection:
            row = connection.execute(asked).mappings().first()
        if row is None:
            return None
        account = UserAccount(**{column.name: row[column.name] for column in _ACCOUNT})
        return StandingSession(account, row["factor"] or "password")

    def sessions(self, user_id: str, *, now: datetime) -> tuple[SessionRow, ...]:
        """Return the open sessions of an account, the latest seen first."""
        family = session_family.c
        seen = func.coalesce(family.last_seen_at, family.created_at)
        asked = (
            select(family.id, family.agent, family.factor, family.created_at, family.last_seen_at, family.expires_at)
            .where(family.user_id == user_id, family.revoked_at.is_(None), family.expires_at > now)
            .order_by(seen.desc(), family.id)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(asked).all()
        return tuple(
            SessionRow(row.id, row.agent or "", row.factor or "password", row.created_at,
                       row.last_seen_at or row.created_at, row.expires_at)
            for row in rows
        )  # fmt: skip

    def second_factors(self, user_id: str) -> SecondFactors:
        """Return the second factors of an account, the oldest passkey first."""
        keys = passkey.c
        asked = (
            select(keys.id, keys.label, keys.created_at, keys.last_used_at, keys.suspended_at)
            .where(keys.user_id == user_id)
            .order_by(keys.created_at, keys.id)
        )
        confirmed = select(totp.c.confirmed_at).where(totp.c.user_id == user_id)
        with self._engine.connect() as connection:
            rows = connection.execute(asked).all()
            since = connection.execute(confirmed).scalar_one_or_none()
        return SecondFactors(tuple(PasskeyRow(*row) for row in rows), since)

    def credential_ids(self, user_id: str) -> tuple[bytes, ...]:
        """Return the credentials of an account's passkeys."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(passkey.c.credential_id).where(passkey.c.user_id == user_id))
            return tuple(rows.scalars())

    def accounts(
        self, *, now: datetime, text: str = "", role: str | None = None, after: str | None = None, limit: int = 50
    ) -> Page[AccountRow]:
        """Return accounts by login; `text` begins the login or stands in the name."""
        size, asked = page_size(limit), _account_rows(now)
        if text:
            asked = asked.where(
                or_(
                    user_account.c.login.startswith(text.lower(), autoescape=True),
                    user_account.c.display_name.contains(text, autoescape=True),
                )
            )
        if role:
            asked = asked.where(user_account.c.role == role)
        if keys := from_cursor(after, str):
            asked = asked.where(user_account.c.login > keys[0])
        with self._engine.connect() as connection:
            rows = connection.execute(asked.order_by(user_account.c.login).limit(size + 1)).all()
        shown = tuple(AccountRow(*row) for row in rows[:size])
        return Page(shown, to_cursor(shown[-1].login) if len(rows) > size else None)

    def account_row(self, user_id: str, *, now: datetime) -> AccountRow:
        """Return one account.

        Raises: NotFound.
        """
        with self._engine.connect() as connection:
            row = connection.execute(_account_rows(now).where(user_account.c.id == user_id)).first()
        if row is None:
            raise NotFound("user_account", user_id)
        return AccountRow(*row)


def _account_rows(now: datetime) -> Select[Any]:
    """Select accounts as AccountRow's fields, in their order."""
    account, family = user_account.c, session_family.c
    own = family.user_id == account.id
    standing = and_(own, family.revoked_at.is_(None), family.expires_at > now)
    live = and_(passkey.c.user_id == account.id, passkey.c.suspended_at.is_(None))
    has_app = exists().where(totp.c.user_id == account.id, totp.c.confirmed_at.is_not(None))
    passkeys = select(func.count()).select_from(passkey).where(live).scalar_subquery()
    sessions = select(func.count()).select_from(session_family).where(standing).scalar_subquery()
    seen = select(func.max(func.coalesce(family.last_seen_at, family.created_at))).where(own).scalar_subquery()
    return select(
        account.id, account.login, account.display_name, account.role, account.language, organisation.c.name,
        account.created_at, account.disabled_at, account.one_time_until, passkeys, has_app, sessions, seen,
    ).select_from(user_account.outerjoin(organisation, organisation.c.id == account.organisation_id))  # fmt: skip
