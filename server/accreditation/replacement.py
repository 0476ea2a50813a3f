"""Replacing a certificate: the accreditation stays as it is, the old number dies. Clause: 3.5 (product)."""

from __future__ import annotations

from enum import StrEnum

from server.accreditation.errors import CodedError


class ReplacementReason(StrEnum):
    """Why a certificate is replaced."""

    LOST = "lost"
    DAMAGED = "damaged"
    DATA_ERROR = "data_error"

    @property
    def needs_amending_act(self) -> bool:
        """Whether the data of the annex are wrong, so that only an amending decree may change them (3.4)."""
        return self is ReplacementReason.DATA_ERROR


def check_replacement(reason: ReplacementReason, *, revoked: bool, amending_act: str | None) -> None:
    """Refuse a replacement that the law doesn't carry.

    Args:
        revoked: the accreditation is revoked; a dead accreditation never gets a live number.
        amending_act: id or number of the signed amending decree, needed for a data error only.
    Raises: CodedError `accreditation_revoked` (4.7), `amending_act_missing` (3.4),
    `amending_act_not_expected` (3.4).
    """
    if revoked:
        raise CodedError("accreditation_revoked", "4.7")
    if reason.needs_amending_act and not amending_act:
        raise CodedError("amending_act_missing", "3.4")
    if amending_act and not reason.needs_amending_act:
        raise CodedError("amending_act_not_expected", "3.4", reason=reason.value)
