"""Who may sign in, and where: officers at the console, organisations' representatives at their portal."""

from __future__ import annotations

from typing import Final

OFFICERS: Final = ("registrar", "lawyer", "approver", "records", "mfa", "custodian", "auditor", "administrator")
ORGANISATION: Final = "organisation"
ROLES: Final = (*OFFICERS, ORGANISATION)
SECOND_FACTOR_REQUIRED: Final = ("approver", "custodian")

# Who reads what at the console. The custodian reads no applications, the MFA neither missions nor check sheets, the
# administrator accounts only; the auditor reads every legal act and writes nothing.
LEGAL_READERS: Final = ("registrar", "lawyer", "approver", "records", "auditor")
CALENDAR_READERS: Final = (*LEGAL_READERS, "mfa")
PRINTERS: Final = ("registrar", "approver", "records")
KEY_READERS: Final = ("custodian", "auditor")
