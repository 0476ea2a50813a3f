"""Why accreditation may be denied: the cases of 3.10, and what makes an application inadmissible.

3.10 gives a right to deny, not a duty; a person who may not be accredited at all (N) is refused too, citing the
clause that says so. Which of 1.4 or 3.10 a refusal of a citizen rests on is an open question of the Commission.
Clause: 1.3, 1.4, 2.1, 3.1, 3.7, 3.10.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.accreditation.errors import CodedError

FACTS_MAX_CHARACTERS = 4000


class Ground(StrEnum):
    """One ground of a reasoned refusal."""

    D1 = "D1"  # the organisation lacks legal capacity
    D2A = "D2a"  # documents not submitted
    D2B = "D2b"  # incomplete information
    D2C = "D2c"  # unreliable information
    D3A = "D3a"  # statutory objectives contradict the law or threaten sovereignty, security, interests
    D3B = "D3b"  # purposes of stay and activities do
    D4 = "D4"  # deprived before for gross violations
    N1 = "N1"  # a citizen of the Kyrgyz Republic
    N2 = "N2"  # no valid invitation
    N3 = "N3"  # outside the window
    N4 = "N4"  # represents no foreign or international organisation


class Check(StrEnum):
    """The nine checks that come before a person is ready for a decision; each is answered by a human."""

    C1 = "C1"  # invitation
    C2 = "C2"  # window
    C3 = "C3"  # represents a foreign or international organisation
    C4 = "C4"  # citizenships
    C5 = "C5"  # documents
    C6 = "C6"  # consistency
    C7 = "C7"  # the organisation's legal capacity
    C8 = "C8"  # aims and purpose of stay
    C9 = "C9"  # the list of those deprived for gross violations


OK = "ok"
NEEDS_LEGAL_OPINION = frozenset({Ground.D3A, Ground.D3B})


@dataclass(frozen=True, slots=True)
class GroundRule:
    """A ground's clause, the check that can find it, and whether it is a right to deny or inadmissibility."""

    ground: Ground
    clauses: tuple[str, ...]
    check: Check
    is_right: bool  # "has the right to deny" (3.10); False: may not be accredited at all

    @property
    def clause(self) -> str:
        """The clause a decree names first."""
        return self.clauses[0]


GROUND_RULES: tuple[GroundRule, ...] = (
    GroundRule(Ground.D1, ("3.10(1)",), Check.C7, True),
    GroundRule(Ground.D2A, ("3.10(2)", "3.1"), Check.C5, True),
    GroundRule(Ground.D2B, ("3.10(2)", "3.1"), Check.C5, True),
    GroundRule(Ground.D2C, ("3.10(2)",), Check.C6, True),
    GroundRule(Ground.D3A, ("3.10(3)",), Check.C8, True),
    GroundRule(Ground.D3B, ("3.10(3)",), Check.C8, True),
    GroundRule(Ground.D4, ("3.10(4)",), Check.C9, True),
    GroundRule(Ground.N1, ("1.4", "Art.10(1)"), Check.C4, False),
    GroundRule(Ground.N2, ("2.1", "3.1", "Art.10(1)"), Check.C1, False),
    GroundRule(Ground.N3, ("3.7",), Check.C2, False),
    GroundRule(Ground.N4, ("1.3",), Check.C3, False),
)
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
