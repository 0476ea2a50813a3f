"""What a rule is: a clause as data and a question that facts answer with yes or no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from server.accreditation.clauses import cite
from server.accreditation.errors import CodedError

Facts = TypeVar("Facts")

REGULATION_IN_FORCE = date(2016, 11, 9)  # CEC Decree No 197
LAW_IN_FORCE = date(2011, 7, 2)  # Constitutional Law No 68


@dataclass(frozen=True, slots=True)
class Rule(Generic[Facts]):
    """One clause as code.

    Attributes:
        code: stable code of the refusal when the rule doesn't hold.
        citation: clause ids, the one shown first; each must be citable.
        in_force: first day on which the rule applies.
        holds: True when the facts satisfy the clause.
    """

    code: str
    citation: tuple[str, ...]
    in_force: date
    holds: Callable[[Facts], bool]

    def require(self, facts: Facts, **told: Any) -> None:
        """Refuse unless the rule holds.

        Raises: CodedError with the rule's code, its first clause and the facts told.
        """
        if not self.holds(facts):
            raise CodedError(self.code, cite(self.citation[0]).id, **told)
