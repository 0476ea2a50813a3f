"""Check C3, clause 1.3: the person represents a foreign or an international organisation."""

from __future__ import annotations

from server.accreditation.rules.ground import Check, Ground, GroundRule

GROUNDS = (GroundRule(Ground.N4, ("1.3",), Check.C3, is_right=False),)
