"""What a person's papers may lack when they are returned to be completed: a product step before any refusal.

Clause: 3.1, 3.10(2).
"""

from __future__ import annotations

from enum import StrEnum

from server.accreditation.errors import CodedError


class Missing(StrEnum):
    """One thing to be completed; its words are "word.missing.<code>"."""

    DOCUMENT_COPY = "document_copy"
    COPY_LEGIBLE = "copy_legible"
    DOCUMENT_VALID = "document_valid"
    DOCUMENT_DATA = "document_data"
    NAME_AS_IN_DOCUMENT = "name_as_in_document"
    NAME_CYRILLIC = "name_cyrillic"
    BIRTH_DATE = "birth_date"
    CITIZENSHIPS = "citizenships"
    PHOTO = "photo"
    LINK_TO_ORGANISATION = "link_to_organisation"
    LEGAL_CAPACITY = "legal_capacity"
    PURPOSE_OF_STAY = "purpose_of_stay"
    OTHER = "other"


def check_missing(codes: tuple[str, ...], *, note: str) -> None:
    """Refuse a return that doesn't say what is missing.

    Raises: CodedError `missing_not_stated`, `missing_unknown`, `missing_other_not_described`.
    """
    if not codes:
        raise CodedError("missing_not_stated", "3.1", field="missing")
    for code in codes:
        if code not in tuple(Missing):
            raise CodedError("missing_unknown", field="missing", value=code[:32])
    if Missing.OTHER in codes and not note.strip():
        raise CodedError("missing_other_not_described", field="note")
