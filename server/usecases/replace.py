"""Replace a certificate: lost or damaged at once, wrong data by an amending decree."""

from __future__ import annotations

import json
from collections.abc import Mapping

from server.accreditation.calendar import day_of
from server.accreditation.replacement import ReplacementReason, check_replacement
from server.credential.certificate_number import normalise
from server.usecases.corrections import corrected
from server.usecases.drafts import open_draft
from server.usecases.effects_on_certificates import reissue
from server.usecases.errors import Conflict, FieldError, InvalidInput, NotFound
from server.usecases.ports import Actor, Clock, Sealing, UnitOfWork
from server.usecases.records import Accreditation, Amendment, Credential, Decree
from server.usecases.shown_draft import check_no_other_draft
from server.usecases.texts import Faults

_AT_ONCE = (ReplacementReason.LOST.value, ReplacementReason.DAMAGED.value)


def replace_credential(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    number: str,
    reason: str,
    facts: str,
    sealing: Sealing,
) -> dict[str, object]:
    """Give a new certificate for a lost or damaged one (registrar): new number, every old index 0x0C.

    Args: reason: "lost" or "damaged"; facts: what happened, in words.
    Returns: {"number": the new certificate number, "old_number"}.
    Raises: NotFound, InvalidInput, Conflict `certificate_not_live`, CodedError `accreditation_revoked` (4.7),
        and as `seal_batch`.
    """
    actor.must_be("registrar")
    faults = Faults()
    if reason not in _AT_ONCE:
        faults.add("reason", "replacement_reason_unknown", field="reason")
    told = faults.prose("facts", facts)
    faults.raise_if_any()
    old, accreditation = _live(uow, number)
    now = clock.now()
    check_replacement(ReplacementReason(reason), revoked=accreditation.status == "revoked", amending_act=None)
    decree = uow.get(Decree, accreditation.decree_id)
    (new,) = reissue(uow, [accreditation], reason=reason, decree=decree, now=now, actor=actor, sealing=sealing)
    uow.log(
        "certificate_replaced",
        actor=actor,
        at=now,
        election_id=old.election_id,
        subjects={
            "credential": old.id,
            "new_credential": new.id,
            "accreditation": accreditation.id,
            "person": accreditation.person_id,
        },
        committed={"reason": reason, "facts": told},
    )
    return {"number": new.number, "old_number": old.number}


def draft_amendment(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    number: str,
    changes: Mapping[str, str],
    facts: str,
) -> str:
    """Draft a decree that corrects data of a certificate's holder (registrar); signing it gives the new certificate.

    Args: changes: LineInput field → corrected text (citizenships comma separated, dates ISO 8601).
    Returns: the decree's id.
    Raises: NotFound, InvalidInput, Conflict `certificate_not_live`, `nothing_corrected`, `draft_pending`,
        CodedErrors of the law.
    """
    actor.must_be("registrar")
    faults = Faults()
    told = faults.prose("facts", facts)
    faults.raise_if_any()
    credential, accreditation = _live(uow, number)
    now = clock.now()
    _, pairs = corrected(uow, accreditation, changes, today=day_of(now))
    check_no_other_draft(uow, "amendment", [accreditation.id])
    subject = credential.number
    decree = open_draft(uow, "amendment", election_id=credential.election_id, subject=subject, actor=actor, now=now)
    kept = json.dumps(pairs, ensure_ascii=False, sort_keys=True)
    uow.add(Amendment(uow.new_id(), decree.id, accreditation.id, kept, told))
    return decree.id


def _live(uow: UnitOfWork, number: str) -> tuple[Credential, Accreditation]:
    if len(number) > 64:
        raise InvalidInput([FieldError("number", "text_too_long", {"limit": 64})])
    typed = normalise(number)
    credential = uow.first(Credential, number=typed, carrier="paper") if typed.isalnum() else None
    if credential is None:
        raise NotFound("certificate", number)
    accreditation = uow.get(Accreditation, credential.accreditation_id)
    check_replacement(ReplacementReason.LOST, revoked=accreditation.status == "revoked", amending_act=None)
    if credential.status != 0:
        raise Conflict("certificate_not_live", "3.5", number=credential.number)
    return credential, accreditation
