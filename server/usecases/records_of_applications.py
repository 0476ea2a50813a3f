"""What is kept of applying; one frozen record a table, as in records.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class StoredRulePack:
    """A rule pack by its hash (accreditation/rule_pack.py); `content` is canonical JSON."""

    sha256: str
    content: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """A non-commercial organisation's proposal to invite someone (2.3)."""

    id: str
    election_id: str
    proposer: str
    specialisation: str  # "elections" or "human_rights"
    organisation: str
    reasons: str
    received_on: date
    recorded_by: str
    created_at: datetime
    outcome: str = "open"  # "open", "taken_up", "declined"
    decided_by: str | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation; who issued it and who dispatched it are apart (2.2, 2.5)."""

    id: str
    election_id: str
    organisation_id: str
    issuer: str  # accreditation.invitation.Issuer
    state: str  # accreditation.machines.InvitationState
    created_by: str
    created_at: datetime
    state_from: datetime
    letter_number: str | None = None
    letter_date: date | None = None
    issued_by: str | None = None
    issued_at: datetime | None = None
    dispatcher: str | None = None
    dispatch_number: str | None = None
    dispatched_on: date | None = None
    planned: int | None = None
    proposal_id: str | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """An organisation's application with its list of representatives (3.1); `number` is the receipt's."""

    id: str
    election_id: str
    organisation_id: str
    invitation_id: str
    channel: str  # "cec" or "mfa" (3.2)
    state: str  # "draft", "filed", "withdrawn"
    form_version: str
    contact_name: str
    contact_email: str
    contact_phone: str
    created_by: str
    created_at: datetime
    number: str | None = None
    filed_at: datetime | None = None
    mfa_number: str | None = None


@dataclass(frozen=True, slots=True)
class Nomination:
    """One person of an application, as the organisation states it; `citizenships` are alpha-3, comma separated."""

    id: str
    n: int  # grows by one a nomination
    application_id: str
    election_id: str
    organisation_id: str
    position: int
    surname_latin: str
    given_latin: str
    patronymic_latin: str
    surname_cyrillic: str
    given_cyrillic: str
    patronymic_cyrillic: str
    cyrillic_language: str | None
    birth_date: date | None
    citizenships: str
    document_country: str
    document_number: str
    document_kind: str
    document_expires_on: date | None
    category: str
    fingerprint: str
    search_key: str
    state: str  # accreditation.machines.NominationState
    state_from: datetime
    created_at: datetime
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class NominationWord:
    """A case-folded word by which a nomination is found."""

    word: str
    n: int


@dataclass(frozen=True, slots=True)
class DocumentCopy:
    """A copy of a document, re-encoded and sealed under its application's own key; None once deleted."""

    id: str
    application_id: str
    nomination_id: str
    kind: str  # "identity_document", "photo", "evidence"
    media_type: str
    pages: int
    size_bytes: int
    sealed: bytes | None
    created_by: str
    created_at: datetime
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CopyOnFile:
    """A DocumentCopy without its bytes, so that lists needn't read them; the same row."""

    id: str
    application_id: str
    nomination_id: str
    kind: str
    media_type: str
    pages: int
    size_bytes: int
    created_by: str
    created_at: datetime
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True)
class DocumentAccess:
    """One reading of a copy by an officer."""

    id: str
    document_id: str
    account_id: str
    at: datetime
    purpose: str


@dataclass(frozen=True, slots=True)
class DocumentDeletion:
    """That the copies of an application were deleted, and their key destroyed."""

    id: str
    application_id: str
    election_id: str
    copies: int
    deleted_at: datetime
    due_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in parts; resumable until `received_bytes` equals `total_bytes`."""

    id: str
    account_id: str
    nomination_id: str
    kind: str
    total_bytes: int
    received_bytes: int
    state: str  # "receiving", "received", "refused", "kept"
    created_at: datetime
    touched_at: datetime
    refusal: str | None = None
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class UploadPart:
    """A part of an upload, sealed."""

    upload_id: str
    start: int
    length: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class PartOnFile:
    """An UploadPart without its bytes; the same row."""

    upload_id: str
    start: int
    length: int
