"""Moving a nomination from state to state: the law says whether, the log says that it happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from server.accreditation.machines import NOMINATION_MOVES, NominationState, check_move
from server.usecases.ports import Actor, UnitOfWork
from server.usecases.records import Nomination


def move_nomination(
    uow: UnitOfWork,
    nomination: Nomination,
    after: NominationState,
    *,
    actor: Actor,
    now: datetime,
    subjects: Mapping[str, str] | None = None,
    committed: Mapping[str, object] | None = None,
    **fields: object,
) -> Nomination:
    """Make one lawful step and log it as ``nomination_<state>``; return the nomination as it is now.

    Args:
        subjects: further ids for the act, e.g. of the decree.
        committed: what goes into the act as salted hashes.
        fields: further columns that change with the step.

    Raises: CodedError of `check_move`, Conflict from the database's guards.
    """
    check_move(NOMINATION_MOVES, nomination.state, after, role=actor.role)
    moved = uow.change(nomination, state=after.value, state_from=now, **fields)
    uow.log(
        f"nomination_{after.value}",
        actor=actor,
        at=now,
        election_id=nomination.election_id,
        subjects={"nomination": nomination.id, "application": nomination.application_id, **(subjects or {})},
        committed=committed,
    )
    return moved
