"""What is kept of decrees and what hangs on them; one frozen record a table, as in records.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

DecreeKind = Literal[
    "accreditation", "revocation", "annulment_of_revocation", "amendment",
    "results_publication", "results_withdrawal", "repeat_voting", "election_annulment", "refusal", "postponement",
]  # fmt: skip
ELECTION_ACTS: tuple[DecreeKind, ...] = (
    "results_publication", "results_withdrawal", "repeat_voting", "election_annulment", "postponement",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decree:
    """An act of the CEC: drafted, signed (number, date), published, by three different people."""

    id: str
    kind: DecreeKind
    election_id: str
    subject: str
    drafted_by: str
    drafted_at: datetime
    number: str | None = None
    decree_date: date | None = None
    signed_by: str | None = None
    signed_at: datetime | None = None
    published_by: str | None = None
    published_at: datetime | None = None
    discarded_by: str | None = None
    discarded_at: datetime | None = None
    rule_pack_sha256: str | None = None  # the rules it was signed under

    @property
    def state(self) -> str:
        """ "draft", "signed", "published" or "discarded"."""
        if self.discarded_at:
            return "discarded"
        return "published" if self.published_at else "signed" if self.signed_at else "draft"


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """One person in the annex of an accreditation decree."""

    id: str
    decree_id: str
    position: int
    person_id: str
    document_id: str
    organisation_id: str
    category: str
    fingerprint: str  # SHA-256 of the normalised line, so that a repeated import adds nothing
    nomination_id: str | None = None  # where the line comes from an application
    despite_findings: str | None = None  # why this person is accredited although something stands against them (3.10)


@dataclass(frozen=True, slots=True)
class Revocation:
    """One accreditation in a revocation decree (4.7)."""

    id: str
    decree_id: str
    accreditation_id: str
    kind: str
    facts: str
    gross: bool | None
    effective_at: datetime | None  # None in a draft: the minute of signing
    attachment_id: str | None
    annulled_by: str | None = None


@dataclass(frozen=True, slots=True)
class Annulment:
    """The revocation that an annulling decree takes back."""

    id: str
    decree_id: str
    revocation_id: str
    facts: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """Data of one accreditation corrected by decree; `changes` is JSON {field: corrected value}."""

    id: str
    decree_id: str
    accreditation_id: str
    changes: str
    facts: str


@dataclass(frozen=True, slots=True)
class ElectionEvent:
    """What an act does to the term: results published on `day`, withdrawn, repeat voting on `day`, annulled."""

    id: str
    decree_id: str
    election_id: str
    kind: DecreeKind
    day: date | None
    facts: str
    withdraws_id: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept with a decree, e.g. the written application of W1 or W2."""

    id: str
    name: str
    media_type: str
    sha256: bytes
    content: bytes
    created_by: str
    created_at: datetime
