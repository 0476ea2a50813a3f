"""Clauses 3.6 and 3.8: the term ends with the publication of results, so nothing prints an end date."""

from __future__ import annotations

from datetime import date

from server.accreditation.rules.rule import REGULATION_IN_FORCE, Rule

NO_FIXED_EXPIRY: Rule[date | None] = Rule(
    code="certificate_with_expiry",
    citation=("3.6", "3.8"),
    in_force=REGULATION_IN_FORCE,
    holds=lambda end_date: end_date is None,
)
