"""What is kept of reviewing and deciding; one frozen record a table, as in records.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class MfaReview:
    """The Ministry's review of one person (3.2): cleared or remarks; forwarded with a letter."""

    id: str
    nomination_id: str
    outcome: str  # "cleared" or "remarks"
    remarks: str
    reviewed_by: str
    reviewed_at: datetime
    letter_number: str | None = None
    letter_date: date | None = None
    forwarded_by: str | None = None
    forwarded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What a human found in one of the nine checks: "ok" or a ground, with the evidence."""

    nomination_id: str
    check_code: str
    outcome: str
    evidence: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class LegalOpinion:
    """The lawyer's opinion without which 3.10(3) can't be a ground."""

    id: str
    nomination_id: str
    ground: str  # "D3a" or "D3b"
    opinion: str
    given_by: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class ReturnNotice:
    """A person's papers sent back with the list of what is missing; `missing` is a JSON list of codes."""

    id: str
    nomination_id: str
    missing: str
    note: str
    returned_by: str
    returned_at: datetime
    completed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """One person in a refusal decree, with this person's facts (3.5, 3.10)."""

    id: str
    decree_id: str
    nomination_id: str
    facts: str
    reopened_by: str | None = None  # the election event that moved the window


@dataclass(frozen=True, slots=True)
class RefusalGround:
    """One ground of a refusal and the clause it cites."""

    refusal_id: str
    ground: str
    clause: str


@dataclass(frozen=True, slots=True)
class DeprivedPerson:
    """Someone deprived for a gross violation (3.10(4)), as keyed hashes of document and of name with birth date."""

    id: str
    revocation_id: str | None
    document_key: bytes
    name_key: bytes
    decree_number: str
    decree_date: date
    created_at: datetime
    removed_by: str | None = None  # the decree that annulled the revocation


@dataclass(frozen=True, slots=True)
class DecreeOpinion:
    """The lawyer's opinion on a drafted revocation for a violation (4.7)."""

    id: str
    decree_id: str
    opinion: str
    given_by: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class RevocationRequest:
    """A sending organisation's written application to revoke (4.7); the Commission alone acts on it."""

    id: str
    election_id: str
    organisation_id: str
    attachment_id: str
    reasons: str
    state: str  # "open", "drafted", "withdrawn"
    requested_by: str
    requested_at: datetime
    decree_id: str | None = None


@dataclass(frozen=True, slots=True)
class RevocationRequestSubject:
    """One accreditation named in a request."""

    request_id: str
    accreditation_id: str
