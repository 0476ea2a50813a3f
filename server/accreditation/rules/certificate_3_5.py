"""Clause 3.5: a certificate is issued to an accredited person, so never before the decree is signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.accreditation.rules.rule import REGULATION_IN_FORCE, Rule


@dataclass(frozen=True, slots=True)
class Issue:
    """A certificate's issue held against the signing of its decree; both instants in UTC."""

    issued_at: datetime
    decree_signed_at: datetime | None


AFTER_DECREE: Rule[Issue] = Rule(
    code="certificate_before_decree",
    citation=("3.5", "3.4"),
    in_force=REGULATION_IN_FORCE,
    holds=lambda issue: issue.decree_signed_at is not None and issue.issued_at >= issue.decree_signed_at,
)
