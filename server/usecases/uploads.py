"""Uploads in parts, made for a bad line: a part is kept sealed as it arrives, a lost one is asked for again.

An upload is begun with its size, parts are appended at the offset the server names, and finished it becomes a copy,
made anew. The same part sent twice does no harm; what is left lying is swept away.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from server.accreditation.errors import CodedError
from server.usecases.document_ports import Crop, Reencoded, Sealed, Vault
from server.usecases.documents import PHOTO, check_kind, facts_of, keep_copy, nomination_for_copies
from server.usecases.errors import Conflict, FieldError, InvalidInput, Unavailable
from server.usecases.perform import perform
from server.usecases.ports import Actor, Clock, Ports, UnitOfWork
from server.usecases.records import CopyOnFile, Nomination, PartOnFile, Upload, UploadPart

MOST_BYTES: Final = 25 * 1024 * 1024
MOST_PART_BYTES: Final = 1024 * 1024
MOST_OPEN: Final = 20
KEPT_WAITING: Final = timedelta(hours=48)
_CROP_ONLY: Final = ("photo_too_small", "photo_crop_invalid")  # another crop of the same file may do


def begin_upload(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, vault: Vault, nomination_id: str, kind: str, total_bytes: int
) -> dict[str, Any]:
    """Begin an upload of so many bytes; return its id, where to go on, and how large a part may be.

    Raises: Forbidden, NotFound, InvalidInput, Conflict `documents_closed`, `uploads_too_many`,
        CodedError `document_empty`, `document_too_large`; errors of the vault.
    """
    nomination = nomination_for_copies(uow, nomination_id, actor=actor)
    check_kind(kind)
    if total_bytes < 1:
        raise CodedError("document_empty")
    if total_bytes > MOST_BYTES:
        raise CodedError("document_too_large", limit_megabytes=MOST_BYTES // 1024**2)
    if uow.count(Upload, account_id=actor.user_id, state=("receiving", "received")) >= MOST_OPEN:
        raise Conflict("uploads_too_many", limit=MOST_OPEN)
    vault.make_key(nomination.application_id)
    now = clock.now()
    upload = Upload(uow.new_id(), actor.user_id, nomination.id, kind, total_bytes, 0, "receiving", now, now)
    uow.add(upload)
    return progress_of(upload)


def append_upload(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, vault: Vault, upload_id: str, start: int, content: bytes
) -> dict[str, Any]:
    """Take one part; return where to go on. A part that is there already changes nothing.

    Args:
        start: offset of the part's first byte; it must be the upload's `received_bytes`.

    Raises: Forbidden, NotFound, InvalidInput, Conflict `upload_closed`, `upload_offset_wrong` (facts: expected),
        `upload_part_differs`; errors of the vault.
    """
    upload, nomination = _own_upload(uow, upload_id, actor=actor)
    if upload.state == "kept":
        return progress_of(upload)
    _check_part(upload, start, len(content))
    place = _part_name(upload, nomination, start)
    if start < upload.received_bytes:
        known = uow.first(UploadPart, upload_id=upload.id, start=start, length=len(content))
        if known is None:
            raise Conflict("upload_offset_wrong", expected=upload.received_bytes)
        if vault.open(known.sealed, name=place) != content:
            raise Conflict("upload_part_differs", expected=upload.received_bytes)
        return progress_of(upload)
    if upload.state != "receiving":
        raise Conflict("upload_closed", state=upload.state)
    uow.add(UploadPart(upload.id, start, len(content), vault.seal(content, name=place)))
    received = start + len(content)
    state = "received" if received == upload.total_bytes else "receiving"
    return progress_of(uow.change(upload, received_bytes=received, state=state, touched_at=clock.now()))


def upload_progress(*, uow: UnitOfWork, clock: Clock, actor: Actor, upload_id: str) -> dict[str, Any]:
    """Return where an upload stands, e.g. after a lost connection. Raises: Forbidden, NotFound."""
    upload, _ = _own_upload(uow, upload_id, actor=actor)
    return progress_of(upload)


def finish_upload(
    *, ports: Ports, actor: Actor, upload_id: str, crop: Crop | None = None, replaces: str | None = None
) -> dict[str, Any]:
    """Make the uploaded file anew and keep the copy; asked twice it answers the same.

    The making is long work outside any transaction; killed in between, the upload is still there to be finished.

    Raises: NotFound, Conflict `upload_incomplete` (facts: expected), `upload_closed`; CodedErrors of the
        reencoder (the upload is then refused and its parts are gone, unless another crop may do), of `keep_copy`.
    """
    with ports.unit_of_work() as uow:
        upload, nomination = _own_upload(uow, upload_id, actor=actor)
        if upload.state == "kept":
            return _kept(uow, upload)
        if upload.state == "refused":
            raise CodedError(upload.refusal or "document_broken")
        if upload.state != "received":
            raise Conflict("upload_incomplete", expected=upload.received_bytes)
        parts = uow.find(UploadPart, upload_id=upload.id, order="start")
    content = b"".join(ports.vault.open(p.sealed, name=_part_name(upload, nomination, p.start)) for p in parts)
    try:
        made = ports.reencoder.reencode(content, kind=upload.kind, crop=crop)
    except Unavailable:
        raise
    except CodedError as refusal:
        if refusal.code not in _CROP_ONLY:
            perform(refuse_upload, ports=ports, actor=actor, upload_id=upload.id, code=refusal.code)
        raise
    kept = perform(
        keep_upload, ports=ports, actor=actor, vault=ports.vault, upload_id=upload.id, made=made, replaces=replaces
    )
    return kept.result


def keep_upload(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, vault: Vault, upload_id: str, made: Reencoded,
    replaces: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Keep what was made of an upload, and drop its parts in the same transaction.

    Raises: as `keep_copy`; Conflict `upload_closed`.
    """
    upload, nomination = _own_upload(uow, upload_id, actor=actor)
    if upload.state == "kept":
        return _kept(uow, upload)
    if upload.state != "received":
        raise Conflict("upload_closed", state=upload.state)
    copy = keep_copy(
        uow=uow, clock=clock, actor=actor, vault=vault, nomination_id=nomination.id, kind=upload.kind, made=made,
        replaces=None if upload.kind == PHOTO else replaces,
    )  # fmt: skip
    _drop_parts(uow, upload)
    uow.change(upload, state="kept", document_id=copy["id"], touched_at=clock.now())
    return copy


