"""Check C7, clause 3.10(1): the organisation that sends the observer has legal capacity."""

from __future__ import annotations

from server.accreditation.rules.ground import Check, Ground, GroundRule

GROUNDS = (GroundRule(Ground.D1, ("3.10(1)",), Check.C7),)
