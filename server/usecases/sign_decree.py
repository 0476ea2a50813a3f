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


def sign_decree(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    decree_id: str,
    number: str,
    decree_date: date,
    sealing: Sealing,
) -> dict[str, object]:
    """Enter the signed act (approver, never the drafter) and apply it by its kind.

    accreditation: every line becomes an accreditation, if all may be; revocation: accreditations are revoked
    from their minute, never before this one; annulment and amendment: new certificates; election acts: the term.

    Returns: {"decree_id", "kind", "applied": how many subjects, "numbers": new certificate numbers}.
    Raises: Forbidden, NotFound, Conflict `decree_already_signed`, `decree_discarded`, `decree_empty`,
        `decree_number_taken`, CodedErrors `same_person_drafts_and_signs`, `decree_date_in_future`,
        `window_closed` (3.7) and what each kind checks, Unavailable (signer).
    """
    actor.must_be("approver")
    decree = uow.get(Decree, decree_id)
    if decree.signed_at is not None:
        raise Conflict("decree_already_signed", number=decree.number)
    if decree.discarded_at is not None:
        raise Conflict("decree_discarded")
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
    if uow.first(Decree, number=given, decree_date=decree_date):
        raise Conflict("decree_number_taken", "3.4", number=given, decree_date=decree_date)
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
    return {"decree_id": decree.id, "kind": decree.kind, "applied": applied, "numbers": numbers}
