"""One clause, one small file: the rules of the Regulation that are applied now."""

from __future__ import annotations

from typing import Any

from server.accreditation.rules import (
    aims_3_10_3,
    badge_4_4_6,
    certificate_3_5,
    citizen_refused_1_4,
    citizenship_1_4,
    decree_3_4,
    deprived_3_10_4,
    dispatch_2_5,
    documents_3_10_2,
    invitation_2_2,
    legal_capacity_3_10_1,
    no_expiry_3_6,
    no_invitation_2_1,
    outside_window_3_7,
    repeat_voting_3_8,
    represents_1_3,
    revocation_4_7,
    unreliable_3_10_2,
    window_3_7,
)
from server.accreditation.rules.ground import GroundRule
from server.accreditation.rules.rule import Rule

RULES: tuple[Rule[Any], ...] = (
    citizenship_1_4.NOT_A_CITIZEN,
    invitation_2_2.ISSUER_ALLOWED,
    invitation_2_2.AFTER_CALL,
    dispatch_2_5.DISPATCHER_ALLOWED,
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

# In the order of the nine checks.
GROUND_RULES: tuple[GroundRule, ...] = (
    *no_invitation_2_1.GROUNDS,
    *outside_window_3_7.GROUNDS,
    *represents_1_3.GROUNDS,
    *citizen_refused_1_4.GROUNDS,
    *documents_3_10_2.GROUNDS,
    *unreliable_3_10_2.GROUNDS,
    *legal_capacity_3_10_1.GROUNDS,
    *aims_3_10_3.GROUNDS,
    *deprived_3_10_4.GROUNDS,
)
