"""The lawyer's opinion on a drafted revocation for a violation (4.7); it stays beside the decree."""

from __future__ import annotations

from server.usecases.drafts import draft_of
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import DecreeOpinion, Revocation
from server.usecases.texts import Faults


def give_decree_opinion(*, uow: UnitOfWork, clock: Clock, actor: Actor, decree_id: str, opinion: str) -> str:
    """Add an opinion to a draft that revokes for a violation (lawyer); return the decree's id.

    Raises: Forbidden, NotFound, InvalidInput, Conflict `decree_not_draft`, `decree_wrong_kind`,
        `opinion_on_violations_only`.
    """
    actor.must_be("lawyer")
    decree = draft_of(uow, decree_id, kind="revocation")
    if not any(each.kind.startswith("V") for each in uow.find(Revocation, decree_id=decree.id)):
        raise Conflict("opinion_on_violations_only", "4.7")
    faults = Faults()
    told = faults.prose("opinion", opinion)
    faults.raise_if_any()
    now = clock.now()
    kept = DecreeOpinion(uow.new_id(), decree.id, told, actor.user_id, now)
    uow.add(kept)
    uow.log("decree_opinion_given", actor=actor, at=now, election_id=decree.election_id,
            subjects={"decree": decree.id, "opinion": kept.id}, committed={"opinion": told})  # fmt: skip
    return decree.id
