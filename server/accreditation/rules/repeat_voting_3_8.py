"""Clause 3.8, second paragraph: repeat voting needs no new accreditation; it revives no revoked one (4.7)."""

from __future__ import annotations

from dataclasses import dataclass

from server.accreditation.rules.rule import REGULATION_IN_FORCE, Rule


@dataclass(frozen=True, slots=True)
class Continuation:
    """A person at the time of repeat voting: accredited before, revoked, and what is asked of them."""

    accredited: bool
    revoked: bool
    new_accreditation_demanded: bool = False


NO_NEW_ACCREDITATION: Rule[Continuation] = Rule(
    code="new_accreditation_not_required",
    citation=("3.8(2)",),
    in_force=REGULATION_IN_FORCE,
    holds=lambda person: not (person.accredited and not person.revoked and person.new_accreditation_demanded),
)
CONTINUES: Rule[Continuation] = Rule(
    code="revoked_not_revived",
    citation=("4.7", "3.8(2)"),
    in_force=REGULATION_IN_FORCE,
    holds=lambda person: person.accredited and not person.revoked,
)
