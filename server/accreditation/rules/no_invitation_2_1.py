"""Check C1, clauses 2.1, 3.1 and Art.10(1).

An application rests on a valid invitation of this election to this organisation.
"""

from __future__ import annotations

from server.accreditation.rules.ground import Check, Ground, GroundRule

GROUNDS = (GroundRule(Ground.N2, ("2.1", "3.1", "Art.10(1)"), Check.C1, is_right=False),)
