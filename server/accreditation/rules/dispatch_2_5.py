"""Clauses 2.4 and 2.5: the Ministry of Foreign Affairs sends invitations; the CEC sends its own."""

from __future__ import annotations

from dataclasses import dataclass

from server.accreditation.rules.rule import REGULATION_IN_FORCE, Rule


@dataclass(frozen=True, slots=True)
class Sending:
    """Who issued an invitation and who sends it."""

    issuer: str
    dispatcher: str


DISPATCHER_ALLOWED: Rule[Sending] = Rule(
    code="invitation_dispatcher_not_allowed",
    citation=("2.5", "2.4"),
    in_force=REGULATION_IN_FORCE,
    holds=lambda sending: sending.dispatcher == "mfa" or (sending.dispatcher == "cec" and sending.issuer == "cec"),
)
