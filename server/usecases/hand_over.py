"""Handing certificates over: who has taken the paper, and who hasn't yet (3.5)."""

from __future__ import annotations

from collections.abc import Sequence

from server.credential.certificate_number import normalise
from server.usecases.errors import Conflict, NotFound
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Credential
from server.usecases.texts import Faults

MOST_AT_ONCE = 5_000


def hand_over(*, uow: UnitOfWork, clock: Clock, actor: Actor, numbers: Sequence[str]) -> dict[str, object]:
    """Mark papers as handed over now (registrar or records); one already handed over keeps its moment.

    Returns: {"delivered": how many now}.
    Raises: Forbidden, NotFound, InvalidInput, Conflict `certificate_not_live`.
    """
    actor.must_be("registrar", "records")
    faults = Faults()
    wanted = list(dict.fromkeys(normalise(number) for number in numbers))
    if not wanted:
        faults.add("numbers", "nobody_chosen", field="numbers")
    if len(wanted) > MOST_AT_ONCE:
        faults.add("numbers", "too_many", field="numbers", limit=MOST_AT_ONCE)
    faults.raise_if_any()
    found = {each.number: each for each in uow.find(Credential, number=wanted)}
    now, delivered = clock.now(), 0
    for number in wanted:
        credential = found.get(number)
        if credential is None:
            raise NotFound("certificate", number[:40])
        if credential.delivered_at is not None:
            continue
        if credential.status != 0:
            raise Conflict("certificate_not_live", number=number)
        uow.change(credential, delivered_at=now)
        uow.log(
            "certificate_delivered",
            actor=actor,
            at=now,
            election_id=credential.election_id,
            subjects={"credential": credential.id, "accreditation": credential.accreditation_id},
        )
        delivered += 1
    return {"delivered": delivered}
