"""The CEC's intake: what came in is received, then its check begins. Clause: 3.1, 3.2, 3.5."""

from __future__ import annotations

from collections.abc import Sequence

from server.accreditation.machines import NominationState
from server.usecases.chosen_nominations import chosen_nominations
from server.usecases.nomination_moves import move_nomination
from server.usecases.ports import Actor, Clock, UnitOfWork


def receive_nominations(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, nomination_ids: Sequence[str]
) -> dict[str, int]:
    """Receive people filed with the CEC directly (registrar): {"received": n}; those received stay.

    Who came by the Ministry is at the CEC with the Ministry's letter already.
    Raises: InvalidInput, NotFound, CodedErrors of the machine.
    """
    actor.must_be("registrar")
    return {"received": _move(uow, clock, actor, nomination_ids, NominationState.AT_CEC)}


def begin_check(*, uow: UnitOfWork, clock: Clock, actor: Actor, nomination_ids: Sequence[str]) -> dict[str, int]:
    """Begin the check of people at the CEC (registrar, lawyer): {"begun": n}; those in check stay.

    Raises: InvalidInput, NotFound, CodedErrors of the machine.
    """
    actor.must_be("registrar", "lawyer")
    return {"begun": _move(uow, clock, actor, nomination_ids, NominationState.CHECK)}


def _move(uow: UnitOfWork, clock: Clock, actor: Actor, nomination_ids: Sequence[str], after: NominationState) -> int:
    now = clock.now()
    waiting = [each for each in chosen_nominations(uow, nomination_ids) if each.state != after]
    for nomination in waiting:
        move_nomination(uow, nomination, after, actor=actor, now=now)
    return len(waiting)
