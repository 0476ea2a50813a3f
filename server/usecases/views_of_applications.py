"""What the pages read about applying: frozen rows, already joined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from server.accreditation.rule_pack import Parameters
from server.usecases.records import Nomination
from server.usecases.views import UserRow


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal to invite (2.3)."""

    id: str
    election_id: str
    proposer: str
    specialisation: str
    organisation: str
    reasons: str
    received_on: date
    outcome: str
    recorded_by: UserRow
    created_at: datetime
    decided_by: UserRow | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation; `applications` and `people` count what was filed under it, drafts left out."""

    id: str
    election_id: str
    election_titles: dict[str, str]
    organisation_id: str
    organisation: str
    organisation_ky: str
    organisation_ru: str
    issuer: str
    state: str
    state_from: datetime
    created_by: UserRow
    created_at: datetime
    letter_number: str | None
    letter_date: date | None
    issued_by: UserRow | None
    issued_at: datetime | None
    dispatcher: str | None
    dispatch_number: str | None
    dispatched_on: date | None
    planned: int | None
    proposal_id: str | None
    applications: int
    people: int


@dataclass(frozen=True, slots=True)
class PortalCodeRow:
    """A code made for an invitation; `state` is "open", "used", "expired" or "withdrawn"."""

    id: str
    invitation_id: str
    created_by: UserRow
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    used_by: UserRow | None
    withdrawn_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application; `number` is its receipt's, `states` counts its people by where they stand."""

    id: str
    election_id: str
    organisation_id: str
    organisation: str
    organisation_ky: str
    organisation_ru: str
    invitation_id: str
    channel: str
    state: str
    form_version: str
    number: str | None
    filed_at: datetime | None
    mfa_number: str | None
    contact_name: str
    contact_email: str
    contact_phone: str
    created_by: UserRow
    created_at: datetime
    people: int
    states: dict[str, int]


@dataclass(frozen=True, slots=True)
class NominationRow:
    """One person of an application in a list; `number`, `filed_at` and `channel` are the application's."""

    id: str
    n: int
    application_id: str
    election_id: str
    organisation_id: str
    organisation: str
    organisation_ky: str
    organisation_ru: str
    position: int
    name_latin: str
    name_cyrillic: str
    birth_date: date | None
    citizenships: tuple[str, ...]
    document_country: str
    document_number: str
    category: str
    state: str
    standing: str  # the state, or "revoked" while a signed revocation stands
    state_from: datetime
    channel: str
    number: str | None
    filed_at: datetime | None
    mfa_number: str | None
    mfa_outcome: str | None  # "cleared" or "remarks" once reviewed
    letter_number: str | None  # of the Ministry's letter it was forwarded with
    merged_into: str | None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """The Ministry's review of one person (3.2)."""

    outcome: str
    remarks: str
    reviewed_by: UserRow
    reviewed_at: datetime
    letter_number: str | None
    letter_date: date | None
    forwarded_by: UserRow | None
    forwarded_at: datetime | None


@dataclass(frozen=True, slots=True)
class CheckRow:
    """What one of the nine checks found."""

    check_code: str
    outcome: str
    evidence: str
    decided_by: UserRow
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """A legal opinion on a ground of 3.10(3)."""

    id: str
    ground: str
    opinion: str
    given_by: UserRow
    given_at: datetime


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One return to the organisation; `missing` are codes."""

    id: str
    missing: tuple[str, ...]
    note: str
    returned_by: UserRow
    returned_at: datetime
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """A refusal, drafted or signed; `grounds` are (ground, clause)."""

    id: str
    decree_id: str
    facts: str
    grounds: tuple[tuple[str, str], ...]
    decree_number: str | None
    decree_date: date | None
    signed_at: datetime | None
    published_at: datetime | None
    reopened: bool


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy of a document without its bytes."""

    id: str
    kind: str
    media_type: str
    pages: int
    size_bytes: int
    created_at: datetime
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True)
class RevokedRow:
    """A signed revocation of an accreditation; the last two are None unless a decree took it back."""

    kind: str
    effective_at: datetime
    decree_number: str
    decree_date: date
    signed_at: datetime
    annulled_number: str | None
    annulled_at: datetime | None


@dataclass(frozen=True, slots=True)
class GrantRow:
    """What came of an accredited nomination: the accreditation, its decree, its newest certificate."""

    accreditation_id: str
    person_id: str
    status: str
    decree_id: str
    decree_number: str
    decree_date: date
    certificate_number: str | None
    revocations: tuple[RevokedRow, ...]  # the oldest first


@dataclass(frozen=True, slots=True)
class NominationPage:
    """Everything about one nomination; lists are oldest first. `refusal` is the newest that stands."""

    row: NominationRow
    data: Nomination
    application: ApplicationRow
    invitation: InvitationRow
    review: ReviewRow | None
    checks: tuple[CheckRow, ...]
    opinions: tuple[OpinionRow, ...]
    returns: tuple[ReturnRow, ...]
    refusals: tuple[RefusalRow, ...]
    copies: tuple[CopyRow, ...]
    grant: GrantRow | None

    @property
    def counting_opinions(self) -> frozenset[str]:
        """Ids of the newest opinion on each ground that a check still finds; the others are history."""
        found = {each.outcome for each in self.checks}
        return frozenset({each.ground: each.id for each in self.opinions if each.ground in found}.values())

    @property
    def refusal(self) -> RefusalRow | None:
        """The newest signed refusal that wasn't opened again, or None."""
        standing = [each for each in self.refusals if each.signed_at is not None and not each.reopened]
        return standing[-1] if standing else None


@dataclass(frozen=True, slots=True)
class TwinRow:
    """A nomination that may be the same person: by "document", or by "name" with the birth date."""

    nomination_id: str
    by: str
    twin: NominationRow


@dataclass(frozen=True, slots=True)
class WindowsDue:
    """What the clock asks of the windows: whose close is to be done, which close soon and when, the next close."""

    to_close: tuple[str, ...]
    closing: tuple[tuple[str, datetime], ...]
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class RulePackRow:
    """The rules an election is under: hash in lower-case hex, declared readings, how many rules it holds."""

    sha256: str | None
    parameters: Parameters
    created_at: datetime | None
    rules: int
