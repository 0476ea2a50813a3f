"""End one's own sessions elsewhere: one of them, or all but the one in hand, or all."""

from __future__ import annotations

from server.usecases.errors import NotFound
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import SessionFamily
from server.usecases.roles import ROLES


def end_session(*, uow: UnitOfWork, clock: Clock, actor: Actor, session_id: str) -> dict[str, str]:
    """End one session of one's own; one that has ended stays so.

    Raises: NotFound for another's too.
    """
    actor.must_be(*ROLES)
    family = uow.get(SessionFamily, session_id)
    if family.user_id != actor.user_id:
        raise NotFound("session_family", session_id)
    if family.revoked_at is None:
        end_family(uow, clock, actor, family=family, reason="signed_out_elsewhere")
    return {"id": session_id}


def end_all_sessions(*, uow: UnitOfWork, clock: Clock, actor: Actor, keep: str | None = None) -> dict[str, int]:
    """Sign out everywhere.

    Args:
        keep: the session that stays; None ends it too.

    Returns: ``{"ended": how many}``.
    """
    actor.must_be(*ROLES)
    return {"ended": end_families(uow, clock, actor, user_id=actor.user_id, keep=keep, reason="signed_out_elsewhere")}


def end_families(
    uow: UnitOfWork, clock: Clock, actor: Actor, *, user_id: str, reason: str, keep: str | None = None
) -> int:
    """End every open session of an account but `keep`; return how many."""
    now, standing = clock.now(), uow.find(SessionFamily, user_id=user_id, revoked_at=None)
    ended = [each for each in standing if each.id != keep and each.expires_at > now]
    for family in ended:
        end_family(uow, clock, actor, family=family, reason=reason)
    return len(ended)


def end_family(uow: UnitOfWork, clock: Clock, actor: Actor, *, family: SessionFamily, reason: str) -> None:
    """End a session and say so in the log."""
    now = clock.now()
    uow.change(family, revoked_at=now, reason=reason)
    uow.log("session_revoked", actor=actor, at=now, subjects={"user": family.user_id, "session": family.id},
            committed={"reason": reason})  # fmt: skip
