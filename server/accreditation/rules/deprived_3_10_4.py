"""Check C9, clause 3.10(4): not deprived before of accreditation for gross violations; a human confirms every hit."""

from __future__ import annotations

from server.accreditation.rules.ground import Check, Ground, GroundRule

GROUNDS = (GroundRule(Ground.D4, ("3.10(4)",), Check.C9),)
