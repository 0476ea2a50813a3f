"""The organisation an observer represents: foreign or international, of a kind that lists may be sorted by.

The Regulation defines neither word, so the kind is a list, not a legal test. Clause: 1.3, 2.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.accreditation.errors import CodedError
from server.accreditation.script import check_text, clean

NAME_MAX_CHARACTERS = 160


class OrganisationOrigin(StrEnum):
    """1.3 speaks of foreign and of international organisations."""

    FOREIGN = "foreign"
    INTERNATIONAL = "international"


class OrganisationKind(StrEnum):
    """Who was accredited in practice."""

    INTERGOVERNMENTAL = "intergovernmental"
    INTERPARLIAMENTARY = "interparliamentary"
    ELECTION_BODY = "election_body"
    ELECTION_BODIES_ASSOCIATION = "election_bodies_association"
    DIPLOMATIC_MISSION = "diplomatic_mission"
    NON_COMMERCIAL = "non_commercial"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Organisation:
    """Its name as it stands on the certificate, names in other languages, origin, kind, country (alpha-3)."""

    name: str
    origin: OrganisationOrigin
    kind: OrganisationKind
    name_ky: str = ""
    name_ru: str = ""
    country: str | None = None


def clean_organisation_name(text: str, *, field: str = "name") -> str:
    """Return the name in NFC with single spaces.

    Raises: CodedError `text_missing`, `text_too_long`, `text_forbidden_character`, `text_mixed_scripts`,
    `text_without_letters`.
    """
    name = clean(text)
    if not name:
        raise CodedError("text_missing", "1.3", field=field)
    check_text(name, field=field, limit=NAME_MAX_CHARACTERS)
    return name
