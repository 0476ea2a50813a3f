"""Clause 4.7 and Art.10(6): violation with its facts, or a written application; nothing else revokes."""

from __future__ import annotations

from dataclasses import dataclass

from server.accreditation.rules.rule import REGULATION_IN_FORCE, Rule


@dataclass(frozen=True, slots=True)
class Ground:
    """What a decree on revocation states.

    Attributes:
        violation: True for V1..V3, False for W1 and W2.
        facts: what happened, in words.
        gross: the decree's word on whether the violation is gross; None where it says nothing.
        written_application: the scanned application is attached.
    """

    violation: bool
    facts: str
    gross: bool | None
    written_application: bool


FACTS_STATED: Rule[Ground] = Rule(
    code="revocation_facts_missing",
    citation=("4.7", "Art.10(6)"),
    in_force=REGULATION_IN_FORCE,
    holds=lambda ground: not ground.violation or bool(ground.facts.strip()),
)
GROSS_STATED: Rule[Ground] = Rule(
    code="revocation_gross_not_stated",
    citation=("3.10(4)", "4.7"),
    in_force=REGULATION_IN_FORCE,
    holds=lambda ground: not ground.violation or ground.gross is not None,
)
APPLICATION_ATTACHED: Rule[Ground] = Rule(
    code="written_application_missing",
    citation=("4.7",),
    in_force=REGULATION_IN_FORCE,
    holds=lambda ground: ground.violation or ground.written_application,
)
NOT_GROSS_ON_APPLICATION: Rule[Ground] = Rule(
    code="revocation_on_application_not_gross",
    citation=("3.10(4)", "4.7"),
    in_force=REGULATION_IN_FORCE,
    holds=lambda ground: ground.violation or not ground.gross,
)
