"""The lawyer's opinion on a finding of 3.10(3), without which it can't be a ground; a later one replaces it.

All stay on the sheet in their order. The newest on a ground that the check still finds is the one that counts.
"""

from __future__ import annotations

from server.accreditation.grounds import NEEDS_LEGAL_OPINION
from server.accreditation.machines import NominationState
from server.usecases.check_sheet import outcomes_of
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import LegalOpinion, Nomination
from server.usecases.texts import Faults

_OPEN = (NominationState.CHECK, NominationState.UNDECIDED_AT_CLOSE, NominationState.READY)


def give_opinion(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, nomination_id: str, ground: str, opinion: str
) -> str:
    """Give the legal opinion on what check C8 found (lawyer), or replace an earlier one; return its id.

    Raises: Forbidden, NotFound, InvalidInput, Conflict `not_being_checked`, `opinion_without_finding`,
        `opinion_on_other_ground`.
    """
    actor.must_be("lawyer")
    nomination = uow.get(Nomination, nomination_id)
    faults = Faults()
    told = faults.prose("opinion", opinion)
    if ground not in NEEDS_LEGAL_OPINION:
        faults.add("ground", "opinion_not_needed", field="ground", value=ground[:8])
    faults.raise_if_any()
    if nomination.state not in _OPEN:
        raise Conflict("not_being_checked", "3.10(3)")
    found = {each.outcome for each in outcomes_of(uow, [nomination])} & NEEDS_LEGAL_OPINION
    if not found:
        raise Conflict("opinion_without_finding", "3.10(3)")
    if ground not in found:
        raise Conflict("opinion_on_other_ground", "3.10(3)", ground=", ".join(sorted(found)), field="ground")
    now = clock.now()
    kept = LegalOpinion(uow.new_id(), nomination.id, ground, told, actor.user_id, now)
    uow.add(kept)
    uow.log("legal_opinion_given", actor=actor, at=now, election_id=nomination.election_id,
            subjects={"nomination": nomination.id, "opinion": kept.id},
            committed={"ground": ground, "opinion": told})  # fmt: skip
    return kept.id
