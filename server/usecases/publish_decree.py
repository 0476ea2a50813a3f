"""Publish a signed decree, or discard a draft."""

from __future__ import annotations

from server.usecases.ports import Actor, Clock, UnitOfWork


def publish_decree(*, uow: UnitOfWork, clock: Clock, actor: Actor, decree_id: str) -> str:
    """Post a signed decree (records; neither drafter nor signer): its people enter the public list (3.4).

    Raises: Forbidden, Conflict `decree_not_signed`, `decree_already_published`, CodedError `same_person`.
    """
    raise NotImplementedError


def discard_decree(*, uow: UnitOfWork, clock: Clock, actor: Actor, decree_id: str) -> str:
    """Discard a draft (registrar or approver); it stays on record and can't be signed any more.

    Raises: Conflict `decree_not_draft`.
    """
    raise NotImplementedError
