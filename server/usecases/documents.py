"""Copies of documents (3.1): which there are, adding, removing; sealed at rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from server.accreditation.calendar import day_of
from server.accreditation.machines import NominationState
from server.usecases.document_ports import Reencoded, Sealed, Vault
from server.usecases.errors import Conflict, FieldError, InvalidInput, NotFound
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Application, CopyOnFile, DocumentCopy, DocumentDeletion, Nomination, Upload

IDENTITY: Final = "identity_document"
PHOTO: Final = "photo"
KINDS: Final = (IDENTITY, PHOTO, "evidence")
MOST_COPIES: Final = {IDENTITY: 4, PHOTO: 1, "evidence": 10}
_OPEN_TO_ORGANISATION: Final = (NominationState.DRAFT, NominationState.RETURNED)
_OPEN_TO_MFA: Final = (NominationState.DRAFT, NominationState.FILED_MFA, NominationState.MFA_REVIEW)


def copies_of(uow: UnitOfWork, nomination_ids: Iterable[str]) -> dict[str, tuple[CopyOnFile, ...]]:
    """Return the copies kept for each of these people, oldest first, without their bytes."""
    wanted = tuple(nomination_ids)
    found: dict[str, tuple[CopyOnFile, ...]] = dict.fromkeys(wanted, ())
    for copy in _kept(uow, nomination_id=wanted):
        found[copy.nomination_id] += (copy,)
    return found


def keep_copy(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    vault: Vault,
    nomination_id: str,
    kind: str,
    made: Reencoded,
    replaces: str | None = None,
) -> dict[str, Any]:
    """Seal and keep a copy that was made anew; return its facts.

    Args:
        made: what the port `reencoder` returned, never an upload's own bytes.
        replaces: id of the copy that goes in the same moment; a photo always replaces the one before.

    Raises: NotFound, InvalidInput, Conflict `documents_closed`, `copies_too_many`, `copy_not_there`; errors of
        the vault.
    """
    nomination = nomination_for_copies(uow, nomination_id, actor=actor)
    check_kind(kind)
    now = clock.now()
    before = _kept(uow, nomination_id=nomination.id, kind=kind)
    going = [copy for copy in before if copy.id == replaces or kind == PHOTO]
    if replaces and not going:
        raise Conflict("copy_not_there")
    if len(before) - len(going) >= MOST_COPIES[kind]:
        raise Conflict("copies_too_many", limit=MOST_COPIES[kind])
    for old in going:
        _blank(uow, old, nomination=nomination, now=now)
    vault.make_key(nomination.application_id)
    name = Sealed(nomination.application_id, uow.new_id(), kind)
    copy = DocumentCopy(
        id=name.document_id,
        application_id=nomination.application_id,
        nomination_id=nomination.id,
        kind=kind,
        media_type=made.media_type,
        pages=made.pages,
        size_bytes=len(made.content),
        sealed=vault.seal(made.content, name=name),
        created_by=actor.user_id,
        created_at=now,
    )
    uow.add(copy)
    return facts_of(copy)


def remove_copy(*, uow: UnitOfWork, clock: Clock, actor: Actor, document_id: str) -> dict[str, Any]:
    """Remove a copy while the papers are the organisation's to change; return the person it was of.

    Raises: NotFound, Conflict `documents_closed`.
    """
    copy = uow.first(CopyOnFile, id=document_id[:64], deleted_at=None)
    if copy is None:
        raise NotFound("document_copy", document_id[:64])
    nomination = nomination_for_copies(uow, copy.nomination_id, actor=actor)
    _blank(uow, copy, nomination=nomination, now=clock.now())
    return {"id": copy.id, "nomination_id": nomination.id, "application_id": nomination.application_id}


def forget_copies(uow: UnitOfWork, nomination: Nomination, *, now: datetime) -> None:
    """Remove everything uploaded for a draft that is about to be deleted; the caller deletes the draft itself.

    Raises: Conflict from the database's guard when the nomination was filed.
    """
    for upload in uow.find(Upload, nomination_id=nomination.id):
        uow.remove(upload)
    copies = uow.find(CopyOnFile, nomination_id=nomination.id)
    for copy in copies:
        uow.remove(copy)
    kept = sum(copy.deleted_at is None for copy in copies)
    if kept:
        _record(uow, nomination, copies=kept, now=now, reason="draft_deleted")


def nomination_for_copies(uow: UnitOfWork, nomination_id: str, *, actor: Actor) -> Nomination:
    """Return a nomination whose copies the actor may add or remove now.

    The organisation may while it is a draft or was returned; the Ministry for papers that reached it (3.2).
    Raises: Forbidden, NotFound, Conflict `documents_closed`.
    """
    actor.must_be("organisation", "mfa")
    nomination = uow.get(Nomination, nomination_id)
    actor.must_own(nomination.organisation_id, kind="nomination", key=nomination_id)
    application = uow.get(Application, nomination.application_id)
    theirs = application.channel == "mfa" and (application.state != "draft" or application.mfa_number is not None)
    if actor.role == "mfa" and not theirs:
        raise NotFound("nomination", nomination_id)
    if nomination.state not in (_OPEN_TO_MFA if actor.role == "mfa" else _OPEN_TO_ORGANISATION):
        raise Conflict("documents_closed", state=nomination.state)
    return nomination


def check_kind(kind: str) -> None:
    """Refuse what isn't a kind of copy. Raises: InvalidInput."""
    if kind not in KINDS:
        raise InvalidInput([FieldError("kind", "not_allowed")])


def facts_of(copy: DocumentCopy | CopyOnFile) -> dict[str, Any]:
    """Return a copy's facts as plain values."""
    return {
        "id": copy.id, "nomination_id": copy.nomination_id, "application_id": copy.application_id, "kind": copy.kind,
        "media_type": copy.media_type, "pages": copy.pages, "size_bytes": copy.size_bytes,
    }  # fmt: skip


def _kept(uow: UnitOfWork, **narrowed: object) -> list[CopyOnFile]:
    return uow.find(CopyOnFile, deleted_at=None, order="created_at", **narrowed)


def _blank(uow: UnitOfWork, copy: CopyOnFile, *, nomination: Nomination, now: datetime) -> None:
    uow.change(copy, sealed=None, deleted_at=now)
    _record(uow, nomination, copies=1, now=now, reason="copy_replaced")


def _record(uow: UnitOfWork, nomination: Nomination, *, copies: int, now: datetime, reason: str) -> None:
    uow.add(
        DocumentDeletion(
            uow.new_id(), nomination.application_id, nomination.election_id, copies, now, day_of(now), reason
        )
    )
