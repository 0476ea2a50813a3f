"""Clause 2.2 and Art.10(1): four bodies may invite, after the decision calling the election is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from server.accreditation.calendar import day_of
from server.accreditation.rules.rule import REGULATION_IN_FORCE, Rule

MAY_INVITE = ("president", "parliament", "cabinet", "cec")


@dataclass(frozen=True, slots=True)
class Dates:
    """The letter's date and the moment of recording, against the official publication; instants in UTC."""

    letter_date: date
    recorded_at: datetime
    call_published: datetime


ISSUER_ALLOWED: Rule[str] = Rule(
    code="invitation_issuer_not_allowed",
    citation=("2.2", "Art.10(1)"),
    in_force=REGULATION_IN_FORCE,
    holds=lambda issuer: issuer in MAY_INVITE,
)
AFTER_CALL: Rule[Dates] = Rule(
    code="invitation_before_call",
    citation=("2.2", "Art.10(1)"),
    in_force=REGULATION_IN_FORCE,
    holds=lambda dates: (
        dates.recorded_at >= dates.call_published and dates.letter_date >= day_of(dates.call_published)
    ),
)
