"""Change one's own password; every other session of the account ends."""

from __future__ import annotations

from server.usecases.passwords import check_new_password, hash_password, password_matches
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import SessionFamily, UserAccount
from server.usecases.texts import Faults


def change_password(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    old_password: str,
    new_password: str,
    again: str,
    family_id: str,
) -> dict[str, bool]:
    """Set a new password after proving the old one.

    Args:
        family_id: the session in hand; it stays, the others end.

    Raises: InvalidInput with all of `password_wrong`, `passwords_differ`, `password_unchanged`, or what
        `check_new_password` raises.
    """
    account = uow.get(UserAccount, actor.user_id)
    faults = Faults()
    if not password_matches(old_password, password_hash=account.password_hash):
        faults.add("old_password", "password_wrong")
    elif password_matches(new_password, password_hash=account.password_hash):
        faults.add("new_password", "password_unchanged")
    faults.take("new_password", lambda: check_new_password(new_password, login=account.login, path="new_password"))
    if new_password != again:
        faults.add("again", "passwords_differ")
    faults.raise_if_any()
    now = clock.now()
    uow.change(account, password_hash=hash_password(new_password), one_time_until=None)
    for family in uow.find(SessionFamily, user_id=account.id, revoked_at=None):
        if family.id != family_id:
            uow.change(family, revoked_at=now, reason="password_changed")
    uow.log("password_changed", actor=actor, at=now, subjects={"user": account.id})
    return {"changed": True}
