"""Organisations' written applications to revoke: the desk drafts one decree for a whole mission (4.7, W1)."""

from __future__ import annotations

from server.accreditation import revocation as law
from server.usecases.drafts import open_draft
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import (
    Accreditation,
    Decree,
    Revocation,
    RevocationRequest,
    RevocationRequestSubject,
)
from server.usecases.shown_draft import check_no_other_draft


def draft_from_request(*, uow: UnitOfWork, clock: Clock, actor: Actor, request_id: str) -> dict[str, object]:
    """Draft the revocation decree an organisation applied for (registrar), its letter attached.

    People whose accreditation was revoked since are left out; a request whose draft was discarded may be drafted
    anew.

    Returns: {"decree_id", "people", "left_out"}.
    Raises: Forbidden, NotFound, Conflict `request_not_open`, `accreditation_revoked_already` when nobody is left,
        `draft_pending`.
    """
    actor.must_be("registrar")
    request = uow.get(RevocationRequest, request_id)
    discarded = request.decree_id is not None and uow.get(Decree, request.decree_id).discarded_at is not None
    if request.state != "open" and not discarded:
        raise Conflict("request_not_open", "4.7", state=request.state)
    subjects = uow.find(RevocationRequestSubject, request_id=request.id)
    accreditations = uow.find(Accreditation, id=[each.accreditation_id for each in subjects]) if subjects else []
    granted = [each for each in accreditations if each.status == "granted"]
    if not granted:
        raise Conflict("accreditation_revoked_already", "4.7")
    check_no_other_draft(uow, "revocation", [each.id for each in granted])
    kind = law.RevocationKind.W1
    law.check_revocation(law.Revocation(kind, request.reasons, None, application_attached=True))
    now = clock.now()
    decree = open_draft(uow, "revocation", election_id=request.election_id, subject=kind.value, actor=actor, now=now)
    uow.add(
        *(
            Revocation(
                uow.new_id(), decree.id, each.id, kind.value, request.reasons, None, None, request.attachment_id
            )
            for each in granted
        )
    )
    uow.change(request, state="drafted", decree_id=decree.id)
    uow.log("revocation_request_drafted", actor=actor, at=now, election_id=request.election_id,
            subjects={"request": request.id, "decree": decree.id})  # fmt: skip
    return {"decree_id": decree.id, "people": len(granted), "left_out": len(accreditations) - len(granted)}
