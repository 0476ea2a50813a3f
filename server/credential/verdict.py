"""The answer of `verify`: a code, its colour, and what stands behind them."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from server.credential.claims import CredentialClaims

Colour = Literal["green", "amber", "red", "grey"]

COLOURS: Final[Mapping[str, Colour]] = {
    "valid": "green",
    "valid_stale": "amber",
    "election_unknown": "amber",
    "registry_missing": "amber",
    "state_older_than_credential": "amber",
    "status_unknown": "amber",
    "profile_unknown": "amber",
    "term_unknown": "amber",
    "not_started": "amber",
    "key_unknown": "amber",
    "number_in_force": "amber",
    "term_ended": "red",
    "revoked": "red",
    "replaced": "red",
    "not_issued": "red",
    "signature_invalid": "red",
    "malformed": "grey",
    "other_host": "grey",
    "not_a_credential": "grey",
}
"""Every verdict code with its colour; `valid` turns amber by a wrong clock or another document number."""


@dataclass(frozen=True, slots=True)
class Term:
    """The term of authority: basis 0-3 of the state, days since 1970-01-01; no `last_day` while open."""

    basis: int
    from_day: int | None
    published_day: int | None
    last_day: int | None


@dataclass(frozen=True, slots=True)
class Revocation:
    """Why and when: effective minute in unix seconds, kind "V1"…"W2", decree and its day since 1970-01-01."""

    effective_minute: int
    kind: str
    decree_number: str
    decree_day: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verifier shows. Instants are unix seconds; `as_of` is the state's iat."""

    code: str
    colour: Colour
    claims: Mapping[str, Any] | None = None  # only where the signature held
    election: str | None = None
    seq: int | None = None
    as_of: int | None = None
    age_seconds: int | None = None
    clock_wrong: bool = False
    right_time: int | None = None  # least possible present time, where the device clock is wrong
    document_match: bool | None = None
    term: Term | None = None
    revocation: Revocation | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the verdict as plain JSON values; a photo becomes base64url without padding."""
        result = asdict(self)
        claims = result["claims"]
        if claims is not None and claims.get("photo") is not None:
            claims["photo"] = base64.urlsafe_b64encode(claims["photo"]).rstrip(b"=").decode()
        return result


def shown_claims(claims: CredentialClaims) -> dict[str, Any]:
    """Return the claims a verifier may show."""
    return {
        "number": claims.number,
        "name_latin": claims.name_latin,
        "name_cyrillic": claims.name_cyrillic,
        "citizenship": claims.citizenship,
        "organisation": claims.organisation,
        "election": claims.election,
        "accreditation_day": claims.accreditation_day,
        "category": claims.category,
        "document_country": claims.document_country,
        "issued_at": claims.issued_at,
        "idx": claims.idx,
        "regulation": claims.regulation,
        "photo": claims.photo,
    }
