"""Replace a certificate: lost or damaged at once, wrong data by an amending decree."""

from __future__ import annotations

from collections.abc import Mapping

from server.usecases.ports import Actor, Clock, Sealing, UnitOfWork


def replace_credential(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    number: str,
    reason: str,
    facts: str,
    sealing: Sealing,
) -> dict[str, object]:
    """Give a new certificate for a lost or damaged one (registrar): new number, every old index 0x0C.

    Args: reason: "lost" or "damaged".
    Returns: {"number": the new certificate number, "old_number"}.
    Raises: NotFound, Conflict `certificate_not_live`, InvalidInput.
    """
    raise NotImplementedError


def draft_amendment(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    number: str,
    changes: Mapping[str, str],
    facts: str,
) -> str:
    """Draft a decree that corrects data of a certificate's holder (registrar); signing it gives the new certificate.

    Args: changes: LineInput field → corrected text (citizenships comma separated, dates ISO 8601).
    Returns: the decree's id.
    Raises: NotFound, Conflict `certificate_not_live`, InvalidInput, CodedErrors of the law.
    """
    raise NotImplementedError
