"""Check C4, clauses 1.4 and Art.10(1): none of the citizenships is that of the Kyrgyz Republic."""

from __future__ import annotations

from server.accreditation.rules.ground import Check, Ground, GroundRule

GROUNDS = (GroundRule(Ground.N1, ("1.4", "Art.10(1)"), Check.C4, is_right=False),)
