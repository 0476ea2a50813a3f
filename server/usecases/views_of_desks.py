"""What the deciding desk's pages read: frozen rows, already joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from server.accreditation.findings import Finding
from server.accreditation.grounds import NEVER_ACCREDITED, rule_of
from server.usecases.views import UserRow
from server.usecases.views_of_applications import OpinionRow


def counting(opinions: Iterable[OpinionRow], grounds: Iterable[str]) -> tuple[OpinionRow, ...]:
    """Return the newest of these opinions, given oldest first, on each of the grounds that checks find."""
    newest = {each.ground: each for each in opinions}
    return tuple(newest[ground] for ground in dict.fromkeys(grounds) if ground in newest)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A person's sheet in a list: outcomes by check, evidence by check, findings, the draft that names them."""

    nomination_id: str
    outcomes: Mapping[str, str]
    evidence: Mapping[str, str]
    findings: tuple[Finding, ...]
    draft_id: str | None
    draft_kind: str | None
    opinions: tuple[OpinionRow, ...] = ()

    @property
    def stands_against(self) -> bool:
        """Whether a check found something: accrediting needs a reason."""
        return bool(self.standing)

    @property
    def may_be_accredited(self) -> bool:
        """Whether no check found what the law forbids: a reason helps against 3.10 only."""
        return not NEVER_ACCREDITED.intersection(self.grounds)

    @property
    def counting_opinions(self) -> tuple[OpinionRow, ...]:
        """The newest opinion on each ground that still is a finding."""
        return counting(self.opinions, self.grounds)

    @property
    def standing(self) -> tuple[tuple[str, str, str], ...]:
        """What the checks found as (ground, clause, evidence)."""
        found = ((check, each) for check, each in sorted(self.outcomes.items()) if each != "ok")
        return tuple((each, rule_of(each).clause, self.evidence[check]) for check, each in found)

    @property
    def grounds(self) -> tuple[str, ...]:
        """What the checks found, "ok" left out."""
        return tuple(dict.fromkeys(each for _, each in sorted(self.outcomes.items()) if each != "ok"))

    @property
    def open_alarms(self) -> tuple[Finding, ...]:
        """Alarming findings that no human has answered yet."""
        return tuple(each for each in self.findings if each.alarming and each.check.value not in self.outcomes)


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One person of an annex against whom something stands, and why they are accredited all the same.

    `findings` are (ground, clause, evidence); `opinions` the newest on each of their grounds.
    """

    nomination_id: str
    annex_position: int
    name_latin: str
    name_cyrillic: str
    application_number: str
    position: int
    findings: tuple[tuple[str, str, str], ...]
    opinions: tuple[OpinionRow, ...]
    reason: str | None


@dataclass(frozen=True, slots=True)
class RefusalSubject:
    """One person of a refusal decree; `grounds` are (ground, clause), `offered` what this person's checks found."""

    id: str
    decree_id: str
    nomination_id: str
    name_latin: str
    name_cyrillic: str
    organisation_id: str
    organisation: str
    application_number: str
    position: int
    grounds: tuple[tuple[str, str], ...]
    offered: tuple[str, ...]
    facts: str
    reopened: bool


@dataclass(frozen=True, slots=True)
class DecreeOpinionRow:
    """The lawyer's opinion on a drafted revocation."""

    id: str
    opinion: str
    given_by: UserRow
    given_at: datetime


@dataclass(frozen=True, slots=True)
class DeprivedRow:
    """An entry of the list of those deprived: the decree, and the act that took the entry out, no name."""

    id: str
    decree_number: str
    decree_date: date
    created_at: datetime
    revocation_id: str | None
    revoking_decree_id: str | None
    removed_by: str | None
    removing_number: str | None
    removing_date: date | None


@dataclass(frozen=True, slots=True)
class RequestedPerson:
    """One person whom an organisation asks to revoke."""

    accreditation_id: str
    person_id: str
    name_latin: str
    name_cyrillic: str
    status: str
    certificate_number: str | None


@dataclass(frozen=True, slots=True)
class RevocationRequestRow:
    """An organisation's written application to revoke (4.7)."""

    id: str
    election_id: str
    organisation_id: str
    organisation: str
    reasons: str
    state: str
    attachment_id: str
    requested_by: UserRow
    requested_at: datetime
    decree_id: str | None
    decree_state: str | None
    people: tuple[RequestedPerson, ...]

    @property
    def may_be_drafted(self) -> bool:
        """Whether the desk may draft the decree: nothing is drafted yet, or the draft was discarded."""
        return self.state == "open" or self.decree_state == "discarded"


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One live certificate of a decree on the handover list."""

    position: int
    number: str
    name_latin: str
    name_cyrillic: str
    organisation: str
    document_country: str
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaperPerson:
    """One person as decrees and letters name them."""

    name_latin: str
    name_cyrillic: str
    cyrillic_language: str | None
    citizenships: tuple[str, ...]
    organisation: Mapping[str, str]  # by language
    grounds: tuple[tuple[str, str], ...] = ()  # (ground, clause)
    facts: str = ""
    revocation: str = ""  # kind
    gross: bool | None = None
    effective_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DecreePaper:
    """Everything a decree's PDF says; `number` and `decree_date` are None in a draft."""

    id: str
    kind: str
    number: str | None
    decree_date: date | None
    subject: str
    election: Mapping[str, str]
    closes_at: datetime | None
    people: tuple[PaperPerson, ...]


@dataclass(frozen=True, slots=True)
class RefusalLetter:
    """What a refusal letter says of one person; for organisations only once its decree is published."""

    refusal_id: str
    nomination_id: str
    organisation_id: str
    published_at: datetime | None
    paper: DecreePaper
    application_number: str
    filed_at: datetime | None
