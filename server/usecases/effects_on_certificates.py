"""Signed acts that bring new certificates: corrected data and revocations taken back; how old ones die."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from server.accreditation.calendar import day_of
from server.accreditation.replacement import ReplacementReason, check_replacement
from server.accreditation.revocation import check_annulment
from server.usecases.corrections import write_corrections
from server.usecases.deprived import restore
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Sealing, UnitOfWork
from server.usecases.records import Accreditation, Amendment, Annulment, Credential, Decree, Revocation
from server.usecases.seal_batch import read_subjects, seal_batch

Applied = tuple[int, list[str]]
_VALID, _REPLACED = 0, 12


def reissue(
    uow: UnitOfWork,
    accreditations: Sequence[Accreditation],
    *,
    reason: str,
    decree: Decree,
    now: datetime,
    actor: Actor,
    sealing: Sealing,
) -> list[Credential]:
    """Write 0x0C to every index the accreditations have and give each a new certificate."""
    old: dict[str, list[Credential]] = {}
    for each in accreditations:
        held = uow.find(Credential, order="n", accreditation_id=each.id)
        old[each.id] = [retire(uow, credential, now=now) for credential in held]
    election_id = decree.election_id
    subjects = read_subjects(uow, accreditations)
    sealed = seal_batch(
        uow, election_id, subjects, reason=reason, decree=decree, now=now, actor=actor, sealing=sealing
    )
    for credential in sealed:
        for before in old[credential.accreditation_id]:
            if before.replaced_by is None:
                uow.change(before, replaced_by=credential.id)
    return sealed


def retire(uow: UnitOfWork, credential: Credential, *, now: datetime) -> Credential:
    """Write 0x0C from the next state on; a credential no state has listed yet is listed as valid first."""
    if credential.status == _REPLACED:
        return credential
    newest = uow.publication().newest(credential.election_id)
    following = 1 if newest is None else newest.seq + 1
    seq = max(following, credential.listed_seq + 1, credential.status_seq)
    return uow.change(credential, status=_REPLACED, status_from=now, status_seq=seq)


def amend(uow: UnitOfWork, decree: Decree, *, now: datetime, actor: Actor, sealing: Sealing) -> Applied:
    """Correct the data of each accreditation and replace its certificates (3.4)."""
    amendments = uow.find(Amendment, decree_id=decree.id)
    corrected = []
    for amendment in amendments:
        accreditation = uow.get(Accreditation, amendment.accreditation_id)
        revoked = accreditation.status == "revoked"
        check_replacement(ReplacementReason.DATA_ERROR, revoked=revoked, amending_act=decree.id)
        changes = {name: pair[1] for name, pair in json.loads(amendment.changes).items()}
        corrected.append(write_corrections(uow, accreditation, changes, today=day_of(now), now=now))
        uow.log(
            "data_corrected",
            actor=actor,
            at=now,
            election_id=decree.election_id,
            subjects={
                "accreditation": accreditation.id,
                "person": accreditation.person_id,
                "decree": decree.id,
            },
            committed={"changes": amendment.changes, "facts": amendment.facts},
        )
    sealed = reissue(uow, corrected, reason="data_error", decree=decree, now=now, actor=actor, sealing=sealing)
    return len(amendments), [each.number for each in sealed]


def annul_revocations(uow: UnitOfWork, decree: Decree, *, now: datetime, actor: Actor, sealing: Sealing) -> Applied:
    """Take revocations back: the accreditation is granted again, what was revoked stays dead, a new one comes."""
    annulments = uow.find(Annulment, decree_id=decree.id)
    revived = []
    for annulment in annulments:
        revocation = uow.get(Revocation, annulment.revocation_id)
        accreditation = uow.get(Accreditation, revocation.accreditation_id)
        check_annulment(
            revoked=accreditation.status == "revoked",
            annulled=revocation.annulled_by is not None,
            reason=annulment.facts,
        )
        again = uow.first(
            Accreditation,
            election_id=accreditation.election_id,
            person_id=accreditation.person_id,
            status="granted",
        )
        if again is not None:
            raise Conflict("already_accredited", "4.7", accreditation=again.id)
        uow.change(revocation, annulled_by=decree.id)
        restore(uow, revocation, decree, now=now, actor=actor)
        granted = uow.change(accreditation, status="granted", revoked_from=None)
        if _needs_new_certificate(uow, granted):
            revived.append(granted)
        uow.log(
            "revocation_annulled",
            actor=actor,
            at=now,
            election_id=decree.election_id,
            subjects={
                "accreditation": granted.id,
                "person": granted.person_id,
                "revocation": revocation.id,
                "decree": decree.id,
            },
            committed={"facts": annulment.facts},
        )
    sealed = reissue(uow, revived, reason="annulment", decree=decree, now=now, actor=actor, sealing=sealing)
    uow.request_publication(decree.election_id, at=now)
    return len(annulments), [each.number for each in sealed]


def _needs_new_certificate(uow: UnitOfWork, accreditation: Accreditation) -> bool:
    """Tell whether certificates were issued and none is valid: a revocation may not have taken effect yet."""
    held = uow.find(Credential, accreditation_id=accreditation.id)
    return bool(held) and all(each.status != _VALID for each in held)
