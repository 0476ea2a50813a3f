"""Accounts of officers: added, closed; closing ends every session at once."""

from __future__ import annotations

from typing import Final

from server.usecases.errors import Conflict, FieldError, InvalidInput
from server.usecases.passwords import check_login, check_new_password, hash_password
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import SessionFamily, UserAccount
from server.usecases.roles import OFFICERS

LANGUAGES: Final = ("ky", "ru", "en")


def add_user(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    login: str,
    display_name: str,
    role: str,
    password: str,
    language: str = "ky",
) -> dict[str, str]:
    """Add an officer's account; done by the installation, no officer makes officers.

    Returns: ``{"id", "login"}``.
    Raises: Forbidden; InvalidInput naming the field; Conflict `login_taken`.
    """
    actor.must_be("system")
    login = check_login(login)
    _check_allowed("role", role, allowed=OFFICERS)
    _check_allowed("language", language, allowed=LANGUAGES)
    check_new_password(password, login=login)
    if not display_name.strip():
        raise InvalidInput([FieldError("display_name", "required")])
    if uow.first(UserAccount, login=login) is not None:
        raise Conflict("login_taken", login=login)
    now = clock.now()
    account = UserAccount(
        uow.new_id(), login, display_name.strip()[:120], role, hash_password(password), language, now
    )
    uow.add(account)
    uow.log("user_added", actor=actor, at=now, subjects={"user": account.id}, committed={"role": role})
    return {"id": account.id, "login": login}


def close_user(*, uow: UnitOfWork, clock: Clock, actor: Actor, user_id: str) -> dict[str, str]:
    """Close an account and end its sessions.

    Raises: Forbidden; NotFound; Conflict `account_closed`.
    """
    actor.must_be("system")
    account = uow.get(UserAccount, user_id)
    if account.disabled_at is not None:
        raise Conflict("account_closed")
    now = clock.now()
    uow.change(account, disabled_at=now)
    for family in uow.find(SessionFamily, user_id=user_id, revoked_at=None):
        uow.change(family, revoked_at=now, reason="account_closed")
    uow.log("user_closed", actor=actor, at=now, subjects={"user": user_id})
    return {"id": user_id}


def _check_allowed(path: str, value: str, *, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise InvalidInput([FieldError(path, "not_allowed", {"allowed": allowed})])
