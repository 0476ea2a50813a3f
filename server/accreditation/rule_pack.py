"""A rule pack: the rules in force for one election with the Commission's declared readings, and its hash.

Every decision stores the hash of the pack it was taken under, so that years later anyone can tell which rules and
which readings of open questions applied. A change of law or of a reading makes a new pack; old ones stay.
Clause: 3.7, 4.5-5; the other parameters are product decisions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from server.accreditation.election import WindowRule
from server.accreditation.errors import CodedError
from server.accreditation.rules.ground import GroundRule
from server.accreditation.rules.rule import Rule

RETENTION_DAYS_RANGE = (1, 3650)
MFA_ALARM_DAYS_RANGE = (1, 60)


class WindowAppliesTo(StrEnum):
    """What must fall inside the window (3.7): a declared reading."""

    FILING_AND_DECREE = "filing_and_decree"
    FILING = "filing"


class SilenceEnd(StrEnum):
    """When "the end of voting" is (4.5): 20:00 in Bishkek, or the close of the last station abroad."""

    DOMESTIC = "domestic_20:00"
    LAST_STATION_ABROAD = "last_station_abroad"


@dataclass(frozen=True, slots=True)
class Parameters:
    """The declared readings and product settings of one election.

    Attributes:
        retention_days: days after the end of the term when copies of identity documents are deleted.
        mfa_alarm_days: days at the Ministry after which an application is shown as late (3.2 sets none).
    """

    window_rule: WindowRule = WindowRule.E_MINUS_3_INCLUSIVE
    window_applies_to: WindowAppliesTo = WindowAppliesTo.FILING_AND_DECREE
    silence_end: SilenceEnd = SilenceEnd.DOMESTIC
    retention_days: int = 30
    mfa_alarm_days: int = 5

    def check(self) -> None:
        """Refuse days out of range.

        Raises: CodedError `days_out_of_range`.
        """
        for name, (least, most) in (
            ("retention_days", RETENTION_DAYS_RANGE),
            ("mfa_alarm_days", MFA_ALARM_DAYS_RANGE),
        ):
            if not least <= getattr(self, name) <= most:
                raise CodedError("days_out_of_range", field=name, least=least, most=most)


@dataclass(frozen=True, slots=True)
class RulePack:
    """Parameters and the rules in force; `content` is canonical JSON, `sha256` its hash in lower-case hex."""

    parameters: Parameters
    content: str

    @property
    def sha256(self) -> str:
        """Hash of the content."""
        return hashlib.sha256(self.content.encode()).hexdigest()

    @property
    def rules(self) -> tuple[str, ...]:
        """Codes of the rules it holds."""
        return tuple(rule["code"] for rule in json.loads(self.content)["rules"]) if self.content else ()


def make_pack(
    parameters: Parameters,
    *,
    rules: Iterable[Rule[Any]],
    grounds: Iterable[GroundRule],
    regulation_sha256: str,
    day: date,
) -> RulePack:
    """Return the pack of an election called on a day: of rules with one code, the newest in force by then.

    Raises: CodedError `days_out_of_range`.
    """
    parameters.check()
    newest: dict[str, Rule[Any]] = {}
    for rule in sorted(rules, key=lambda rule: rule.in_force):
        if rule.in_force <= day:
            newest[rule.code] = rule
    content = {
        "grounds": [
            {"ground": each.ground.value, "clauses": list(each.clauses), "in_force": each.in_force.isoformat()}
            for each in sorted(grounds, key=lambda each: each.ground)
            if each.in_force <= day
        ],
        "parameters": asdict(parameters),
        "regulation": regulation_sha256,
        "rules": [
            {"code": code, "citation": list(rule.citation), "in_force": rule.in_force.isoformat()}
            for code, rule in sorted(newest.items())
        ],
    }
    return RulePack(parameters, json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def read_pack(content: str) -> RulePack:
    """Return a stored pack.

    Raises: CodedError `rule_pack_unreadable`.
    """
    try:
        told = json.loads(content)["parameters"]
        parameters = replace(
            Parameters(),
            window_rule=WindowRule(told["window_rule"]),
            window_applies_to=WindowAppliesTo(told["window_applies_to"]),
            silence_end=SilenceEnd(told["silence_end"]),
            retention_days=int(told["retention_days"]),
            mfa_alarm_days=int(told["mfa_alarm_days"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise CodedError("rule_pack_unreadable") from error
    return RulePack(parameters, content)
