"""Sign a drafted decree: number and date are entered and its effect happens, all in one transaction."""

from __future__ import annotations

from datetime import date

from server.accreditation import decree as law
from server.accreditation.rule_pack import WindowAppliesTo
from server.usecases import effects
from server.usecases.elections import must_not_be_annulled, read_calendar
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Clock, Sealing, UnitOfWork
from server.usecases.records import Decree, Election
from server.usecases.rule_packs import pack_for_decision
from server.usecases.shown_draft import check_current, check_shown
from server.usecases.tell_decided import tell_decided


def sign_decree(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    decree_id: str,
    number: str,
    decree_date: date,
    sealing: Sealing,
    shown: str | None = None,
    number_again: bool = False,
) -> dict[str, object]:
    """Enter the signed act (approver, never the drafter) and apply it by its kind.

    accreditation: every line becomes an accreditation, if all may be; revocation: accreditations are revoked
    from their minute, never before this one; annulment and amendment: new certificates; election acts: the term.

    Args:
        shown: digest of the draft as the approver saw it (`shown_draft.digest_of`); another draft is refused.
        number_again: the approver was told that the number was used this year already, and stands by it.

    Returns: {"decree_id", "kind", "applied": how many subjects, "numbers": new certificate numbers}.
    Raises: Forbidden, NotFound, Conflict `decree_already_signed`, `decree_discarded`, `decree_empty`,
        `decree_number_taken`, `decree_number_used_this_year`, `draft_changed_since_shown`, `draft_outdated`,
        CodedErrors `same_person_drafts_and_signs`, `decree_date_in_future`,
        `window_closed` (3.7) and what each kind checks, Unavailable (signer).
    """
    actor.must_be("approver")
    decree = uow.get(Decree, decree_id)
    if decree.signed_at is not None:
        raise Conflict("decree_already_signed", number=decree.number)
    if decree.discarded_at is not None:
        raise Conflict("decree_discarded")
    if shown is not None:
        check_shown(uow, decree_id, shown=shown)
    check_current(uow, decree)
    election = uow.get(Election, decree.election_id)
    now = clock.now()
    kind = law.DecreeKind(decree.kind)
    if kind is law.DecreeKind.ACCREDITATION:
        must_not_be_annulled(election)
    law.check_signing(
        kind,
        decree_date,
        signed_at=now,
        window=read_calendar(uow, election).window() if kind.must_be_dated_in_window else None,
        hands=law.Hands(decree.drafted_by, actor.user_id),
        bound_by_close=election.window_applies_to == WindowAppliesTo.FILING_AND_DECREE,
    )
    given = law.normalise_number(number)
    _check_number(uow, given, decree_date, again=number_again)
    effects.prepare(uow, decree, now=now)
    decree = uow.change(
        decree,
        number=given,
        decree_date=decree_date,
        signed_by=actor.user_id,
        signed_at=now,
        rule_pack_sha256=pack_for_decision(uow, election, now=now),
    )
    uow.log(
        f"{decree.kind}_signed",
        actor=actor,
        at=now,
        election_id=election.id,
        subjects={"decree": decree.id},
        committed={"number": given, "decree_date": decree_date, "rule_pack": decree.rule_pack_sha256},
    )
    applied, numbers = effects.apply(uow, decree, now=now, actor=actor, sealing=sealing)
    if not applied:
        raise Conflict("decree_empty", "3.4")
    if kind in (law.DecreeKind.REVOCATION, law.DecreeKind.ANNULMENT_OF_REVOCATION):
        tell_decided(uow, decree, now=now)
    return {"decree_id": decree.id, "kind": decree.kind, "applied": applied, "numbers": numbers}


def _check_number(uow: UnitOfWork, number: str, decree_date: date, *, again: bool) -> None:
    """Refuse a number taken on that day, and one used on another day of that year until it is confirmed."""
    for other in uow.find(Decree, number=number):
        if other.decree_date == decree_date:
            raise Conflict("decree_number_taken", "3.4", number=number, decree_date=decree_date)
        if not again and other.decree_date is not None and other.decree_date.year == decree_date.year:
            raise Conflict("decree_number_used_this_year", "3.4", number=number, used_on=other.decree_date)
