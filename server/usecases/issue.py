"""Issue certificates for the accreditations of a decree."""

from __future__ import annotations

from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Clock, Sealing, UnitOfWork
from server.usecases.records import Accreditation, AnnexLine, Credential, Decree
from server.usecases.seal_batch import read_subjects, seal_batch


def issue_credentials(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, decree_id: str, sealing: Sealing
) -> dict[str, object]:
    """Seal a paper credential for every granted accreditation of a signed decree that never had one.

    Registrar or records.
    Returns: {"issued": n, "numbers": [certificate numbers]}; doing it again issues nothing more.
    Raises: Conflict `decree_not_signed`, `decree_wrong_kind`, and as `seal_batch`.
    """
    actor.must_be("registrar", "records")
    decree = uow.get(Decree, decree_id)
    if decree.kind != "accreditation":
        raise Conflict("decree_wrong_kind", kind=decree.kind)
    if decree.signed_at is None:
        raise Conflict("decree_not_signed", "3.5")
    position = {line.id: line.position for line in uow.find(AnnexLine, decree_id=decree_id)}
    waiting = sorted(without_certificate(uow, decree_id), key=lambda each: position[each.annex_line_id])
    sealed = seal_batch(
        uow,
        decree.election_id,
        read_subjects(uow, waiting),
        reason="first",
        decree=decree,
        now=clock.now(),
        actor=actor,
        sealing=sealing,
    )
    return {"issued": len(sealed), "numbers": [each.number for each in sealed]}


def without_certificate(uow: UnitOfWork, decree_id: str) -> list[Accreditation]:
    """Return the granted accreditations of a decree that never had a certificate."""
    granted = uow.find(Accreditation, decree_id=decree_id, status="granted")
    have = {each.accreditation_id for each in uow.find(Credential, accreditation_decree_id=decree_id)}
    return [each for each in granted if each.id not in have]
