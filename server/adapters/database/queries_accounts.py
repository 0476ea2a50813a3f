"""Reads about accounts and sessions, asked on every request of an officer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, exists, select

from server.adapters.database.tables import revoked_token, session_family, user_account
from server.usecases.records import UserAccount

_SESSIONS = 200


class AccountQueries:
    """See usecases.queries.Queries."""

    _engine: Engine

    def account(self, login: str) -> UserAccount | None:
        """Return the account of a login (lower case), closed ones too, or None."""
        with self._engine.connect() as connection:
            row = connection.execute(select(user_account).where(user_account.c.login == login)).mappings().first()
        return UserAccount(**row) if row else None

    def sessions_of(self, user_id: str) -> tuple[str, ...]:
        """Return the newest sessions of an account, ended ones too."""
        family = session_family.c
        asked = select(family.id).where(family.user_id == user_id).order_by(family.created_at.desc()).limit(_SESSIONS)
        with self._engine.connect() as connection:
            return tuple(connection.execute(asked).scalars())

    def open_session(self, family_id: str, *, jti: str, now: datetime) -> UserAccount | None:
        """Return whose session this is while it stands, else None."""
        stopped = exists().where(revoked_token.c.jti == jti)
        family = session_family.c
        asked = (
            select(user_account)
            .join(session_family, family.user_id == user_account.c.id)
            .where(family.id == family_id, family.revoked_at.is_(None), family.expires_at > now)
            .where(user_account.c.disabled_at.is_(None), ~stopped)
        )
        with self._engine.connect() as connection:
            row = connection.execute(asked).mappings().first()
        return UserAccount(**row) if row else None
