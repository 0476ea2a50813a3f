"""What a signature covers: a digest of the draft as it was shown, and acts signed meanwhile that outdate it.

Without these a draft could grow a line between the approver's reading and the approver's "yes", and a draft
forgotten in a drawer could revoke a person whom a later act restored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from server.usecases.errors import Conflict
from server.usecases.ports import UnitOfWork
from server.usecases.records import (
    Amendment,
    AnnexLine,
    Annulment,
    Decree,
    ElectionEvent,
    LegalOpinion,
    Record,
    Refusal,
    Revocation,
)

_PARTS: Final[tuple[type[Record], ...]] = (AnnexLine, Revocation, Annulment, Amendment, ElectionEvent, Refusal)


def digest_of(uow: UnitOfWork, decree_id: str) -> str:
    """Return the SHA-256 (lower-case hex) of all that a signature would apply, and of opinions against its people.

    Raises: NotFound.
    """
    decree = uow.get(Decree, decree_id)
    parts = [record for kind in _PARTS for record in uow.find(kind, decree_id=decree_id)]
    people = [each.nomination_id for each in parts if isinstance(each, AnnexLine) and each.nomination_id]
    opinions = uow.find(LegalOpinion, nomination_id=people) if people else []  # checks stand still, these may come
    said = sorted(repr(record) for record in (*parts, *opinions))
    return hashlib.sha256("\x1e".join([decree.subject, *said]).encode("utf-8", "surrogatepass")).hexdigest()


def check_shown(uow: UnitOfWork, decree_id: str, *, shown: str) -> None:
    """Refuse to sign anything else than what was shown.

    Raises: Conflict `draft_changed_since_shown`.
    """
    if digest_of(uow, decree_id) != shown:
        raise Conflict("draft_changed_since_shown", "3.4")


def outdated_by(uow: UnitOfWork, decree: Decree) -> Decree | None:
    """Return a signed act that changed an accreditation of this draft after it was drafted, or None.

    Drafts about new people and about the election's term have no such accreditation. Raises: NotFound.
    """
    if decree.state != "draft":
        return None
    later = _acts_on(uow, _accreditations_of(uow, decree))
    signed = [each for each in later if each.signed_at is not None and each.signed_at > decree.drafted_at]
    return max(signed, key=lambda each: str(each.signed_at), default=None)


def check_current(uow: UnitOfWork, decree: Decree) -> None:
    """Refuse a draft about an accreditation that another act has changed since.

    Raises: Conflict `draft_outdated` with number and date of that act.
    """
    later = outdated_by(uow, decree)
    if later is not None:
        raise Conflict("draft_outdated", "4.7", decree_number=later.number, decree_date=later.decree_date)


def check_no_other_draft(uow: UnitOfWork, kind: str, accreditation_ids: Sequence[str]) -> None:
    """Refuse a second open draft of the same kind about one of these accreditations.

    Raises: Conflict `draft_pending` with the id of the draft that waits and its day.
    """
    for each in _acts_on(uow, accreditation_ids):
        if each.kind == kind and each.state == "draft":
            raise Conflict("draft_pending", "4.7", decree=each.id, drafted_at=each.drafted_at)


def _accreditations_of(uow: UnitOfWork, decree: Decree) -> list[str]:
    revocations = uow.find(Revocation, decree_id=decree.id)
    amendments = uow.find(Amendment, decree_id=decree.id)
    undone = [each.revocation_id for each in uow.find(Annulment, decree_id=decree.id)]
    revocations += uow.find(Revocation, id=undone)
    return [*(each.accreditation_id for each in revocations), *(each.accreditation_id for each in amendments)]


def _acts_on(uow: UnitOfWork, accreditation_ids: Sequence[str]) -> list[Decree]:
    """Return every decree, whatever its state, that revokes, restores or corrects one of these."""
    ids = list(dict.fromkeys(accreditation_ids))
    revocations = uow.find(Revocation, accreditation_id=ids)
    annulments = uow.find(Annulment, revocation_id=[each.id for each in revocations])
    amendments = uow.find(Amendment, accreditation_id=ids)
    acts = {each.decree_id for each in revocations} | {each.decree_id for each in annulments}
    acts |= {each.decree_id for each in amendments}
    return uow.find(Decree, id=list(acts))
