"""What the pages read: frozen rows, already joined; nothing here can be written back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from server.usecases.views_of_elections import ActPreview as ActPreview
from server.usecases.views_of_elections import Dashboard as Dashboard
from server.usecases.views_of_elections import ElectionEventRow as ElectionEventRow
from server.usecases.views_of_elections import ElectionRow as ElectionRow
from server.usecases.views_of_elections import PublicObserver as PublicObserver

T = TypeVar("T")

# What a list shows of a certificate now (the verdict itself is the verifier's business):
# "valid", "revoked", "revocation_pending" (signed, effective later), "replaced", "term_ended", "term_unknown".
CERTIFICATE_STATUSES = ("valid", "revoked", "revocation_pending", "replaced", "term_ended", "term_unknown")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page by keyset: `next` is an opaque cursor for the following page, None on the last."""

    rows: tuple[T, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class UserRow:
    """An account as shown in lists and under acts."""

    id: str
    login: str
    display_name: str
    role: str
    language: str
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation and how many of its people hold a granted accreditation."""

    id: str
    name: str
    name_ky: str
    name_ru: str
    origin: str
    kind: str
    country: str | None
    accredited: int


@dataclass(frozen=True, slots=True)
class DecreeRow:
    """A decree in a list; `state` is "draft", "signed", "published" or "discarded"; `size` its lines or subjects."""

    id: str
    kind: str
    state: str
    election_id: str
    subject: str
    number: str | None
    decree_date: date | None
    size: int
    issued: int
    drafted_by: UserRow
    drafted_at: datetime
    signed_by: UserRow | None
    signed_at: datetime | None
    published_by: UserRow | None
    published_at: datetime | None
    live: int = 0  # people of the annex whose certificate is in force; `issued` had one


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One line of an annex; `accreditation_id` and `number` once signed and issued."""

    id: str
    position: int
    person_id: str
    name_latin: str
    name_cyrillic: str
    citizenships: tuple[str, ...]
    document_country: str
    document_number: str
    birth_date: date | None
    organisation_id: str
    organisation: str
    category: str
    accreditation_id: str | None
    number: str | None
    nomination_id: str | None = None  # the application's own data: no line to edit
    fingerprint: str = ""  # of what the line says: an edit that names it never overwrites another's
    organisation_ky: str = ""
    organisation_ru: str = ""


@dataclass(frozen=True, slots=True)
class RevocationRow:
    """One accreditation in a revocation decree, with the person it is about."""

    id: str
    decree_id: str
    accreditation_id: str
    person_id: str
    name_latin: str
    name_cyrillic: str
    organisation: str
    certificate_number: str | None
    kind: str
    facts: str
    gross: bool | None
    effective_at: datetime | None  # None in a draft: the minute of signing
    attachment_id: str | None
    decree_number: str | None
    decree_date: date | None
    signed_at: datetime | None
    annulled: bool
    state: str = "draft"  # of the decree
    organisation_ky: str = ""
    organisation_ru: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it waits for a signature."""
        return self.state == "draft"


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """Data of one accreditation corrected by decree; `changes` by field name, from and to."""

    id: str
    decree_id: str
    accreditation_id: str
    person_id: str
    name_latin: str
    changes: dict[str, tuple[str, str]]
    facts: str
    organisations: dict[str, str] = field(default_factory=dict)  # names of those that `changes` name by id


@dataclass(frozen=True, slots=True)
class LeftToDo:
    """What carrying a decree out would still do: certificates to issue, organisations to tell."""

    issue: int
    tell: int


@dataclass(frozen=True, slots=True)
class DraftShown:
    """What a signature under a draft would cover, and the signed act that outdated the draft, if any."""

    digest: str
    outdated_by: str | None = None  # number of the act
    outdated_on: date | None = None


@dataclass(frozen=True, slots=True)
class DecreePage:
    """One decree with everything that hangs on it; annex lines come in pages of their own."""

    decree: DecreeRow
    revocations: tuple[RevocationRow, ...]
    annulled_revocations: tuple[RevocationRow, ...]
    amendments: tuple[AmendmentRow, ...]
    events: tuple[ElectionEventRow, ...]


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate (paper carrier) in a list; `number` is ungrouped; `printable` once its state is published."""

    credential_id: str
    accreditation_id: str
    person_id: str
    election_id: str
    number: str
    idx: int
    name_latin: str
    name_cyrillic: str
    citizenships: tuple[str, ...]
    organisation_id: str
    organisation: str
    category: str
    status: str
    status_from: datetime
    accredited_on: date
    decree_id: str
    decree_number: str
    decree_date: date
    issued_at: datetime
    printable: bool
    organisation_ky: str = ""
    organisation_ru: str = ""


@dataclass(frozen=True, slots=True)
class CertificateFull:
    """A certificate with its bytes: what the paper, the badge and the page of one certificate need."""

    row: CertificateRow
    election: ElectionRow
    surname_latin: str
    given_latin: str
    patronymic_latin: str
    surname_cyrillic: str
    given_cyrillic: str
    patronymic_cyrillic: str
    cyrillic_language: str | None
    document_country: str
    document_number: str
    organisation_ky: str
    organisation_ru: str
    carrier: str
    sealed: bytes  # the COSE_Sign1 bytes; qr_text.to_text(sealed, origin=) makes the QR
    listed_seq: int
    reason: str
    replaced_by: str | None


@dataclass(frozen=True, slots=True)
class AccreditationRow:
    """One accreditation of a person with its certificates, newest first, and its revocations."""

    id: str
    election_id: str
    organisation: str
    category: str
    basis: str
    status: str
    accredited_on: date
    revoked_from: datetime | None
    decree_id: str
    decree_number: str
    decree_date: date
    certificates: tuple[CertificateRow, ...]
    revocations: tuple[RevocationRow, ...]
    organisation_ky: str = ""
    organisation_ru: str = ""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything about one person."""

    id: str
    surname_latin: str
    given_latin: str
    patronymic_latin: str
    surname_cyrillic: str
    given_cyrillic: str
    patronymic_cyrillic: str
    birth_date: date | None
    citizenships: tuple[str, ...]
    documents: tuple[tuple[str, str], ...]  # (country, number)
    accreditations: tuple[AccreditationRow, ...]


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act of the log: position, instant, kind, who, election, and ids by name."""

    n: int
    at: datetime
    kind: str
    actor_id: str
    actor: str
    election_id: str | None
    subjects: dict[str, str]
    leaf: str  # lower-case hex
    decree_number: str | None = None  # of the decree it is about, once signed
    decree_date: date | None = None
    certificate: str | None = None  # number of the certificate it is about
