"""Revoke accreditations, and take a revocation back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from server.usecases.ports import Actor, Clock, UnitOfWork


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

    Raises: CodedErrors of 4.7, NotFound, Conflict `accreditation_revoked`, InvalidInput.
    """
    raise NotImplementedError


def draft_annulment_of_revocation(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, revocation_ids: Sequence[str], facts: str
) -> str:
    """Draft an act that takes signed revocations back (registrar); signing it gives new certificates.

    Returns: the decree's id. Raises: NotFound, Conflict `revocation_not_signed`, `revocation_annulled`, InvalidInput.
    """
    raise NotImplementedError
