"""What one click does after a decree is signed and published: certificates, the public list, notices, all at once."""

from __future__ import annotations

from collections import Counter

from server.usecases.errors import Conflict
from server.usecases.issue import issue_credentials
from server.usecases.notify import To, tell
from server.usecases.ports import Actor, Clock, Sealing, UnitOfWork
from server.usecases.records import Accreditation, Decree, Nomination, Refusal, Revocation

_TOLD = {"accreditation": "accredited", "refusal": "refused", "revocation": "revoked",
         "annulment_of_revocation": "revocation_annulled"}  # fmt: skip


def carry_out(*, uow: UnitOfWork, clock: Clock, actor: Actor, decree_id: str, sealing: Sealing) -> dict[str, object]:
    """Issue what a published decree gives and tell each organisation (registrar or records); twice does nothing more.

    Returns: {"issued": certificates, "told": organisations told now}.
    Raises: Forbidden, NotFound, Conflict `decree_not_published`, `decree_wrong_kind`, and as `issue_credentials`.
    """
    actor.must_be("registrar", "records")
    decree = uow.get(Decree, decree_id)
    if decree.kind not in ("accreditation", "refusal"):
        raise Conflict("decree_wrong_kind", kind=decree.kind)
    if decree.published_at is None:
        raise Conflict("decree_not_published", "3.4")
    issued: object = 0
    if decree.kind == "accreditation":
        done = issue_credentials(uow=uow, clock=clock, actor=actor, decree_id=decree_id, sealing=sealing)
        issued = done["issued"]
    now = clock.now()
    uow.request_publication(decree.election_id, at=now)
    told = 0
    for organisation_id, people in sorted(_people(uow, decree).items()):
        told += tell(
            uow, _TOLD[decree.kind], to=To(organisation_id=organisation_id),
            facts={"decree_number": decree.number, "people": people},
            dedupe_key=f"decided {decree.id} {organisation_id}", now=now, subject=("decree", decree.id),
        )  # fmt: skip
    return {"issued": issued, "told": told}


def tell_revoked(uow: UnitOfWork, decree: Decree, *, clock: Clock) -> None:
    """Tell organisations that people of theirs were revoked, or that a revocation was annulled."""
    for organisation_id, people in sorted(_people(uow, decree).items()):
        tell(
            uow, _TOLD[decree.kind], to=To(organisation_id=organisation_id),
            facts={"decree_number": decree.number, "people": people},
            dedupe_key=f"decided {decree.id} {organisation_id}", now=clock.now(), subject=("decree", decree.id),
        )  # fmt: skip


def _people(uow: UnitOfWork, decree: Decree) -> Counter[str]:
    """Return how many people of each organisation a decree is about."""
    if decree.kind == "refusal":
        ids = [each.nomination_id for each in uow.find(Refusal, decree_id=decree.id)]
        return Counter(each.organisation_id for each in uow.find(Nomination, id=ids)) if ids else Counter()
    if decree.kind == "accreditation":
        return Counter(each.organisation_id for each in uow.find(Accreditation, decree_id=decree.id))
    if decree.kind == "revocation":
        revoked = uow.find(Revocation, decree_id=decree.id)
    else:
        revoked = uow.find(Revocation, annulled_by=decree.id)
    ids = [each.accreditation_id for each in revoked]
    return Counter(each.organisation_id for each in uow.find(Accreditation, id=ids)) if ids else Counter()