def refuse_upload(*, uow: UnitOfWork, clock: Clock, actor: Actor, upload_id: str, code: str) -> None:
    """Remember why an upload wasn't kept, and drop its parts. Raises: NotFound."""
    upload, _ = _own_upload(uow, upload_id, actor=actor)
    if upload.state == "received":
        _drop_parts(uow, upload)
        uow.change(upload, state="refused", refusal=code, touched_at=clock.now())


def sweep_uploads(*, uow: UnitOfWork, clock: Clock, actor: Actor, upload_ids: list[str]) -> int:
    """Drop uploads that nobody went on with for two days, and their parts; return how many (system)."""
    actor.must_be("system")
    limit = clock.now() - KEPT_WAITING
    left = [each for each in uow.find(Upload, id=upload_ids) if each.touched_at < limit] if upload_ids else []
    for upload in left:
        uow.remove(upload)
    return len(left)


def progress_of(upload: Upload) -> dict[str, Any]:
    """Return where an upload stands."""
    return {
        "id": upload.id, "nomination_id": upload.nomination_id, "kind": upload.kind, "state": upload.state,
        "received_bytes": upload.received_bytes, "total_bytes": upload.total_bytes,
        "most_part_bytes": MOST_PART_BYTES, "refusal": upload.refusal, "document_id": upload.document_id,
    }  # fmt: skip


def _own_upload(uow: UnitOfWork, upload_id: str, *, actor: Actor) -> tuple[Upload, Nomination]:
    actor.must_be("organisation", "mfa")
    upload = uow.get(Upload, upload_id)
    return upload, nomination_for_copies(uow, upload.nomination_id, actor=actor)


def _check_part(upload: Upload, start: int, length: int) -> None:
    if not 1 <= length <= MOST_PART_BYTES:
        raise InvalidInput([FieldError("content", "upload_part_size", {"limit": MOST_PART_BYTES})])
    if start > upload.received_bytes or start < 0:
        raise Conflict("upload_offset_wrong", expected=upload.received_bytes)
    if start + length > upload.total_bytes:
        raise Conflict("upload_longer_than_said", total=upload.total_bytes)


def _part_name(upload: Upload, nomination: Nomination, start: int) -> Sealed:
    return Sealed(nomination.application_id, f"{upload.id} at {start}", "upload_part")


def _drop_parts(uow: UnitOfWork, upload: Upload) -> None:
    for part in uow.find(PartOnFile, upload_id=upload.id):
        uow.remove(part)


def _kept(uow: UnitOfWork, upload: Upload) -> dict[str, Any]:
    copy = uow.first(CopyOnFile, id=upload.document_id) if upload.document_id else None
    if copy is None:
        raise Conflict("upload_closed", state=upload.state)
    return facts_of(copy)
