"""The read side of applying, as a protocol: invitations, applications, nominations; lists by keyset."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from server.usecases.views import Page
from server.usecases.views_of_applications import (
    ApplicationRow,
    InvitationRow,
    NominationPage,
    NominationRow,
    PortalCodeRow,
    ProposalRow,
    RulePackRow,
    TwinRow,
    WindowsDue,
)  # fmt: skip

MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class NominationFilter:
    """What a list of nominations is narrowed by; an empty field narrows nothing.

    `text` is found at the start of any word that a nomination's words hold (names in either script, document
    number). Drafts and their like are in the list unless `states` leaves them out. `oldest_first` turns the order.
    """

    election_id: str | None = None
    organisation_id: str | None = None
    application_id: str | None = None
    states: tuple[str, ...] = ()
    channel: str | None = None
    text: str = ""
    oldest_first: bool = False


@dataclass(frozen=True, slots=True)
class InvitationFilter:
    """What a list of invitations is narrowed by; an empty field narrows nothing."""

    election_id: str | None = None
    organisation_id: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class ApplicationFilter:
    """What a list of applications is narrowed by; `state` "filed" sorts by the moment of filing.

    An organisation's list leaves out drafts of the Ministry from papers; `on_paper` asks for such applications only.
    """

    election_id: str | None = None
    organisation_id: str | None = None
    invitation_id: str | None = None
    channel: str | None = None
    state: str | None = None
    on_paper: bool = False


class ApplicationQueries(Protocol):
    """What the portal and the desks read; every call is one short read."""

    def proposals(
        self, *, election_id: str | None = None, outcome: str | None = None, after: str | None = None, limit: int = 50
    ) -> Page[ProposalRow]:
        """Return proposals to invite, the newest first."""
        ...

    def invitations(
        self, narrowed: InvitationFilter, *, after: str | None = None, limit: int = 50
    ) -> Page[InvitationRow]:
        """Return invitations, the newest first."""
        ...

    def invitation(self, invitation_id: str) -> InvitationRow:
        """Return one invitation. Raises: NotFound."""
        ...

    def portal_codes(self, invitation_id: str, *, now: datetime) -> tuple[PortalCodeRow, ...]:
        """Return the codes made for an invitation, the newest first."""
        ...

    def applications(
        self, narrowed: ApplicationFilter, *, after: str | None = None, limit: int = 50
    ) -> Page[ApplicationRow]:
        """Return applications, the newest first."""
        ...

    def application(self, application_id: str) -> ApplicationRow:
        """Return one application. Raises: NotFound."""
        ...

    def nominations(
        self, narrowed: NominationFilter, *, after: str | None = None, limit: int = 50
    ) -> Page[NominationRow]:
        """Return nominations, the newest first."""
        ...

    def nomination(self, nomination_id: str) -> NominationPage:
        """Return one nomination with what hangs on it. Raises: NotFound."""
        ...

    def nomination_counts(
        self,
        *,
        election_id: str | None = None,
        organisation_id: str | None = None,
        application_id: str | None = None,
    ) -> dict[str, int]:
        """Return how many nominations stand in each state, 0 is left out.

        Of an election or of everything no state is counted further than `MOST_COUNTED`.
        """
        ...

    def twins(self, nomination_ids: Iterable[str]) -> tuple[TwinRow, ...]:
        """Return filed nominations of the same election that may be the same person as one of these.

        By document, or by birth date with the same name in either script, in any order of its words.
        """
        ...

    def windows_due(self, *, now: datetime, soon: timedelta) -> WindowsDue:
        """Return whose close is to be done by now, which close within `soon`, and when the next one closes."""
        ...

    def rule_pack(self, election_id: str) -> RulePackRow:
        """Return the rules and readings an election is under. Raises: NotFound."""
        ...
