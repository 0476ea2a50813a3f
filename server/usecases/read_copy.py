"""Reading a copy of a document: only the desk that needs it, and each reading leaves a line in the private log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from server.accreditation.machines import NominationState
from server.usecases.document_pages import page_picture
from server.usecases.document_ports import Sealed, Vault
from server.usecases.errors import Conflict, FieldError, InvalidInput, NotFound
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Application, DocumentAccess, DocumentCopy, Nomination

PURPOSES: Final = ("own_copy", "mfa_review", "intake", "check", "opinion", "decision")
_USUAL: Final = {"organisation": "own_copy", "mfa": "mfa_review", "registrar": "intake", "lawyer": "check"}
_NOT_YET_AT_CEC: Final = (NominationState.DRAFT, NominationState.FILED_MFA, NominationState.MFA_REVIEW)


@dataclass(frozen=True, slots=True)
class ReadCopy:
    """A copy as it is shown."""

    content: bytes
    media_type: str
    pages: int
    kind: str
    document_id: str


def read_copy(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    vault: Vault,
    document_id: str,
    purpose: str | None = None,
    page: int | None = None,
) -> ReadCopy:
    """Open a copy; the caller hands out the bytes only after the transaction with the log's line was committed.

    The registrar and the lawyer read once the papers are at the Commission, the Ministry those of its channel, an
    organisation its own; its readings of a draft aren't logged, since nobody but itself has the draft.

    Args:
        purpose: one of PURPOSES; by default what the role usually reads for.
        page: counted from one; gives that page as a picture.

    Raises: Forbidden, NotFound, InvalidInput, Conflict `document_deleted`, `document_not_at_this_desk`; errors of
        the vault.
    """
    actor.must_be("registrar", "lawyer", "mfa", "organisation")
    told = purpose or _USUAL[actor.role]
    if told not in PURPOSES or (told == "own_copy") != (actor.role == "organisation"):
        raise InvalidInput([FieldError("purpose", "not_allowed")])
    copy = uow.get(DocumentCopy, document_id)
    nomination = uow.get(Nomination, copy.nomination_id)
    _check_desk(uow, copy, nomination, actor=actor)
    if copy.sealed is None:
        raise Conflict("document_deleted")
    content = vault.open(copy.sealed, name=Sealed(copy.application_id, copy.id, copy.kind))
    media_type = copy.media_type
    if page is not None and not 1 <= page <= copy.pages:
        raise NotFound("page", str(page))
    if page is not None and media_type == "application/pdf":
        content, media_type = page_picture(content, page), "image/jpeg"
    if nomination.state != NominationState.DRAFT:
        uow.add(DocumentAccess(uow.new_id(), copy.id, actor.user_id, clock.now(), told))
    return ReadCopy(content, media_type, copy.pages, copy.kind, copy.id)


def _check_desk(uow: UnitOfWork, copy: DocumentCopy, nomination: Nomination, *, actor: Actor) -> None:
    actor.must_own(nomination.organisation_id, kind="document_copy", key=copy.id)
    if actor.role == "mfa":
        own_draft = nomination.state != NominationState.DRAFT or copy.created_by == actor.user_id
        if uow.get(Application, copy.application_id).channel != "mfa" or not own_draft:
            raise NotFound("document_copy", copy.id)
    if actor.role in ("registrar", "lawyer") and nomination.state in _NOT_YET_AT_CEC:
        raise Conflict("document_not_at_this_desk", "3.2" if nomination.state != NominationState.DRAFT else None)
