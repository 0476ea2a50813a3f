"""The read side as a protocol: lists by keyset, pages of one thing; every call is one short read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from server.usecases.check_acts import StoredAct
from server.usecases.check_states import KeptState
from server.usecases.line_input import LineInput
from server.usecases.queries_of_accounts import AccountQueries
from server.usecases.queries_of_applications import ApplicationQueries
from server.usecases.queries_of_desks import DeskQueries
from server.usecases.queries_of_documents import DocumentQueries
from server.usecases.queries_of_notices import NoticeQueries
from server.usecases.queries_of_portal import PortalQueries
from server.usecases.queries_of_statistics import StatisticsQueries
from server.usecases.records import Attachment
from server.usecases.views import (
    ActRow,
    AnnexRow,
    CertificateFull,
    CertificateRow,
    Dashboard,
    DecreePage,
    DecreeRow,
    DraftShown,
    ElectionEventRow,
    ElectionRow,
    LeftToDo,
    OrganisationRow,
    Page,
    PersonPage,
    PublicObserver,
    RevocationRow,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CertificateFilter:
    """What a list of certificates is narrowed by; an empty field narrows nothing.

    `text` is found at the start of any word of a name in either script, of the organisation, or of the number,
    whatever the case. `status` is one of views.CERTIFICATE_STATUSES.
    """

    text: str = ""
    status: str | None = None
    election_id: str | None = None
    organisation_id: str | None = None
    decree_id: str | None = None


@dataclass(frozen=True, slots=True)
class ActFilter:
    """What the log is narrowed by; an empty field narrows nothing.

    `number` is a decree's or a certificate's number, `subject_id` the id of any one thing.
    """

    subject_id: str | None = None
    kind: str | None = None
    actor_id: str | None = None
    election_id: str | None = None
    number: str = ""


class Queries(
    ApplicationQueries, AccountQueries, DeskQueries, DocumentQueries, NoticeQueries, PortalQueries,
    StatisticsQueries, Protocol
):  # fmt: skip
    """Everything the pages read. `after` is a cursor from `Page.next`; a foreign one raises InvalidInput."""

    def dashboard(self, *, now: datetime) -> Dashboard:
        """Return the counts of the first page."""
        ...

    def elections(self) -> tuple[ElectionRow, ...]:
        """Return every election, the latest voting day first."""
        ...

    def election(self, election_id: str) -> ElectionRow:
        """Return one election. Raises: NotFound."""
        ...

    def election_events(self, election_id: str) -> tuple[ElectionEventRow, ...]:
        """Return the acts about an election, drafts included, oldest first."""
        ...

    def organisations(self, *, text: str = "", after: str | None = None, limit: int = 50) -> Page[OrganisationRow]:
        """Return organisations by name."""
        ...

    def decrees(
        self,
        *,
        election_id: str | None = None,
        kind: str | None = None,
        state: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[DecreeRow]:
        """Return decrees, the newest draft first; discarded ones only when asked for by `state`."""
        ...

    def decree(self, decree_id: str) -> DecreePage:
        """Return one decree with what hangs on it. Raises: NotFound."""
        ...

    def draft_shown(self, decree_id: str) -> DraftShown:
        """Return the digest of a decree as it stands, and whether its draft is outdated. Raises: NotFound."""
        ...

    def left_to_carry_out(self, decree_id: str) -> LeftToDo:
        """Return what carrying out a decree would still do. Raises: NotFound."""
        ...

    def annex_line_fingerprint(self, line_id: str) -> str:
        """Return the fingerprint of what an annex line says now. Raises: NotFound."""
        ...

    def line_is_of_application(self, line_id: str) -> bool:
        """Tell whether an annex line came by an application. Raises: NotFound."""
        ...

    def accredited_line(self, accreditation_id: str) -> LineInput:
        """Return everything kept of an accredited person, as a form starts from. Raises: NotFound."""
        ...

    def annex(self, decree_id: str, *, after: str | None = None, limit: int = 100) -> Page[AnnexRow]:
        """Return lines of an annex by position."""
        ...

    def annex_line(self, line_id: str) -> tuple[str, LineInput]:
        """Return a line's decree id and its data as a form starts from. Raises: NotFound."""
        ...

    def certificates(
        self, narrowed: CertificateFilter, *, now: datetime, after: str | None = None, limit: int = 50
    ) -> Page[CertificateRow]:
        """Return certificates, the newest first."""
        ...

    def certificate(self, number: str, *, now: datetime) -> CertificateFull:
        """Return the certificate of a number (grouped or not, any case). Raises: NotFound."""
        ...

    def decree_certificates(self, decree_id: str, *, now: datetime) -> Iterator[CertificateFull]:
        """Yield the newest live certificate of each line of an accreditation decree, by position."""
        ...

    def person(self, person_id: str, *, now: datetime) -> PersonPage:
        """Return one person. Raises: NotFound."""
        ...

    def accreditation_person(self, accreditation_id: str) -> str:
        """Return the id of the accredited person. Raises: NotFound."""
        ...

    def revocation(self, revocation_id: str) -> RevocationRow:
        """Return one revocation. Raises: NotFound."""
        ...

    def acts(
        self, narrowed: ActFilter | None = None, *, subject_id: str | None = None, after: str | None = None,
        limit: int = 50,
    ) -> Page[ActRow]:  # fmt: skip
        """Return acts, the newest first; narrowed, or of one thing."""
        ...

    def stored_acts(self) -> Iterator[StoredAct]:
        """Yield every act as kept, in order, for `check_acts`."""
        ...

    def kept_states(self) -> Iterator[KeptState]:
        """Yield every state as kept, by election and sequence number, for `check_states`."""
        ...

    def attachment(self, attachment_id: str) -> Attachment:
        """Return an attachment with its bytes. Raises: NotFound."""
        ...

    def public_observers(self, election_id: str, *, now: datetime) -> Iterator[PublicObserver]:
        """Yield the public list of an election: accreditations whose decree is published, by name."""
        ...

    def next_effective_instant(self) -> tuple[datetime, str] | None:
        """Return the soonest instant, past or coming, whose revocation no state says yet, and its election."""
        ...

    def named_files(self, election_id: str, *, expiring_after: datetime) -> Iterator[tuple[bytes, bytes]]:
        """Yield (index, notices) of the newest state and of those that expire after the instant, each pair once."""
        ...

    def pending_publications(self) -> tuple[str, ...]:
        """Return elections whose publication was asked for and not yet stored."""
        ...
