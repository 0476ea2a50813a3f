"""Clause 3.4: representatives are accredited by a decree of the Commission, and by nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.accreditation.rules.rule import REGULATION_IN_FORCE, Rule


@dataclass(frozen=True, slots=True)
class Basis:
    """What an accreditation rests on: the decree's number and date, and the line of its annex."""

    decree_number: str | None
    decree_date: date | None
    annex_line: int | None


DECREE_NEEDED: Rule[Basis] = Rule(
    code="decree_required",
    citation=("3.4",),
    in_force=REGULATION_IN_FORCE,
    holds=lambda basis: bool(basis.decree_number) and None not in (basis.decree_date, basis.annex_line),
)
