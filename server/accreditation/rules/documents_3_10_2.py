"""Check C5, clauses 3.10(2) and 3.1: the documents are submitted and complete."""

from __future__ import annotations

from server.accreditation.rules.ground import Check, Ground, GroundRule

GROUNDS = (
    GroundRule(Ground.D2A, ("3.10(2)", "3.1"), Check.C5),
    GroundRule(Ground.D2B, ("3.10(2)", "3.1"), Check.C5),
)
