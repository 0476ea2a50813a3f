"""Copies of documents as both apps show and take them: one answer that can do nothing, one form without script."""

from __future__ import annotations

from typing import Any, Final

from flask import Response, request

from server.accreditation.errors import CodedError
from server.usecases.document_ports import Crop
from server.usecases.documents import check_kind, keep_copy
from server.usecases.errors import NotFound
from server.usecases.read_copy import ReadCopy, read_copy
from server.usecases.views_of_applications import NominationPage
from server.web.acting import do, ports
from server.web.errors import ProblemError
from server.web.session import current_session

FILE_FIELD: Final = "file"
_ENDINGS: Final = {"image/jpeg": "jpg", "application/pdf": "pdf"}
_POLICY: Final = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def copy_answer(document_id: str) -> Response:
    """Give a copy, or the asked page of it as a picture; each reading is logged before the bytes leave.

    A picture is shown in place. A whole PDF is handed to the reader's own program: in a sandbox no browser shows it.

    Raises: as `read_copy`; ProblemError `bad_request` for a page that is no number.
    """
    purpose = request.args.get("purpose", "")[:32] or None
    read: ReadCopy = do(
        read_copy, vault=ports().vault, document_id=document_id, purpose=purpose, page=_asked_page()
    ).result
    response = Response(read.content, content_type=read.media_type)
    shown = "inline" if read.media_type == "image/jpeg" else "attachment"
    name = f"{read.kind}-{read.document_id[:8]}.{_ENDINGS[read.media_type]}"
    response.headers["Content-Disposition"] = f'{shown}; filename="{name}"'
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


def own_nomination(nomination_id: str) -> NominationPage:
    """Return a person whose papers are the organisation's, or came through the Ministry when it asks (3.2).

    Raises: NotFound.
    """
    shown = ports().queries.nomination(nomination_id)
    actor = current_session().actor
    actor.must_own(shown.row.organisation_id, kind="nomination", key=nomination_id)
    if actor.role == "mfa" and shown.row.channel != "mfa":
        raise NotFound("nomination", nomination_id)
    return shown


def take_whole_file(nomination_id: str, *, once: str | None) -> dict[str, Any]:
    """Take a file sent whole by a form without script, and keep the copy made of it.

    Raises: CodedError `file_missing`, those of the reencoder and of `keep_copy`.
    """
    file = request.files.get(FILE_FIELD)
    if file is None or not file.filename:
        raise CodedError("file_missing")
    kind = request.form.get("kind", "")
    check_kind(kind)
    made = ports().reencoder.reencode(file.read(), kind=kind, crop=posted_crop(request.form))
    replaces = request.form.get("replaces", "")[:64] or None
    kept: dict[str, Any] = do(
        keep_copy, once=once, vault=ports().vault, nomination_id=nomination_id, kind=kind, made=made,
        replaces=replaces,
    ).result  # fmt: skip
    return kept


def posted_crop(values: Any) -> Crop | None:
    """Return the chosen part of a photo, None where none was chosen.

    Raises: CodedError `photo_crop_invalid`.
    """
    sides = [values.get(name) for name in ("left", "top", "width", "height")]
    if all(side in (None, "") for side in sides):
        return None
    try:
        left, top, width, height = (float(side) for side in sides)
    except (TypeError, ValueError) as error:
        raise CodedError("photo_crop_invalid") from error
    return Crop(left, top, width, height)


def _asked_page() -> int | None:
    text = request.args.get("page", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 4):
        raise ProblemError("bad_request")
    return int(text) if text else None
