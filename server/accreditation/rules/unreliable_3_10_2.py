"""Check C6, clause 3.10(2): the information agrees with itself and with the document."""

from __future__ import annotations

from server.accreditation.rules.ground import Check, Ground, GroundRule

GROUNDS = (GroundRule(Ground.D2C, ("3.10(2)",), Check.C6),)
