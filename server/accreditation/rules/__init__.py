"""One clause, one small file: the rules of the Regulation that are applied now."""

from __future__ import annotations

from typing import Any

from server.accreditation.rules import (
    badge_4_4_6,
    certificate_3_5,
    citizenship_1_4,
    decree_3_4,
    invitation_2_2,
    no_expiry_3_6,
    repeat_voting_3_8,
    revocation_4_7,
    window_3_7,
)
from server.accreditation.rules.rule import Rule

RULES: tuple[Rule[Any], ...] = (
    citizenship_1_4.NOT_A_CITIZEN,
    invitation_2_2.ISSUER_ALLOWED,
    invitation_2_2.AFTER_CALL,
    decree_3_4.DECREE_NEEDED,
    certificate_3_5.AFTER_DECREE,
    no_expiry_3_6.NO_FIXED_EXPIRY,
    window_3_7.OPENED,
    window_3_7.NOT_CLOSED,
    repeat_voting_3_8.NO_NEW_ACCREDITATION,
    repeat_voting_3_8.CONTINUES,
    badge_4_4_6.BADGE_FIELDS,
    revocation_4_7.FACTS_STATED,
    revocation_4_7.GROSS_STATED,
    revocation_4_7.APPLICATION_ATTACHED,
    revocation_4_7.NOT_GROSS_ON_APPLICATION,
)
