"""What is kept: one frozen record a table, fields named as the columns, ids as UUID texts, instants in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from server.usecases.records_of_accounts import Job as Job
from server.usecases.records_of_accounts import RevokedToken as RevokedToken
from server.usecases.records_of_accounts import SessionFamily as SessionFamily
from server.usecases.records_of_accounts import UserAccount as UserAccount

DecreeKind = Literal[
    "accreditation", "revocation", "annulment_of_revocation", "amendment",
    "results_publication", "results_withdrawal", "repeat_voting", "election_annulment",
]  # fmt: skip
ELECTION_ACTS: tuple[DecreeKind, ...] = (
    "results_publication", "results_withdrawal", "repeat_voting", "election_annulment",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Organisation:
    """A foreign or international organisation that sends observers (1.3); `kind` is a label, no legal test."""

    id: str
    name: str
    name_ky: str
    name_ru: str
    origin: str  # "foreign" or "international"
    kind: str
    country: str | None
    search_key: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Election:
    """A campaign: `id` is the short code in every QR, `prefix` begins its certificate numbers."""

    id: str
    prefix: str
    kinds: str  # ElectionKind values, comma separated
    title_ky: str
    title_ru: str
    title_en: str
    date_set_at: datetime
    call_published_at: datetime | None
    window_rule: str
    term_basis: int  # 0 open, 1 results published, 2 repeat voting called, 3 annulled
    results_published_day: date | None
    next_index: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ElectionPoll:
    """A day of voting; `kind` is "voting" or "repeat"; repeat days rest on a signed decree."""

    id: str
    election_id: str
    kind: str
    day: date
    decree_id: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """A natural person with names in both scripts, NFC."""

    id: str
    surname_latin: str
    given_latin: str
    patronymic_latin: str
    surname_cyrillic: str
    given_cyrillic: str
    patronymic_cyrillic: str
    cyrillic_language: str | None  # "kir" or "rus" where a Cyrillic name is given
    birth_date: date | None
    search_key: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PersonCitizenship:
    """One of a person's citizenships, ISO 3166-1 alpha-3; KGZ can never stand here (1.4)."""

    person_id: str
    country: str
    position: int  # 1 stands on the certificate


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """The document the certificate refers to; `number` is normalised as credential.md's commitment says."""

    id: str
    person_id: str
    country: str
    number: str
    kind: str
    expires_on: date | None
    created_at: datetime


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


@dataclass(frozen=True, slots=True)
class Accreditation:
    """The CEC's decision about one person, by decree and annex line; the basis here is "entered_by_cec"."""

    id: str
    election_id: str
    person_id: str
    document_id: str
    organisation_id: str
    category: str
    basis: str
    decree_id: str
    annex_line_id: str
    accredited_on: date
    status: str  # "granted" or "revoked"
    revoked_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Credential:
    """The signed bytes of one carrier; `status` is a status-list value, `status_seq` the state that first says it."""

    id: str
    n: int  # grows by one a credential, over all elections
    election_id: str
    accreditation_id: str
    person_id: str
    organisation_id: str
    accreditation_decree_id: str
    accredited_on: date
    carrier: str
    idx: int
    number: str
    cti: bytes
    sealed: bytes
    digest: bytes
    claims: bytes  # the payload's deterministic CBOR
    status: int
    status_from: datetime
    status_seq: int
    listed_seq: int
    issued_at: datetime
    reason: str  # "first", "lost", "damaged", "data_error", "annulment"
    decree_id: str
    replaced_by: str | None = None


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


Record = (
    Organisation | Election | ElectionPoll | Person | PersonCitizenship | IdentityDocument | Decree | AnnexLine
    | Accreditation | Credential | Revocation | Annulment | Amendment | ElectionEvent | Attachment
    | UserAccount | SessionFamily | RevokedToken
    | Job
)  # fmt: skip
