"""A sending organisation's written application to revoke (4.7); the Commission alone acts on it.

Clause: 4.7, Art.10(6).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.accreditation.errors import CodedError
from server.usecases.errors import Conflict, NotFound
from server.usecases.notify import To, tell
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import (
    Accreditation,
    RevocationRequest,
    RevocationRequestSubject,
)
from server.usecases.revoke import MOST_AT_ONCE, Upload, keep_attachment, media_type_of
from server.usecases.texts import Faults


def request_revocation(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    election_id: str,
    accreditation_ids: Sequence[str],
    reasons: str,
    attachment: Upload | None,
) -> dict[str, Any]:
    """File the organisation's written application about some or all of its observers: {"id", "people"}.

    Args:
        attachment: the signed application: PDF, PNG or JPEG of at most 10 MiB.

    Raises: Forbidden; NotFound, also for another organisation's observer; InvalidInput; CodedError
        `written_application_missing` (4.7); Conflict `accreditation_revoked_already`, `revocation_already_requested`.
    """
    actor.must_be("organisation")
    if actor.organisation_id is None:
        raise NotFound("organisation", "")
    faults = Faults()
    told = faults.prose("reasons", reasons, required=False)
    ids = list(dict.fromkeys(accreditation_ids))
    if not ids:
        faults.add("accreditation_ids", "nobody_chosen", field="accreditation_ids")
    if len(ids) > MOST_AT_ONCE:
        faults.add("accreditation_ids", "too_many", field="accreditation_ids", limit=MOST_AT_ONCE)
    media_type = media_type_of(attachment, faults)
    faults.raise_if_any()
    if attachment is None:
        raise CodedError("written_application_missing", "4.7", field="attachment")
    for each in ids:
        _must_be_own(uow, each, election_id=election_id, actor=actor)
    now = clock.now()
    kept = keep_attachment(uow, attachment, media_type, actor=actor, now=now)
    request = RevocationRequest(
        id=uow.new_id(),
        election_id=election_id,
        organisation_id=actor.organisation_id,
        attachment_id=kept,
        reasons=told,
        state="open",
        requested_by=actor.user_id,
        requested_at=now,
    )
    uow.add(request, *(RevocationRequestSubject(request.id, each) for each in ids))
    uow.log(
        "revocation_requested",
        actor=actor,
        at=now,
        election_id=election_id,
        subjects={"revocation_request": request.id, "organisation": request.organisation_id},
        committed={"accreditations": ids, "reasons": told},
    )
    tell(
        uow,
        "revocation_requested",
        to=To(role="registrar"),
        facts={"people": len(ids)},
        dedupe_key=f"revocation_requested {request.id}",
        now=now,
        subject=("revocation_request", request.id),
    )
    return {"id": request.id, "people": len(ids)}


def take_back_request(*, uow: UnitOfWork, clock: Clock, actor: Actor, request_id: str) -> str:
    """Take back an own request that the Commission hasn't taken up; return its id.

    Raises: NotFound, Conflict `revocation_request_taken_up`.
    """
    actor.must_be("organisation")
    request = uow.get(RevocationRequest, request_id)
    actor.must_own(request.organisation_id, kind="revocation_request", key=request_id)
    if request.state != "open":
        raise Conflict("revocation_request_taken_up", "4.7")
    uow.change(request, state="withdrawn")
    uow.log(
        "revocation_request_taken_back",
        actor=actor,
        at=clock.now(),
        election_id=request.election_id,
        subjects={"revocation_request": request.id, "organisation": request.organisation_id},
    )
    return request.id


def _must_be_own(uow: UnitOfWork, accreditation_id: str, *, election_id: str, actor: Actor) -> None:
    accreditation = uow.get(Accreditation, accreditation_id)
    if accreditation.election_id != election_id:
        raise NotFound("accreditation", accreditation_id)
    actor.must_own(accreditation.organisation_id, kind="accreditation", key=accreditation_id)
    if accreditation.status != "granted":
        raise Conflict("accreditation_revoked_already", "4.7", id=accreditation_id)
    for subject in uow.find(RevocationRequestSubject, accreditation_id=accreditation_id):
        if uow.get(RevocationRequest, subject.request_id).state == "open":
            raise Conflict("revocation_already_requested", "4.7")
