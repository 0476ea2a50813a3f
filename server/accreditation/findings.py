"""What the system itself can see before a human answers the nine checks: proposals, never outcomes.

A proposal is recorded by nobody but a human (IL-17); a hit in the list of those deprived refuses no one (TV-20).
Clause: 1.3, 1.4, 2.1 to 2.5, 3.1, 3.7, 3.10.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from server.accreditation.grounds import OK, Check, Ground
from server.accreditation.invitation import Issuer

LATEST_END = timedelta(days=34)  # E+34: determination by E+20 and publication within 14 days; for planning only
_COUNTRY = "KGZ"
_USABLE = ("issued", "dispatched", "accepted", "lapsed")  # lapsed at the close, after the application was filed


@dataclass(frozen=True, slots=True)
class Finding:
    """What is proposed for one check.

    Attributes:
        outcome: the proposal: "ok", a ground, or "" where only a human can tell.
        code: the key of its words; `facts` are their named fields.
        alarming: a human must look at this person alone; never part of a pile's "ok".
    """

    check: Check
    outcome: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    alarming: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry of the list of those deprived that may be this person: by "document", "name" or "both"."""

    by: str
    decree_number: str
    decree_date: date


@dataclass(frozen=True, slots=True)
class Known:
    """Everything about one nomination that findings are made of.

    Attributes:
        letter_number: the invitation's; `invitation_fits` says that election and addressee are the application's.
        call_published_day: None while the call isn't published.
        binds_decree: the declared reading of 3.7 asks that the decree fall inside the window too.
        same_document, same_name: pending or accredited people of this election who may be the same.
    """

    invitation_state: str
    issuer: str
    letter_number: str | None
    letter_date: date | None
    invitation_fits: bool
    call_published_day: date | None
    filed_at: datetime | None
    window_opens: datetime | None
    window_closes: datetime | None
    binds_decree: bool
    now: datetime
    election_day: date
    origin: str
    citizenships: tuple[str, ...]
    birth_date: date | None
    document_expires_on: date | None
    identity_copies: int
    remarks: str
    same_document: int = 0
    same_name: int = 0
    hits: tuple[Hit, ...] = ()


def find(known: Known) -> tuple[Finding, ...]:
    """Return one finding a check, C1 to C9."""
    return (
        _invitation(known),
        _window(known),
        Finding(Check.C3, OK, f"origin_{known.origin}"),
        _citizenships(known),
        _documents(known),
        _consistency(known),
        Finding(Check.C7, "", "capacity_by_human"),
        Finding(Check.C8, "", "aims_by_human"),
        _deprived(known),
    )


def _invitation(known: Known) -> Finding:
    told = {"number": known.letter_number or "", "date": known.letter_date}
    early = (
        known.letter_date is None or known.call_published_day is None or known.letter_date < known.call_published_day
    )
    valid = known.invitation_state in _USABLE and known.issuer in tuple(Issuer) and known.invitation_fits
    if valid and not early:
        return Finding(Check.C1, OK, "invitation_valid", told)
    return Finding(Check.C1, Ground.N2, "invitation_early" if valid else "invitation_invalid", told, alarming=True)


def _window(known: Known) -> Finding:
    opens, closes, filed = known.window_opens, known.window_closes, known.filed_at
    if opens is None or closes is None or filed is None:
        return Finding(Check.C2, Ground.N3, "window_unknown", alarming=True)
    told = {"filed_at": filed, "closes_at": closes}
    if not opens <= filed < closes:
        return Finding(Check.C2, Ground.N3, "filed_outside", told, alarming=True)
    if known.binds_decree and known.now >= closes:
        return Finding(Check.C2, Ground.N3, "closed_undecided", told, alarming=True)
    return Finding(Check.C2, OK, "filed_inside", told)


def _citizenships(known: Known) -> Finding:
    if _COUNTRY in known.citizenships:
        return Finding(Check.C4, Ground.N1, "citizen_of_kg", alarming=True)
    return Finding(Check.C4, OK, "none_is_kg", {"count": len(known.citizenships)})


def _documents(known: Known) -> Finding:
    expires, latest = known.document_expires_on, known.election_day + LATEST_END
    if not known.identity_copies:
        return Finding(Check.C5, Ground.D2A, "no_copy", alarming=True)
    if known.birth_date is None:
        return Finding(Check.C5, Ground.D2B, "no_birth_date", alarming=True)
    if expires is not None and expires < latest:  # a warning of the product: no ground follows from it
        return Finding(Check.C5, "", "expires_early", {"expires_on": expires, "latest": latest}, alarming=True)
    return Finding(Check.C5, OK, "documents_complete", {"copies": known.identity_copies})


def _consistency(known: Known) -> Finding:
    if known.same_document:
        return Finding(Check.C6, "", "same_document", {"count": known.same_document}, alarming=True)
    if known.same_name:
        return Finding(Check.C6, "", "same_name", {"count": known.same_name}, alarming=True)
    if known.remarks:
        return Finding(Check.C6, "", "mfa_remarks", {"remarks": known.remarks}, alarming=True)
    return Finding(Check.C6, OK, "nothing_contradicts")


def _deprived(known: Known) -> Finding:
    if not known.hits:
        return Finding(Check.C9, OK, "not_listed")
    first = known.hits[0]
    told = {"number": first.decree_number, "date": first.decree_date, "count": len(known.hits)}
    return Finding(Check.C9, "", f"hit_by_{first.by}", told, alarming=True)
