"""Publish a signed decree, or discard a draft."""

from __future__ import annotations

from server.accreditation.decree import Hands
from server.usecases.drafts import draft_of
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Decree


def publish_decree(*, uow: UnitOfWork, clock: Clock, actor: Actor, decree_id: str) -> str:
    """Post a signed decree (records; neither drafter nor signer): its people enter the public list (3.4).

    Returns: the decree's id.
    Raises: Forbidden, NotFound, Conflict `decree_not_signed`, `decree_already_published`, CodedErrors
        `same_person_drafts_and_publishes`, `same_person_signs_and_publishes`.
    """
    actor.must_be("records")
    decree = uow.get(Decree, decree_id)
    if decree.signed_at is None:
        raise Conflict("decree_not_signed", "3.4")
    if decree.published_at is not None:
        raise Conflict("decree_already_published", number=decree.number)
    Hands(decree.drafted_by, decree.signed_by, actor.user_id).check()
    now = clock.now()
    uow.change(decree, published_by=actor.user_id, published_at=now)
    uow.log(
        f"{decree.kind}_published",
        actor=actor,
        at=now,
        election_id=decree.election_id,
        subjects={"decree": decree.id},
    )
    uow.request_publication(decree.election_id, at=now)
    return decree.id


def discard_decree(*, uow: UnitOfWork, clock: Clock, actor: Actor, decree_id: str) -> str:
    """Discard a draft (registrar or approver); it stays on record and can't be signed any more.

    Returns: the decree's id. Raises: NotFound, Conflict `decree_not_draft`.
    """
    actor.must_be("registrar", "approver")
    decree = draft_of(uow, decree_id)
    now = clock.now()
    uow.change(decree, discarded_by=actor.user_id, discarded_at=now)
    uow.log(
        f"{decree.kind}_discarded",
        actor=actor,
        at=now,
        election_id=decree.election_id,
        subjects={"decree": decree.id},
    )
    return decree.id
