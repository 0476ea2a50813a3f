"""What the close of the window leaves: people without a decision, and refusals that a moved election opens again."""

from __future__ import annotations

from collections.abc import Sequence

from server.accreditation.grounds import Check, Ground
from server.accreditation.machines import NominationState
from server.usecases.check_sheet import EVIDENCE_MAX_CHARACTERS, record_check
from server.usecases.chosen_nominations import chosen_nominations
from server.usecases.elections import read_calendar
from server.usecases.errors import Conflict
from server.usecases.nomination_moves import move_nomination
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Election, Nomination, Refusal
from server.usecases.texts import Faults


def take_up_again(*, uow: UnitOfWork, clock: Clock, actor: Actor, nomination_ids: Sequence[str]) -> dict[str, object]:
    """Take up people who were refused for the window alone, after an act moved the election (registrar; TV-18).

    The refusal stays on record; the person is checked anew, C2 first of all.

    Returns: {"taken_up": how many}.
    Raises: Forbidden, NotFound, InvalidInput, Conflict `refusal_stands`, CodedErrors `window_closed`.
    """
    actor.must_be("registrar")
    nominations = chosen_nominations(uow, nomination_ids)
    now = clock.now()
    for nomination in nominations:
        refusals = uow.find(Refusal, nomination_id=nomination.id)
        opened = [each for each in refusals if each.reopened_by is not None]
        if nomination.state != NominationState.REFUSED or not opened or len(opened) != len(refusals):
            raise Conflict("refusal_stands", "3.7", position=nomination.position)
        read_calendar(uow, uow.get(Election, nomination.election_id)).window().check_inside(now)
        move_nomination(
            uow, nomination, NominationState.CHECK, actor=actor, now=now,
            subjects={"event": str(opened[-1].reopened_by)},
        )  # fmt: skip
    return {"taken_up": len(nominations)}


def find_undecided(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, nomination_ids: Sequence[str], evidence: str
) -> dict[str, object]:
    """Record for people left undecided at the close that no decree may accredit them any more (C2: N3).

    Each gets a row of their own; who has another ground in their checks may be refused for that one instead.

    Returns: {"recorded": how many}.
    Raises: Forbidden, NotFound, InvalidInput, Conflict `not_undecided`.
    """
    actor.must_be("lawyer", "registrar")
    faults = Faults()
    faults.prose("evidence", evidence, limit=EVIDENCE_MAX_CHARACTERS)
    faults.raise_if_any()
    nominations = chosen_nominations(uow, nomination_ids)
    for nomination in nominations:
        _must_be_undecided(nomination)
        record_check(
            uow=uow, clock=clock, actor=actor, nomination_id=nomination.id, check=Check.C2.value,
            outcome=Ground.N3.value, evidence=evidence,
        )  # fmt: skip
    return {"recorded": len(nominations)}


def _must_be_undecided(nomination: Nomination) -> None:
    if nomination.state != NominationState.UNDECIDED_AT_CLOSE:
        raise Conflict("not_undecided", "3.7", position=nomination.position)
