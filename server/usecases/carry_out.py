"""What one click does after a decree is signed and published: certificates, the public list, notices, all at once."""

from __future__ import annotations

from server.usecases.errors import Conflict
from server.usecases.issue import issue_credentials, without_certificate
from server.usecases.ports import Actor, Clock, Sealing, UnitOfWork
from server.usecases.records import Decree
from server.usecases.tell_decided import not_yet_told, tell_decided
from server.usecases.views import LeftToDo


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
    return {"issued": issued, "told": tell_decided(uow, decree, now=clock.now())}


def left_to_carry_out(uow: UnitOfWork, decree: Decree) -> LeftToDo:
    """Return what carrying a decree out would still do: nothing at all once it was."""
    issue = len(without_certificate(uow, decree.id)) if decree.kind == "accreditation" else 0
    return LeftToDo(issue, len(not_yet_told(uow, decree)))
