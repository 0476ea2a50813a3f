"""Clause 4.4(6) and Art.10(4)4: the badge shows status, surname, name, patronymic and organisation.

Certificate number and QR on it are a product decision and allowed; nothing else is, so no campaign sign.
"""

from __future__ import annotations

from server.accreditation.rules.rule import REGULATION_IN_FORCE, Rule

REQUIRED_FIELDS = frozenset({"status", "name", "organisation"})
ALLOWED_FIELDS = REQUIRED_FIELDS | {"certificate_number", "qr"}

BADGE_FIELDS: Rule[frozenset[str]] = Rule(
    code="badge_fields",
    citation=("4.4(6)", "Art.10(4)4"),
    in_force=REGULATION_IN_FORCE,
    holds=lambda fields: REQUIRED_FIELDS <= fields <= ALLOWED_FIELDS,
)
