"""The readings and settings that the Commission declares for an election, checked before they are its rule pack."""

from __future__ import annotations

from dataclasses import replace

from server.accreditation.election import WindowRule
from server.accreditation.rule_pack import Parameters, SilenceEnd, WindowAppliesTo
from server.usecases.texts import Faults


def clean_parameters(
    kept: Parameters,
    faults: Faults,
    *,
    window_rule: str,
    window_applies_to: str | None,
    silence_end: str | None,
    retention_days: int | None,
    mfa_alarm_days: int | None,
) -> Parameters | None:
    """Return the parameters, those not said staying as they are, or None after noting what is wrong."""
    known = True
    for path, value, allowed in (
        ("window_rule", window_rule, tuple(WindowRule)),
        ("window_applies_to", window_applies_to, tuple(WindowAppliesTo)),
        ("silence_end", silence_end, tuple(SilenceEnd)),
    ):
        if value is not None and value not in allowed:
            known = False
            if path != "window_rule":  # the calendar names that one
                faults.add(path, "not_allowed", field=path)
    if not known:
        return None
    parameters = replace(
        kept,
        window_rule=WindowRule(window_rule),
        window_applies_to=WindowAppliesTo(window_applies_to or kept.window_applies_to),
        silence_end=SilenceEnd(silence_end or kept.silence_end),
        retention_days=kept.retention_days if retention_days is None else retention_days,
        mfa_alarm_days=kept.mfa_alarm_days if mfa_alarm_days is None else mfa_alarm_days,
    )
    faults.take("retention_days", parameters.check)
    return parameters
