"""What signing does, by the decree's kind; every effect returns how many it touched and new certificate numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from server.accreditation.revocation import effective_minute
from server.usecases.deprived import deprive
from server.usecases.effects_on_certificates import amend, annul_revocations
from server.usecases.effects_on_nominations import accredit_nominations, must_be_ready, refuse
from server.usecases.effects_on_term import move_term
from server.usecases.elections import must_take_effect_in_term
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Sealing, UnitOfWork
from server.usecases.records import (
    Accreditation,
    AnnexLine,
    Decree,
    IdentityDocument,
    Revocation,
)

Applied = tuple[int, list[str]]


def prepare(uow: UnitOfWork, decree: Decree, *, now: datetime) -> None:
    """Write what a signature will freeze: the minute from which revocations take effect (4.7).

    Raises: CodedError `effective_before_signing`, `effective_after_term`.
    """
    for revocation in uow.find(Revocation, decree_id=decree.id):
        minute = effective_minute(revocation.effective_at, signed_at=now)
        must_take_effect_in_term(uow, decree.election_id, minute, now=now)
        if minute != revocation.effective_at:
            uow.change(revocation, effective_at=minute)


def apply(uow: UnitOfWork, decree: Decree, *, now: datetime, actor: Actor, sealing: Sealing) -> Applied:
    """Apply a signed decree."""
    by_kind: dict[str, Callable[[], Applied]] = {
        "accreditation": lambda: _accredit(uow, decree, now=now, actor=actor),
        "revocation": lambda: _revoke(uow, decree, now=now, actor=actor, sealing=sealing),
        "annulment_of_revocation": lambda: annul_revocations(uow, decree, now=now, actor=actor, sealing=sealing),
        "amendment": lambda: amend(uow, decree, now=now, actor=actor, sealing=sealing),
        "refusal": lambda: refuse(uow, decree, now=now, actor=actor),
    }
    effect = by_kind.get(decree.kind)
    return effect() if effect else move_term(uow, decree, now=now, actor=actor)


def _accredit(uow: UnitOfWork, decree: Decree, *, now: datetime, actor: Actor) -> Applied:
    """Turn every annex line into an accreditation (3.4)."""
    lines = uow.find(AnnexLine, order="position", decree_id=decree.id)
    must_be_ready(uow, lines)
    _must_be_free(uow, decree, lines)
    assert decree.decree_date is not None
    made = [
        Accreditation(
            id=uow.new_id(),
            election_id=decree.election_id,
            person_id=line.person_id,
            document_id=line.document_id,
            organisation_id=line.organisation_id,
            category=line.category,
            basis="application" if line.nomination_id else "entered_by_cec",
            nomination_id=line.nomination_id,
            decree_id=decree.id,
            annex_line_id=line.id,
            accredited_on=decree.decree_date,
            status="granted",
        )
        for line in lines
    ]
    uow.add(*made)
    accredit_nominations(uow, decree, lines, now=now, actor=actor)
    for each in made:
        uow.log(
            "accredited",
            actor=actor,
            at=now,
            election_id=each.election_id,
            subjects={"accreditation": each.id, "person": each.person_id, "decree": decree.id},
        )
    return len(made), []


def _must_be_free(uow: UnitOfWork, decree: Decree, lines: list[AnnexLine]) -> None:
    """Refuse people who are accredited already, under this or another copy of their document."""
    own = {each.id: each for each in uow.find(IdentityDocument, id=[line.document_id for line in lines])}
    same_number = uow.find(IdentityDocument, number=[each.number for each in own.values()])
    taken = uow.find(
        Accreditation,
        document_id=[each.id for each in same_number],
        election_id=decree.election_id,
        status="granted",
    )
    documents = {each.id: (each.country, each.number) for each in same_number}
    accredited = {documents[each.document_id] for each in taken}
    positions = [line.position for line in lines if documents[line.document_id] in accredited]
    if positions:
        raise Conflict("already_accredited", "3.4", positions=", ".join(str(each) for each in positions))


def _revoke(uow: UnitOfWork, decree: Decree, *, now: datetime, actor: Actor, sealing: Sealing) -> Applied:
    """Revoke from the minute each revocation names; the publisher writes 0x01 at that minute (4.7).

    A violation the decree calls gross enters the list of those deprived; nothing else does.
    """
    revocations = uow.find(Revocation, decree_id=decree.id)
    for revocation in revocations:
        accreditation = uow.get(Accreditation, revocation.accreditation_id)
        if accreditation.status != "granted":
            raise Conflict("accreditation_revoked_already", "4.7", accreditation=accreditation.id)
        uow.change(accreditation, status="revoked", revoked_from=revocation.effective_at)
        uow.log(
            "revoked",
            actor=actor,
            at=now,
            election_id=decree.election_id,
            subjects={
                "accreditation": accreditation.id,
                "person": accreditation.person_id,
                "revocation": revocation.id,
                "decree": decree.id,
            },
            committed={
                "kind": revocation.kind,
                "gross": revocation.gross,
                "facts": revocation.facts,
                "effective_at": revocation.effective_at,
            },
        )
        deprive(uow, revocation, decree, now=now, actor=actor, matching=sealing.matching)
    uow.request_publication(decree.election_id, at=now)
    return len(revocations), []
