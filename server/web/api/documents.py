"""Copies of documents as JSON, for the portal and the Ministry's desk: uploads in parts, reading, removing.

An upload is begun with its size; parts go as bytes to ``PUT /uploads/{id}?start=N`` where N is the upload's
`received_bytes`, each at most `most_part_bytes`. After a lost connection ``GET /uploads/{id}`` says where to go on; a
part sent again does no harm. Finishing answers with the copy that was made, or says why the file isn't kept.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from marshmallow import Schema
from marshmallow.fields import Dict, Float, Integer, String
from marshmallow.validate import OneOf

from server.usecases.documents import KINDS, remove_copy
from server.usecases.queries_of_documents import AccessRow, DeletionRow, UploadRow
from server.usecases.uploads import append_upload, begin_upload, finish_upload, upload_progress
from server.usecases.views import Page
from server.usecases.views_of_applications import CopyRow
from server.web.acting import do, ports
from server.web.api.bodies import answer, asked, limit, once, posted
from server.web.api.saying import says
from server.web.api.schemas import Text
from server.web.copies import copy_answer, own_nomination, posted_crop
from server.web.errors import ProblemError
from server.web.session import current_session, officers

_WHO_ADDS = ("organisation", "mfa")
_WHO_READS = ("organisation", "mfa", "registrar", "lawyer")
_BYTES = "application/octet-stream"


class NewUpload(Schema):
    """What is about to be sent."""

    kind = String(required=True, validate=OneOf(KINDS))
    total_bytes = Integer(required=True, strict=True)


class Finish(Schema):
    """How the copy is to be made."""

    crop = Dict(keys=String(validate=OneOf(("left", "top", "width", "height"))), values=Float(), load_default=None)
    replaces = Text(longest=64, load_default=None, allow_none=True)


@officers(*_WHO_ADDS)
@says(takes=NewUpload, gives=dict[str, Any], status=(201,))
def begin(nomination_id: str) -> Response:
    """Begin an upload."""
    body = posted()
    made = do(begin_upload, once=once(), vault=ports().vault, nomination_id=nomination_id, **body)
    return answer(made.result, status=201, replayed=made.replayed)


@officers(*_WHO_ADDS)
@says(gives={"rows": tuple[UploadRow, ...]})
def open_uploads(nomination_id: str) -> Response:
    """List one person's uploads that can be gone on with."""
    own_nomination(nomination_id)
    return answer({"rows": ports().queries.open_uploads(nomination_id)})


@officers(*_WHO_ADDS)
@says(gives=dict[str, Any])
def progress(upload_id: str) -> Response:
    """Say where an upload stands."""
    return answer(do(upload_progress, upload_id=upload_id).result)


@officers(*_WHO_ADDS)
@says(asks=("start",), sends={_BYTES: {"type": "string", "format": "binary"}}, gives=dict[str, Any], keyed=False)
def append(upload_id: str) -> Response:
    """Take one part."""
    start = request.args.get("start", "")
    if not (start.isascii() and start.isdigit() and len(start) < 10):
        raise ProblemError("invalid_input", fields=[("start", "wrong_type")])
    if request.mimetype != _BYTES:
        raise ProblemError("unsupported_media_type")
    content = request.get_data(cache=False)
    done = do(append_upload, vault=ports().vault, upload_id=upload_id, start=int(start), content=content)
    return answer(done.result)


@officers(*_WHO_ADDS)
@says(takes=Finish, gives=dict[str, Any], keyed=False)
def finish(upload_id: str) -> Response:
    """Make the copy."""
    body = posted()
    crop = posted_crop(body["crop"]) if body["crop"] is not None else None
    actor = current_session().actor
    return answer(
        finish_upload(ports=ports(), actor=actor, upload_id=upload_id, crop=crop, replaces=body["replaces"])
    )


@officers(*_WHO_ADDS)
@says(gives={"rows": tuple[CopyRow, ...]})
def copies(nomination_id: str) -> Response:
    """List the copies kept for one person."""
    shown = own_nomination(nomination_id)
    return answer({"rows": [each for each in shown.copies if each.deleted_at is None]})


@officers(*_WHO_READS)
@says(asks=("page", "purpose"), media="image/jpeg, application/pdf")
def document(document_id: str) -> Response:
    """Give a copy's bytes, or with ``?page=N`` one page of it as JPEG."""
    return copy_answer(document_id)


@officers(*_WHO_ADDS)
@says(gives=dict[str, Any])
def remove(document_id: str) -> Response:
    """Remove a copy."""
    return answer(do(remove_copy, once=once(), document_id=document_id).result)


@officers("auditor")
@says(asks=("reader", "nomination", "after", "limit"), gives=Page[AccessRow])
def log() -> Response:
    """List readings of copies, the newest first."""
    return answer(
        ports().queries.document_accesses(
            reader_id=asked("reader"), nomination_id=asked("nomination"), after=asked("after"), limit=limit()
        )
    )


@officers("auditor")
@says(asks=("after", "limit"), gives=Page[DeletionRow])
def deletions() -> Response:
    """List deletions of copies, the newest first."""
    return answer(ports().queries.document_deletions(after=asked("after"), limit=limit()))


def add_routes(blueprint: Blueprint) -> None:
    """Add copies; each app lets in only its own roles."""
    person = "/nominations/<nomination_id>"
    blueprint.add_url_rule(f"{person}/documents", "documents_of", copies)
    blueprint.add_url_rule(f"{person}/uploads", "open_uploads", open_uploads)
    blueprint.add_url_rule(f"{person}/uploads", "begin_upload", begin, methods=["POST"])
    blueprint.add_url_rule("/uploads/<upload_id>", "upload", progress)
    blueprint.add_url_rule("/uploads/<upload_id>", "append_upload", append, methods=["PUT"])
    blueprint.add_url_rule("/uploads/<upload_id>/finish", "finish_upload", finish, methods=["POST"])
    blueprint.add_url_rule("/documents/<document_id>", "document", document)
    blueprint.add_url_rule("/documents/<document_id>", "remove_document", remove, methods=["DELETE"])


def add_log_routes(blueprint: Blueprint) -> None:
    """Add what only the console shows: who read which copy, and what was deleted."""
    blueprint.add_url_rule("/documents/log", "document_log", log)
    blueprint.add_url_rule("/documents/deletions", "document_deletions", deletions)
