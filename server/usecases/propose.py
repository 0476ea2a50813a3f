"""The register of proposals: non-commercial organisations propose whom to invite; the CEC decides (2.3)."""

from __future__ import annotations

from datetime import date

from server.accreditation.calendar import day_of
from server.accreditation.invitation import Specialisation
from server.accreditation.organisation import NAME_MAX_CHARACTERS
from server.usecases.elections import must_not_be_annulled
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Election, Proposal
from server.usecases.texts import Faults


def record_proposal(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    election_id: str,
    proposer: str,
    specialisation: str,
    organisation: str,
    received_on: date,
    reasons: str = "",
) -> str:
    """Register a proposal (registrar) and return its id; it obliges nobody to invite.

    Args: specialisation: elections or human rights, the two that give the right to propose.
    Clause: 2.3, Art.10(1).
    Raises: NotFound, InvalidInput, Conflict `election_annulled`.
    """
    actor.must_be("registrar")
    election = uow.get(Election, election_id)
    must_not_be_annulled(election)
    now = clock.now()
    faults = Faults()
    told_by = faults.text("proposer", proposer, limit=NAME_MAX_CHARACTERS)
    proposed = faults.text("organisation", organisation, limit=NAME_MAX_CHARACTERS)
    said = faults.prose("reasons", reasons, required=False)
    if specialisation not in tuple(Specialisation):
        faults.add("specialisation", "proposer_not_specialised", field="specialisation", clause="2.3")
    if received_on > day_of(now):
        faults.add("received_on", "day_in_future", field="received_on", today=day_of(now))
    faults.raise_if_any()
    proposal = Proposal(
        uow.new_id(), election.id, told_by, specialisation, proposed, said, received_on, actor.user_id, now
    )
    uow.add(proposal)
    uow.log("proposal_recorded", actor=actor, at=now, election_id=election.id, subjects={"proposal": proposal.id})
    return proposal.id


def decide_proposal(*, uow: UnitOfWork, clock: Clock, actor: Actor, proposal_id: str, taken_up: bool) -> str:
    """Record that a proposal is taken up, so that an invitation may follow it, or declined (registrar).

    Raises: NotFound, Conflict `proposal_already_decided`.
    """
    actor.must_be("registrar")
    proposal = uow.get(Proposal, proposal_id)
    if proposal.outcome != "open":
        raise Conflict("proposal_already_decided", "2.3")
    now = clock.now()
    outcome = "taken_up" if taken_up else "declined"
    uow.change(proposal, outcome=outcome, decided_by=actor.user_id, decided_at=now)
    uow.log(
        f"proposal_{outcome}", actor=actor, at=now, election_id=proposal.election_id,
        subjects={"proposal": proposal.id},
    )  # fmt: skip
    return proposal.id
