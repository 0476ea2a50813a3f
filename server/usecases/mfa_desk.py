"""The desk of the Ministry of Foreign Affairs: review for compliance, then submit to the CEC; it can't refuse.

Clause: 3.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from server.accreditation.calendar import day_of
from server.accreditation.errors import CodedError
from server.accreditation.machines import NOMINATION_MOVES, NominationState, check_move
from server.usecases.chosen_nominations import chosen_nominations
from server.usecases.errors import Conflict, NotFound
from server.usecases.nomination_moves import move_nomination
from server.usecases.notify import To, tell
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Application, MfaReview, Nomination
from server.usecases.texts import Faults

OUTCOMES = ("cleared", "remarks")


def take_into_review(*, uow: UnitOfWork, clock: Clock, actor: Actor, nomination_ids: Sequence[str]) -> dict[str, int]:
    """Take people whose papers came to the Ministry into review (mfa): {"taken": n}; those in review stay.

    Raises: InvalidInput, NotFound, CodedErrors of the machine.
    """
    actor.must_be("mfa")
    now = clock.now()
    chosen = chosen_nominations(uow, nomination_ids)
    _must_be_at_the_ministry(uow, chosen)
    waiting = [each for each in chosen if each.state != NominationState.MFA_REVIEW]
    for nomination in waiting:
        move_nomination(uow, nomination, NominationState.MFA_REVIEW, actor=actor, now=now)
    return {"taken": len(waiting)}


def review_nomination(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, nomination_id: str, outcome: str, remarks: str = ""
) -> str:
    """Record the review of one person (mfa): cleared, or remarks in words; it may be changed until forwarded.

    A person not taken into review yet is taken by it.
    Clause: 3.2: the Ministry reviews and submits, it decides nothing.
    Raises: NotFound, CodedError `mfa_cannot_refuse` for any other outcome, InvalidInput, CodedErrors of the machine.
    """
    actor.must_be("mfa")
    if outcome not in OUTCOMES:
        raise CodedError("mfa_cannot_refuse", "3.2", value=outcome[:16])
    nomination = uow.get(Nomination, nomination_id)
    _must_be_at_the_ministry(uow, [nomination])
    faults = Faults()
    said = faults.prose("remarks", remarks, required=outcome == "remarks")
    faults.raise_if_any()
    now = clock.now()
    _bring_into_review(uow, nomination, actor=actor, now=now)
    told = {"outcome": outcome, "remarks": said, "reviewed_by": actor.user_id, "reviewed_at": now}
    before = uow.first(MfaReview, nomination_id=nomination.id)
    if before is None:
        before = MfaReview(uow.new_id(), nomination.id, outcome, said, actor.user_id, now)
        uow.add(before)
    else:
        uow.change(before, **told)
    uow.log(
        "mfa_reviewed", actor=actor, at=now, election_id=nomination.election_id,
        subjects={"nomination": nomination.id, "review": before.id},
        committed={"outcome": outcome, "remarks": said},
    )  # fmt: skip
    return before.id


def forward_nominations(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    nomination_ids: Sequence[str],
    letter_number: str,
    letter_date: date,
) -> dict[str, int]:
    """Submit reviewed people to the CEC with one letter (mfa): {"forwarded": n}; all of them or nobody.

    Clause: 3.2.
    Raises: InvalidInput, NotFound, Conflict `review_missing` for somebody not reviewed, CodedErrors of the machine.
    """
    actor.must_be("mfa")
    now = clock.now()
    faults = Faults()
    number = faults.reference("letter_number", letter_number)
    if letter_date > day_of(now):
        faults.add("letter_date", "day_in_future", field="letter_date", today=day_of(now))
    faults.raise_if_any()
    chosen = chosen_nominations(uow, nomination_ids)
    _must_be_at_the_ministry(uow, chosen)
    reviews = {each.nomination_id: each for each in uow.find(MfaReview, nomination_id=[each.id for each in chosen])}
    for nomination in chosen:
        check_move(NOMINATION_MOVES, nomination.state, NominationState.AT_CEC, role=actor.role)
        if nomination.id not in reviews:
            raise Conflict("review_missing", "3.2", position=nomination.position)
        letter = {"letter_number": number, "letter_date": letter_date}
        uow.change(reviews[nomination.id], **letter, forwarded_by=actor.user_id, forwarded_at=now)
        review = {"review": reviews[nomination.id].id}
        move_nomination(
            uow, nomination, NominationState.AT_CEC, actor=actor, now=now, subjects=review, committed=letter
        )
    _tell_forwarded(uow, chosen, now=now)
    return {"forwarded": len(chosen)}


def _must_be_at_the_ministry(uow: UnitOfWork, nominations: Sequence[Nomination]) -> None:
    """Treat people who didn't come by the Ministry, and drafts, as unknown: their ids are nobody's here."""
    ids = sorted({each.application_id for each in nominations})
    own = {each.id for each in uow.find(Application, id=ids, channel="mfa")}
    for each in nominations:
        if each.application_id not in own or each.state == NominationState.DRAFT:
            raise NotFound("nomination", each.id)


def _bring_into_review(uow: UnitOfWork, nomination: Nomination, *, actor: Actor, now: datetime) -> None:
    if nomination.state == NominationState.MFA_REVIEW:
        return
    if nomination.state != NominationState.FILED_MFA:
        raise Conflict("not_at_mfa", "3.2", state=nomination.state)
    move_nomination(uow, nomination, NominationState.MFA_REVIEW, actor=actor, now=now)


def _tell_forwarded(uow: UnitOfWork, chosen: Sequence[Nomination], *, now: datetime) -> None:
    for application in uow.find(Application, id=list({each.application_id for each in chosen})):
        own = [each for each in chosen if each.application_id == application.id]
        for whom in (To(role="registrar"), To(organisation_id=application.organisation_id)):
            tell(
                uow,
                "forwarded",
                to=whom,
                facts={"people": len(own), "number": application.number},
                dedupe_key=f"forwarded {own[0].id} {whom.role or 'organisation'}",
                now=now,
                subject=("application", application.id),
            )
