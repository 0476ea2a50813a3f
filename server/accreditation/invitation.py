"""An invitation: issued by one of four bodies, dispatched by another, never before the call is published.

Who issued it and who sent it are two things: the Ministry of Foreign Affairs dispatches (2.5), it doesn't invite.
Clause: 2.2, 2.3, 2.4, 2.5, Art.10(1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from server.accreditation.calendar import as_utc, day_of
from server.accreditation.errors import CodedError
from server.accreditation.rules import dispatch_2_5, invitation_2_2


class Issuer(StrEnum):
    """The four bodies that may invite (2.2)."""

    PRESIDENT = "president"
    PARLIAMENT = "parliament"
    CABINET = "cabinet"
    CEC = "cec"


class Dispatcher(StrEnum):
    """Who sends an invitation: the Ministry of Foreign Affairs (2.5), or the CEC its own (2.4)."""

    MFA = "mfa"
    CEC = "cec"


class Specialisation(StrEnum):
    """What a non-commercial organisation that proposes invitations specialises in (2.3)."""

    ELECTIONS = "elections"
    HUMAN_RIGHTS = "human_rights"


@dataclass(frozen=True, slots=True)
class Issue:
    """The issue of an invitation: who, dated when, recorded when, against the publication of the call."""

    issuer: str
    letter_date: date
    recorded_at: datetime
    call_published: datetime | None


def check_issue(issue: Issue) -> None:
    """Refuse an invitation that may not be issued so.

    Clause: 2.2, Art.10(1).
    Raises: CodedError `invitation_issuer_not_allowed`, `call_not_published`, `invitation_before_call`,
        `letter_date_in_future`.
    """
    invitation_2_2.ISSUER_ALLOWED.require(issue.issuer, value=issue.issuer[:32])
    if issue.call_published is None:
        raise CodedError("call_not_published", "2.2")
    published = as_utc(issue.call_published)
    invitation_2_2.AFTER_CALL.require(
        invitation_2_2.Dates(issue.letter_date, as_utc(issue.recorded_at), published),
        letter_date=issue.letter_date,
        published=day_of(published),
    )
    if issue.letter_date > day_of(issue.recorded_at):
        raise CodedError("letter_date_in_future", letter_date=issue.letter_date, today=day_of(issue.recorded_at))


def check_dispatch(*, issuer: str, dispatcher: str) -> None:
    """Refuse a dispatcher that may not send this invitation.

    Clause: 2.4, 2.5.
    Raises: CodedError `invitation_dispatcher_not_allowed`.
    """
    sending = dispatch_2_5.Sending(issuer, dispatcher)
    dispatch_2_5.DISPATCHER_ALLOWED.require(sending, value=dispatcher[:32])
