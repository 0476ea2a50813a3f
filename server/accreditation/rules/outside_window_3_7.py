"""Check C2, clause 3.7: filed, and by the declared reading decided, while the window is open."""

from __future__ import annotations

from server.accreditation.rules.ground import Check, Ground, GroundRule

GROUNDS = (GroundRule(Ground.N3, ("3.7",), Check.C2, is_right=False),)
