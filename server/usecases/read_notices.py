"""Notices on one's own pages: which are mine, and marking them as read, each reader for themselves."""

from __future__ import annotations

from collections.abc import Iterable

from server.usecases.errors import NotFound
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Notice, NoticeReading

MOST_AT_ONCE = 200


def read_notices(*, uow: UnitOfWork, clock: Clock, actor: Actor, notice_ids: Iterable[str]) -> dict[str, int]:
    """Mark notices as read by this account; once is enough. Return {"read": newly read}.

    Raises: NotFound for a notice that isn't addressed to the actor, so that an id tells nothing.
    """
    ids, now, read = list(dict.fromkeys(notice_ids))[:MOST_AT_ONCE], clock.now(), 0
    for key in ids:
        if not is_addressed_to(uow.get(Notice, key), actor):
            raise NotFound("notice", key[:64])
        if uow.first(NoticeReading, notice_id=key, account_id=actor.user_id) is None:
            uow.add(NoticeReading(key, actor.user_id, now))
            read += 1
    return {"read": read}


def is_addressed_to(notice: Notice, actor: Actor) -> bool:
    """Tell whether a notice is for this account, its organisation or its role."""
    if notice.account_id is not None:
        return notice.account_id == actor.user_id
    if notice.organisation_id is not None:
        return notice.organisation_id == actor.organisation_id
    return notice.role == actor.role
