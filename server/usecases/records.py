"""What is kept: one frozen record a table, fields named as the columns, ids as UUID texts, instants in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from server.usecases.records_of_accounts import (
    Job as Job,
)  # fmt: skip
from server.usecases.records_of_accounts import (
    Message as Message,
)
from server.usecases.records_of_accounts import (
    Notice as Notice,
)
from server.usecases.records_of_accounts import (
    NoticeReading as NoticeReading,
)
from server.usecases.records_of_accounts import (
    Passkey as Passkey,
)
from server.usecases.records_of_accounts import (
    PortalCode as PortalCode,
)
from server.usecases.records_of_accounts import (
    RevokedToken as RevokedToken,
)
from server.usecases.records_of_accounts import (
    SessionFamily as SessionFamily,
)
from server.usecases.records_of_accounts import (
    Totp as Totp,
)
from server.usecases.records_of_accounts import (
    UserAccount as UserAccount,
)
from server.usecases.records_of_applications import (
    Application as Application,
)  # fmt: skip
from server.usecases.records_of_applications import (
    CopyOnFile as CopyOnFile,
)
from server.usecases.records_of_applications import (
    DocumentAccess as DocumentAccess,
)
from server.usecases.records_of_applications import (
    DocumentCopy as DocumentCopy,
)
from server.usecases.records_of_applications import (
    DocumentDeletion as DocumentDeletion,
)
from server.usecases.records_of_applications import (
    Invitation as Invitation,
)
from server.usecases.records_of_applications import (
    Nomination as Nomination,
)
from server.usecases.records_of_applications import (
    NominationWord as NominationWord,
)
from server.usecases.records_of_applications import (
    PartOnFile as PartOnFile,
)
from server.usecases.records_of_applications import (
    Proposal as Proposal,
)
from server.usecases.records_of_applications import (
    StoredRulePack as StoredRulePack,
)
from server.usecases.records_of_applications import (
    Upload as Upload,
)
from server.usecases.records_of_applications import (
    UploadPart as UploadPart,
)
from server.usecases.records_of_decrees import (
    ELECTION_ACTS as ELECTION_ACTS,
)  # fmt: skip
from server.usecases.records_of_decrees import (
    Amendment as Amendment,
)
from server.usecases.records_of_decrees import (
    AnnexLine as AnnexLine,
)
from server.usecases.records_of_decrees import (
    Annulment as Annulment,
)
from server.usecases.records_of_decrees import (
    Attachment as Attachment,
)
from server.usecases.records_of_decrees import (
    Decree as Decree,
)
from server.usecases.records_of_decrees import (
    DecreeKind as DecreeKind,
)
from server.usecases.records_of_decrees import (
    ElectionEvent as ElectionEvent,
)
from server.usecases.records_of_decrees import (
    Revocation as Revocation,
)
from server.usecases.records_of_desks import (
    CheckOutcome as CheckOutcome,
)  # fmt: skip
from server.usecases.records_of_desks import (
    DecreeOpinion as DecreeOpinion,
)
from server.usecases.records_of_desks import (
    DeprivedPerson as DeprivedPerson,
)
from server.usecases.records_of_desks import (
    LegalOpinion as LegalOpinion,
)
from server.usecases.records_of_desks import (
    MfaReview as MfaReview,
)
from server.usecases.records_of_desks import (
    Refusal as Refusal,
)
from server.usecases.records_of_desks import (
    RefusalGround as RefusalGround,
)
from server.usecases.records_of_desks import (
    ReturnNotice as ReturnNotice,
)
from server.usecases.records_of_desks import (
    RevocationRequest as RevocationRequest,
)
from server.usecases.records_of_desks import (
    RevocationRequestSubject as RevocationRequestSubject,
)


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
    call_published_day: date | None = None  # in Bishkek
    window_opens_at: datetime | None = None  # follows from the calendar; here for the database's own guards
    window_closes_at: datetime | None = None
    window_applies_to: str = "filing_and_decree"
    rule_pack_sha256: str | None = None


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
class Accreditation:
    """The CEC's decision about one person, by decree and annex line; basis "entered_by_cec" or "application"."""

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
    nomination_id: str | None = None


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
    delivered_at: datetime | None = None  # when the paper was handed over


Record = (
    Organisation | Election | ElectionPoll | Person | PersonCitizenship | IdentityDocument | Decree | AnnexLine
    | Accreditation | Credential | Revocation | Annulment | Amendment | ElectionEvent | Attachment
    | UserAccount | SessionFamily | RevokedToken | Passkey | Totp | PortalCode | Message | Notice | NoticeReading
    | StoredRulePack | Proposal | Invitation | Application | Nomination | NominationWord | DocumentCopy
    | CopyOnFile | DocumentAccess | DocumentDeletion | Upload | UploadPart | PartOnFile
    | MfaReview | CheckOutcome | LegalOpinion | ReturnNotice | Refusal | RefusalGround | DeprivedPerson
    | DecreeOpinion | RevocationRequest | RevocationRequestSubject
    | Job
)  # fmt: skip
