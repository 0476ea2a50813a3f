"""The base of every error that carries a stable code and, where the law speaks, the clause."""

from __future__ import annotations

from typing import Any


class CodedError(Exception):
    """A refusal with a stable code, the clause it rests on and the facts needed to explain it.

    Args:
        code: snake_case, stable, the key of the message shown to people.
        clause: clause id as in `clauses.py` ("3.7", "Art.10(1)"), or None where no clause speaks.
        facts: plain values (text, numbers, dates, instants) for the message's named fields.
    """

    def __init__(self, code: str, clause: str | None = None, **facts: Any) -> None:
        super().__init__(code, clause, facts)
        self.code = code
        self.clause = clause
        self.facts = facts

    def __str__(self) -> str:
        cited = f" (clause {self.clause})" if self.clause else ""
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code}{cited}: {told}" if told else f"{self.code}{cited}"
