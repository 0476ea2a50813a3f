"""Sign out: the family ends and the access token in hand stops at once."""

from __future__ import annotations

from datetime import datetime

from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import RevokedToken, SessionFamily


def sign_out(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, family_id: str, jti: str, expires_at: datetime
) -> dict[str, bool]:
    """End a session; signing out twice is no error.

    Args:
        jti: of the access token in hand, put on the blocklist until `expires_at`.
    """
    now = clock.now()
    family = uow.first(SessionFamily, id=family_id, user_id=actor.user_id)
    if family is not None and family.revoked_at is None:
        uow.change(family, revoked_at=now, reason="signed_out")
        uow.log("signed_out", actor=actor, at=now, subjects={"user": actor.user_id, "session": family.id})
    if uow.first(RevokedToken, jti=jti) is None:
        uow.add(RevokedToken(jti, actor.user_id, expires_at))
    return {"signed_out": True}
