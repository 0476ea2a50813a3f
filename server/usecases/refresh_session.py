"""Refresh a session: each refresh token serves once; a second use ends the whole family."""

from __future__ import annotations

from typing import Any

from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import SessionFamily, UserAccount


def refresh_session(*, uow: UnitOfWork, clock: Clock, actor: Actor, family_id: str, jti: str) -> dict[str, Any]:
    """Exchange the family's current refresh token for the next one.

    Returns: ``{"jti": next}``, or ``{"refused": code}`` with `session_ended` or `refresh_reused`; a reuse
    has then revoked the family, which is why it is an answer and not an exception (that would undo it).
    """
    family = uow.first(SessionFamily, id=family_id)
    now = clock.now()
    if family is None or family.revoked_at is not None or family.expires_at <= now:
        return {"refused": "session_ended"}
    if uow.get(UserAccount, family.user_id).disabled_at is not None:
        return {"refused": "session_ended"}
    if family.current_jti != jti:
        uow.change(family, revoked_at=now, reason="refresh_reused")
        subjects = {"user": family.user_id, "session": family.id}
        uow.log("session_revoked", actor=actor, at=now, subjects=subjects, committed={"reason": "refresh_reused"})
        return {"refused": "refresh_reused"}
    return {"jti": uow.change(family, current_jti=uow.new_id(), last_seen_at=now).current_jti}
