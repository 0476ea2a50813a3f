"""Clause 1.4 and Art.10(1): citizens of the Kyrgyz Republic cannot be accredited, whatever else they hold."""

from __future__ import annotations

from server.accreditation.rules.rule import REGULATION_IN_FORCE, Rule

KYRGYZ_REPUBLIC = "KGZ"

NOT_A_CITIZEN: Rule[tuple[str, ...]] = Rule(
    code="citizen_of_kyrgyz_republic",
    citation=("1.4", "Art.10(1)"),
    in_force=REGULATION_IN_FORCE,
    holds=lambda citizenships: KYRGYZ_REPUBLIC not in citizenships,
)
