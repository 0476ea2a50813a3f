"""Opening a draft decree, and finding one that is still a draft."""

from __future__ import annotations

from datetime import datetime

from server.usecases.errors import Conflict
from server.usecases.ports import Actor, UnitOfWork
from server.usecases.records import Decree, DecreeKind


def open_draft(
    uow: UnitOfWork, kind: DecreeKind, *, election_id: str, subject: str, actor: Actor, now: datetime
) -> Decree:
    """Keep a new draft, log it, and return it."""
    decree = Decree(uow.new_id(), kind, election_id, subject, actor.user_id, now)
    uow.add(decree)
    uow.log(
        f"{kind}_drafted",
        actor=actor,
        at=now,
        election_id=election_id,
        subjects={"decree": decree.id},
        committed={"subject": subject},
    )
    return decree


def draft_of(uow: UnitOfWork, decree_id: str, *, kind: DecreeKind | None = None) -> Decree:
    """Return a decree that may still be changed.

    Raises: NotFound, Conflict `decree_not_draft`, `decree_wrong_kind`.
    """
    decree = uow.get(Decree, decree_id)
    if kind is not None and decree.kind != kind:
        raise Conflict("decree_wrong_kind", kind=decree.kind)
    if decree.state != "draft":
        raise Conflict("decree_not_draft", state=decree.state)
    return decree
