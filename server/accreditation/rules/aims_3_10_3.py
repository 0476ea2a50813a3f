"""Check C8, clause 3.10(3): neither statutory objectives nor purposes of stay contradict the law or pose a threat."""

from __future__ import annotations

from server.accreditation.rules.ground import Check, Ground, GroundRule

GROUNDS = (
    GroundRule(Ground.D3A, ("3.10(3)",), Check.C8, needs_opinion=True),
    GroundRule(Ground.D3B, ("3.10(3)",), Check.C8, needs_opinion=True),
)
