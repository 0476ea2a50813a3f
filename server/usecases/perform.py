"""One way to do a verb: open, act, remember the answer, commit, then publish; a retry gives the stored answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from server.usecases.errors import Conflict, FieldError, InvalidInput, Unavailable
from server.usecases.ports import Actor, Ports, Receipt, Sealing, StoredAnswer, Vault

T = TypeVar("T")
MOST_KEY_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """The verb's result (plain JSON values), what the publisher answered, and whether it was done before."""

    result: T
    receipts: tuple[Receipt, ...]
    replayed: bool


def perform(
    verb: Callable[..., T], *, ports: Ports, actor: Actor, once: str | None = None, **arguments: Any
) -> Outcome[T]:
    """Do a verb in one transaction and publish what it asked for after the commit.

    Args:
        verb: called as ``verb(uow=, clock=, actor=, **arguments)``; its result is plain JSON values.
        once: idempotency key (a line of up to 200 characters); the same key gives the stored answer.

    Raises: InvalidInput `idempotency_key_invalid`, Conflict `idempotency_key_reused` (by another actor, for another
        verb or with other arguments), and whatever the verb raises; nothing is kept then. A publisher that doesn't
        answer is no error: the receipt says None and the outbox keeps the request.
    """
    if once and not (once.isprintable() and len(once) <= MOST_KEY_CHARACTERS):
        raise InvalidInput([FieldError("once", "idempotency_key_invalid", {"limit": MOST_KEY_CHARACTERS})])
    name, asked = verb.__name__, _fingerprint(arguments) if once else ""
    with ports.unit_of_work() as uow:
        before = uow.replay(once, actor=actor, verb=name) if once else None
        if before is not None and before.asked != asked:
            raise Conflict("idempotency_key_reused")
        if before is None:
            result = verb(uow=uow, clock=ports.clock, actor=actor, **arguments)
            elections = tuple(uow.requested_publications())
            if once:
                answer = StoredAnswer(result, elections, asked)
                uow.remember(once, actor=actor, verb=name, answer=answer, at=ports.clock.now())
            uow.commit()
        else:
            waiting = set(uow.pending_publications())
            result, elections = before.result, tuple(e for e in before.elections if e in waiting)
    receipts = tuple(_publish(ports, election) for election in elections)
    return Outcome(result, receipts, replayed=before is not None)


def _fingerprint(arguments: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what was asked; ports among the arguments say nothing of it."""
    said = sorted((name, repr(value)) for name, value in arguments.items() if not isinstance(value, (Sealing, Vault)))
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()


def _publish(ports: Ports, election: str) -> Receipt:
    try:
        return ports.publisher.publish(election)
    except Unavailable:
        return Receipt(election, None, None)
