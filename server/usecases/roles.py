"""Who may sign in, and where: officers at the console, organisations' representatives at their portal."""

from __future__ import annotations

from typing import Final

OFFICERS: Final = ("registrar", "lawyer", "approver", "records", "mfa", "custodian", "auditor", "administrator")
ORGANISATION: Final = "organisation"
ROLES: Final = (*OFFICERS, ORGANISATION)
SECOND_FACTOR_REQUIRED: Final = ("approver", "custodian")
