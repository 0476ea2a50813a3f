"""What a ground of refusal is: its clauses, the check of the nine that can find it, right or inadmissibility."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from server.accreditation.rules.rule import REGULATION_IN_FORCE


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


@dataclass(frozen=True, slots=True)
class GroundRule:
    """One ground as data.

    Attributes:
        clauses: the one a decree names first; each must be citable.
        check: which of the nine checks can find it.
        is_right: "has the right to deny" (3.10); False: may not be accredited at all.
        needs_opinion: not without a lawyer's written opinion (product rule for 3.10(3)).
        in_force: first day on which the ground applies.
    """

    ground: Ground
    clauses: tuple[str, ...]
    check: Check
    is_right: bool = True
    needs_opinion: bool = False
    in_force: date = REGULATION_IN_FORCE

    @property
    def clause(self) -> str:
        """The clause a decree names first."""
        return self.clauses[0]
