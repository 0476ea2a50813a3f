"""Accounts of officers: added, closed, opened again, helped back in; an administrator never touches the own one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from server.usecases.end_sessions import end_families
from server.usecases.errors import Conflict, FieldError, InvalidInput
from server.usecases.notify import To, tell
from server.usecases.passwords import check_login, check_new_password, hash_password
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Passkey, Totp, UserAccount
from server.usecases.roles import OFFICERS
from server.usecases.texts import Faults

LANGUAGES: Final = ("ky", "ru", "en")
NAME_CHARACTERS: Final = 120
ONE_TIME_LIFETIME: Final = timedelta(days=7)


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
    one_time: bool = False,
) -> dict[str, str]:
    """Add an officer's account; done by the installation or an administrator.

    Args:
        one_time: the password serves for a week and only to choose another; always so from an administrator.

    Returns: ``{"id", "login"}``.
    Raises: Forbidden; InvalidInput naming the field; Conflict `login_taken`.
    """
    actor.must_be("system", "administrator")
    login = check_login(login)
    _check_allowed("role", role, allowed=OFFICERS)
    _check_allowed("language", language, allowed=LANGUAGES)
    check_new_password(password, login=login)
    faults = Faults()
    name = faults.text("display_name", display_name, limit=NAME_CHARACTERS)
    faults.raise_if_any()
    if uow.first(UserAccount, login=login) is not None:
        raise Conflict("login_taken", login=login)
    now = clock.now()
    until = _one_time_until(now) if one_time or actor.role == "administrator" else None
    account = UserAccount(
        uow.new_id(), login, name, role, hash_password(password), language, now, one_time_until=until
    )
    uow.add(account)
    uow.log("user_added", actor=actor, at=now, subjects={"user": account.id}, committed={"role": role})
    return {"id": account.id, "login": login}


def close_user(*, uow: UnitOfWork, clock: Clock, actor: Actor, user_id: str) -> dict[str, str]:
    """Close an account and end its sessions at once.

    Raises: Forbidden; NotFound; Conflict `account_closed`, `own_account`.
    """
    account = _others_account(uow, actor, user_id=user_id)
    if account.disabled_at is not None:
        raise Conflict("account_closed")
    now = clock.now()
    uow.change(account, disabled_at=now)
    end_families(uow, clock, actor, user_id=user_id, reason="account_closed")
    uow.log("user_closed", actor=actor, at=now, subjects={"user": user_id})
    return {"id": user_id}


def reopen_user(*, uow: UnitOfWork, clock: Clock, actor: Actor, user_id: str, password: str) -> dict[str, str]:
    """Open a closed account again with a one-time password; its second factors stay.

    Raises: Forbidden; NotFound; InvalidInput; Conflict `account_not_closed`, `own_account`.
    """
    account = _others_account(uow, actor, user_id=user_id)
    if account.disabled_at is None:
        raise Conflict("account_not_closed")
    check_new_password(password, login=account.login)
    now = clock.now()
    uow.change(account, disabled_at=None, password_hash=hash_password(password), one_time_until=_one_time_until(now))
    uow.log("user_reopened", actor=actor, at=now, subjects={"user": user_id})
    return {"id": user_id}


def give_one_time_password(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, user_id: str, password: str
) -> dict[str, str]:
    """Help someone in who forgot the password: the old one is void, every session ends, second factors stay.

    Raises: Forbidden; NotFound; InvalidInput; Conflict `account_closed`, `own_account`.
    """
    account = _others_account(uow, actor, user_id=user_id)
    if account.disabled_at is not None:
        raise Conflict("account_closed")
    check_new_password(password, login=account.login)
    now = clock.now()
    uow.change(account, password_hash=hash_password(password), one_time_until=_one_time_until(now))
    end_families(uow, clock, actor, user_id=user_id, reason="password_reset")
    uow.log("password_reset", actor=actor, at=now, subjects={"user": user_id})
    return {"id": user_id}


def reset_second_factors(*, uow: UnitOfWork, clock: Clock, actor: Actor, user_id: str) -> dict[str, Any]:
    """Take every second factor of an account away, for one whose phone is lost; every session ends.

    Where the role needs one, the next sign-in asks to set it up. The log says who did it; the owner
    is told.

    Returns: ``{"id", "removed": how many}``.
    Raises: Forbidden; NotFound; Conflict `no_second_factor`, `own_account`.
    """
    _others_account(uow, actor, user_id=user_id)
    passkeys, apps = uow.find(Passkey, user_id=user_id), uow.find(Totp, user_id=user_id)
    if not passkeys and not apps:
        raise Conflict("no_second_factor")
    for passkey in passkeys:
        uow.remove(passkey)
    for app in apps:
        uow.remove(app)
    now = clock.now()
    end_families(uow, clock, actor, user_id=user_id, reason="second_factors_reset")
    uow.log("second_factors_reset", actor=actor, at=now, subjects={"user": user_id})
    tell(
        uow, "factors_reset", to=To(account_id=user_id), facts={"reset_at": now},
        dedupe_key=f"factors_reset {uow.new_id()}", now=now, subject=("account", user_id),
    )  # fmt: skip
    return {"id": user_id, "removed": len(passkeys) + len(apps)}


def _others_account(uow: UnitOfWork, actor: Actor, *, user_id: str) -> UserAccount:
    """Return somebody else's account: nobody closes or weakens the account that is doing it."""
    actor.must_be("system", "administrator")
    account = uow.get(UserAccount, user_id)
    if account.id == actor.user_id:
        raise Conflict("own_account")
    return account


def _one_time_until(now: datetime) -> datetime:
    return now + ONE_TIME_LIFETIME


def _check_allowed(path: str, value: str, *, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise InvalidInput([FieldError(path, "not_allowed", {"allowed": allowed})])
