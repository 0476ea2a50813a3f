"""Sign in: prove a password, open a session family; nobody learns which of the two was wrong."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from server.accreditation.errors import CodedError
from server.usecases.passwords import clean_login, password_matches
from server.usecases.perform import perform
from server.usecases.ports import Actor, Clock, Ports, UnitOfWork
from server.usecases.records import SessionFamily, UserAccount

SESSION_LIFETIME: Final = timedelta(hours=10)
NOBODY: Final = Actor("", "nobody")


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """Who signed in, and the family and first refresh token's id of the new session."""

    user_id: str
    role: str
    display_name: str
    language: str
    family_id: str
    jti: str


def sign_in(ports: Ports, *, login: str, password: str, roles: Collection[str]) -> OpenedSession:
    """Open a session for a login and its password; the password is checked outside the transaction.

    Args:
        roles: that may enter this app; an account of another is as unknown as one that doesn't exist.

    Raises: CodedError `sign_in_failed`, the same for an unknown login, a wrong password, a closed account.
    """
    account = ports.queries.account(clean_login(login))
    usable = account if account and account.disabled_at is None and account.role in roles else None
    if not password_matches(password, password_hash=usable.password_hash if usable else None) or not usable:
        raise CodedError("sign_in_failed")
    done = perform(
        open_session, ports=ports, actor=Actor(usable.id, usable.role, usable.organisation_id), user_id=usable.id
    )
    return OpenedSession(usable.id, usable.role, usable.display_name, usable.language, **done.result)


def open_session(*, uow: UnitOfWork, clock: Clock, actor: Actor, user_id: str) -> dict[str, Any]:
    """Begin a session family of an account whose password was just proven.

    Raises: CodedError `sign_in_failed` if the account was closed meanwhile.
    """
    account = uow.get(UserAccount, user_id)
    if account.disabled_at is not None:
        raise CodedError("sign_in_failed")
    now = clock.now()
    family = SessionFamily(uow.new_id(), user_id, uow.new_id(), now, now + SESSION_LIFETIME)
    uow.add(family)
    uow.log("signed_in", actor=actor, at=now, subjects={"user": user_id, "session": family.id})
    return {"family_id": family.id, "jti": family.current_jti}
