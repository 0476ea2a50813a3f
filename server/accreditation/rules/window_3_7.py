"""Clause 3.7: accreditation starts after the date of the election is set and ends 3 days before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.accreditation.rules.rule import REGULATION_IN_FORCE, Rule


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant held against the window [opens, closes)."""

    instant: datetime
    opens: datetime
    closes: datetime


OPENED: Rule[Moment] = Rule(
    code="window_not_open",
    citation=("3.7", "2.2", "Art.10(1)"),
    in_force=REGULATION_IN_FORCE,
    holds=lambda moment: moment.instant >= moment.opens,
)
NOT_CLOSED: Rule[Moment] = Rule(
    code="window_closed",
    citation=("3.7",),
    in_force=REGULATION_IN_FORCE,
    holds=lambda moment: moment.instant < moment.closes,
)
