"""The two bytes in a credential that tell whether an identity document's number fits, and little else."""

from __future__ import annotations

import hashlib
from typing import Final

from server.credential.certificate_number import ungroup

COMMITMENT_LENGTH: Final = 2
_LOOK_ALIKES: Final = dict(zip("АВЕКМНОРСТУХавекмнорстух", "ABEKMHOPCTYX" * 2, strict=True))
_KEPT: Final = {
    **{character: character for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    **{character: character.upper() for character in "abcdefghijklmnopqrstuvwxyz"},
    **_LOOK_ALIKES,
}


def normalise_document_number(document_number: str) -> str:
    """Return only 0-9A-Z: Cyrillic look-alikes become Latin, ASCII upper-case, the rest is dropped."""
    return "".join([_KEPT.get(character, "") for character in document_number])


def commit(certificate_number: str, *, country: str, document_number: str) -> bytes:
    """Return the commitment of an identity document of `country` (alpha-3) for one certificate.

    `SHA-256("KGO1|" + certificate number + "|" + country + "|" + document number)[:2]`; the certificate
    number enters ungrouped, the document number normalised.
    """
    number = normalise_document_number(document_number)
    text = f"KGO1|{ungroup(certificate_number)}|{country}|{number}"
    return hashlib.sha256(text.encode()).digest()[:COMMITMENT_LENGTH]


def matches(commitment: bytes, document_number: str | None, *, certificate_number: str, country: str) -> bool | None:
    """Return whether a typed document number fits; None without one, or when nothing of it remains."""
    if document_number is None or not normalise_document_number(document_number):
        return None
    return commit(certificate_number, country=country, document_number=document_number) == commitment
