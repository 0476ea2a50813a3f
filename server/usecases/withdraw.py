"""Withdrawing people, or everyone, from a filed application before anything was decided; it is no refusal.

Clause: 3.1 (the organisation's own list); after accreditation only 4.7 ends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.accreditation.machines import PENDING, NominationState
from server.usecases.applications import own_application
from server.usecases.errors import Conflict, FieldError, InvalidInput
from server.usecases.nomination_moves import move_nomination
from server.usecases.notify import To, tell
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Application, Nomination

WITHDRAWABLE = (*PENDING, NominationState.UNDECIDED_AT_CLOSE)


def withdraw_nominations(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, application_id: str, nomination_ids: Sequence[str]
) -> dict[str, Any]:
    """Withdraw people of an own filed application: {"withdrawn", "application_state"}.

    An application from which everyone was withdrawn is withdrawn itself.
    Raises: NotFound, also for a person of another application; InvalidInput `nobody_chosen`;
        Conflict `nomination_decided` (facts: position), `application_not_filed`.
    """
    application = _filed(uow, application_id, actor=actor)
    ids = list(dict.fromkeys(nomination_ids))
    if not ids:
        raise InvalidInput([FieldError("nomination_ids", "nobody_chosen")])
    people = [_of_application(uow, each, application) for each in ids]
    return _withdraw(uow, application, people, actor=actor, clock=clock)


def withdraw_application(*, uow: UnitOfWork, clock: Clock, actor: Actor, application_id: str) -> dict[str, Any]:
    """Withdraw everyone of an own filed application who isn't decided yet; as `withdraw_nominations`.

    Raises: NotFound, Conflict `application_not_filed`, `nobody_to_withdraw`.
    """
    application = _filed(uow, application_id, actor=actor)
    states = [state.value for state in WITHDRAWABLE]
    people = uow.find(Nomination, application_id=application.id, state=states)
    if not people:
        raise Conflict("nobody_to_withdraw", "3.1")
    return _withdraw(uow, application, people, actor=actor, clock=clock)


def _withdraw(
    uow: UnitOfWork, application: Application, people: Sequence[Nomination], *, actor: Actor, clock: Clock
) -> dict[str, Any]:
    now = clock.now()
    for nomination in people:
        if nomination.state not in WITHDRAWABLE:
            raise Conflict("nomination_decided", "4.7", position=nomination.position)
        move_nomination(uow, nomination, NominationState.WITHDRAWN, actor=actor, now=now)
    besides = (NominationState.WITHDRAWN, NominationState.DRAFT)
    others = [state.value for state in NominationState if state not in besides]
    if not uow.count(Nomination, application_id=application.id, state=others):
        application = uow.change(application, state="withdrawn")
        subjects = {"application": application.id, "organisation": application.organisation_id}
        uow.log(
            "application_withdrawn",
            actor=actor,
            at=now,
            election_id=application.election_id,
            subjects=subjects,
        )
    _tell(uow, application, people, now_key=now.isoformat(), clock=clock)
    return {"id": application.id, "withdrawn": len(people), "application_state": application.state}


def _tell(
    uow: UnitOfWork, application: Application, people: Sequence[Nomination], *, now_key: str, clock: Clock
) -> None:
    for role in ("registrar", "mfa") if application.channel == "mfa" else ("registrar",):
        tell(
            uow,
            "withdrawn",
            to=To(role=role),
            facts={"number": application.number, "people": len(people)},
            dedupe_key=f"withdrawn {role} {people[0].id} {now_key}",
            now=clock.now(),
            subject=("application", application.id),
        )


def _filed(uow: UnitOfWork, application_id: str, *, actor: Actor) -> Application:
    application = own_application(uow, application_id, actor=actor)
    if application.state != "filed":
        raise Conflict("application_not_filed", "3.1")
    return application


def _of_application(uow: UnitOfWork, nomination_id: str, application: Application) -> Nomination:
    nomination = uow.first(Nomination, id=nomination_id, application_id=application.id)
    if nomination is None:
        # Another application's person is as unknown as nobody.
        raise InvalidInput([FieldError("nomination_ids", "nomination_unknown")])
    return nomination
