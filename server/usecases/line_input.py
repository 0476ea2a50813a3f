"""One person for an annex, as entered in a form or read from a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LineInput:
    """One person for the annex, as entered; nothing is normalised yet.

    `citizenships` are ISO 3166-1 alpha-3, all of them, the first stands on the certificate; `organisation` is
    an organisation's id; `cyrillic_language` is "kir" or "rus" where a Cyrillic name is given.
    """

    surname_latin: str
    given_latin: str
    citizenships: tuple[str, ...]
    document_country: str
    document_number: str
    organisation: str
    patronymic_latin: str = ""
    surname_cyrillic: str = ""
    given_cyrillic: str = ""
    patronymic_cyrillic: str = ""
    cyrillic_language: str = "rus"
    category: str = "observer"
    birth_date: date | None = None
    document_kind: str = "passport"
    document_expires_on: date | None = None
