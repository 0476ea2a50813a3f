"""Why accreditation may be denied: the cases of 3.10, and what makes an application inadmissible.

3.10 gives a right to deny, not a duty; a person who may not be accredited at all (N) is refused too, citing the
clause that says so. Which of 1.4 or 3.10 a refusal of a citizen rests on is an open question of the Commission.
Clause: 1.3, 1.4, 2.1, 3.1, 3.7, 3.10.
"""

from __future__ import annotations

from server.accreditation.errors import CodedError
from server.accreditation.rules import GROUND_RULES as GROUND_RULES
from server.accreditation.rules.ground import Check as Check
from server.accreditation.rules.ground import Ground as Ground
from server.accreditation.rules.ground import GroundRule as GroundRule

FACTS_MAX_CHARACTERS = 4000
OK = "ok"
NEEDS_LEGAL_OPINION = frozenset(rule.ground for rule in GROUND_RULES if rule.needs_opinion)
NEVER_ACCREDITED = frozenset({Ground.N1, Ground.N2, Ground.N3, Ground.N4})  # a refusal is all the law allows
_RULES = {rule.ground: rule for rule in GROUND_RULES}


def rule_of(ground: str) -> GroundRule:
    """Return the rule of a ground.

    Raises: CodedError `ground_unknown` (3.10).
    """
    try:
        return _RULES[Ground(ground)]
    except ValueError:
        raise CodedError("ground_unknown", "3.10", value=ground[:16]) from None


def outcomes_of(check: str) -> tuple[str, ...]:
    """Return what a check may say: "ok", or one of the grounds it can find."""
    return (OK, *(rule.ground.value for rule in GROUND_RULES if rule.check == check))


def check_outcome(check: str, outcome: str, *, evidence: str) -> None:
    """Refuse an outcome that this check can't have, or a finding without its evidence.

    Raises: CodedError `check_unknown`, `outcome_not_of_check`, `evidence_missing`.
    """
    if check not in tuple(Check):
        raise CodedError("check_unknown", value=check[:16])
    if outcome not in outcomes_of(check):
        raise CodedError("outcome_not_of_check", check=check, value=outcome[:16])
    if outcome != OK and not evidence.strip():
        raise CodedError("evidence_missing", rule_of(outcome).clause, check=check)


def check_refusal(grounds: tuple[str, ...], *, facts: str, found: frozenset[str]) -> None:
    """Refuse a refusal without ground or facts, or with a ground that this person's own checks didn't find.

    Args:
        found: outcomes of the nine checks of this very person.
    Clause: 3.5, 3.10.
    Raises: CodedError `refusal_without_ground`, `refusal_without_facts`, `ground_unknown`,
        `ground_does_not_fit_person`.
    """
    if not grounds:
        raise CodedError("refusal_without_ground", "3.5")
    if not facts.strip():
        raise CodedError("refusal_without_facts", "3.5")
    for ground in grounds:
        rule = rule_of(ground)
        if ground not in found:
            raise CodedError("ground_does_not_fit_person", "3.5", ground=ground, check=rule.check.value)
