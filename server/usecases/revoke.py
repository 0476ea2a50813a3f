"""Revoke accreditations, and take a revocation back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from server.accreditation import revocation as law
from server.usecases.drafts import open_draft
from server.usecases.elections import must_take_effect_in_term
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Accreditation, Annulment, Attachment, Decree, Revocation
from server.usecases.shown_draft import check_no_other_draft
from server.usecases.texts import Faults

MOST_AT_ONCE = 2_000
ATTACHMENT_MOST_BYTES = 10 * 1024 * 1024
_MAGIC = {
    "application/pdf": b"%PDF-",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as received: its name, declared media type, and bytes."""

    name: str
    media_type: str
    content: bytes


def draft_revocation(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    accreditation_ids: Sequence[str],
    kind: str,
    facts: str,
    gross: bool | None = None,
    effective_at: datetime | None = None,
    attachment: Upload | None = None,
) -> str:
    """Draft a revocation decree (registrar) about accreditations of one election; return the decree's id.

    Args:
        kind: V1, V2, V3 (facts and gross needed) or W1, W2 (the written application attached).
        effective_at: whole minute; None means the minute of signing. Never before the minute of signing.
        attachment: PDF, PNG or JPEG of at most 10 MiB; its first bytes decide which, not its name.

    Raises: CodedErrors of 4.7 (`revocation_facts_missing`, `written_application_missing`…), NotFound,
        Conflict `accreditation_revoked_already`, `draft_pending` (another draft about the same accreditation),
        InvalidInput.
    """
    actor.must_be("registrar")
    faults = Faults()
    told = faults.prose("facts", facts, required=False)
    if kind not in {each.value for each in law.RevocationKind}:
        faults.add("kind", "revocation_kind_unknown", field="kind")
    ids = list(dict.fromkeys(accreditation_ids))
    if not ids:
        faults.add("accreditation_ids", "nobody_chosen", field="accreditation_ids")
    if len(ids) > MOST_AT_ONCE:
        faults.add("accreditation_ids", "too_many", field="accreditation_ids", limit=MOST_AT_ONCE)
    media_type = media_type_of(attachment, faults)
    faults.raise_if_any()
    now = clock.now()
    law.check_revocation(
        law.Revocation(law.RevocationKind(kind), told, gross, application_attached=attachment is not None)
    )
    minute = None if effective_at is None else law.effective_minute(effective_at, signed_at=now)
    accreditations = [uow.get(Accreditation, each) for each in ids]
    election_id = _one_election(accreditations)
    check_no_other_draft(uow, "revocation", ids)
    if minute is not None:
        must_take_effect_in_term(uow, election_id, minute, now=now)
    decree = open_draft(uow, "revocation", election_id=election_id, subject=kind, actor=actor, now=now)
    kept = None if attachment is None else keep_attachment(uow, attachment, media_type, actor=actor, now=now)
    uow.add(
        *(Revocation(uow.new_id(), decree.id, each.id, kind, told, gross, minute, kept) for each in accreditations)
    )
    return decree.id


def draft_annulment_of_revocation(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, revocation_ids: Sequence[str], facts: str
) -> str:
    """Draft an act that takes signed revocations back (registrar); signing it gives new certificates.

    Returns: the decree's id.
    Raises: NotFound, InvalidInput, Conflict `revocation_not_signed`, `draft_pending`,
        CodedError `already_annulled` (4.7).
    """
    actor.must_be("registrar")
    faults = Faults()
    told = faults.prose("facts", facts)
    ids = list(dict.fromkeys(revocation_ids))
    if not ids:
        faults.add("revocation_ids", "nobody_chosen", field="revocation_ids")
    if len(ids) > MOST_AT_ONCE:
        faults.add("revocation_ids", "too_many", field="revocation_ids", limit=MOST_AT_ONCE)
    faults.raise_if_any()
    revocations = [uow.get(Revocation, each) for each in ids]
    for revocation in revocations:
        signed = uow.get(Decree, revocation.decree_id).signed_at is not None
        if not signed:
            raise Conflict("revocation_not_signed", "4.7")
        law.check_annulment(revoked=signed, annulled=revocation.annulled_by is not None, reason=told)
    accreditations = [uow.get(Accreditation, each.accreditation_id) for each in revocations]
    election_id = _one_election(accreditations, revoked=True)
    check_no_other_draft(uow, "annulment_of_revocation", [each.id for each in accreditations])
    decree = open_draft(
        uow,
        "annulment_of_revocation",
        election_id=election_id,
        subject=told[:100],
        actor=actor,
        now=clock.now(),
    )
    uow.add(*(Annulment(uow.new_id(), decree.id, each.id, told) for each in revocations))
    return decree.id


def _one_election(accreditations: Sequence[Accreditation], *, revoked: bool = False) -> str:
    for each in accreditations:
        if (each.status == "revoked") != revoked:
            raise Conflict(
                "accreditation_not_revoked" if revoked else "accreditation_revoked_already", "4.7", id=each.id
            )
    elections = {each.election_id for each in accreditations}
    if len(elections) != 1:
        raise Conflict("several_elections")
    return elections.pop()


def media_type_of(upload: Upload | None, faults: Faults) -> str:
    """Return what the first bytes of a written application say it is, or note what is wrong with it."""
    if upload is None:
        return ""
    if not upload.content:
        faults.add("attachment", "attachment_empty", field="attachment")
    if len(upload.content) > ATTACHMENT_MOST_BYTES:
        faults.add("attachment", "attachment_too_large", field="attachment", limit=ATTACHMENT_MOST_BYTES)
    for media_type, magic in _MAGIC.items():
        if upload.content.startswith(magic):
            return media_type
    if upload.content:
        faults.add("attachment", "attachment_not_readable", field="attachment")
    return ""


def keep_attachment(uow: UnitOfWork, upload: Upload, media_type: str, *, actor: Actor, now: datetime) -> str:
    """Keep a written application; return the attachment's id."""
    name = "".join(c for c in upload.name.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable())
    attachment = Attachment(
        id=uow.new_id(),
        name=name[:200] or "attachment",
        media_type=media_type,
        sha256=hashlib.sha256(upload.content).digest(),
        content=upload.content,
        created_by=actor.user_id,
        created_at=now,
    )
    uow.add(attachment)
    return attachment.id
