"""What everybody may read of an election's statistics, so that no person can be singled out.

The rule, `FEWEST` being 3:
1. Who was accredited is public by name (3.4): those counts are given whole.
2. Of refusals, withdrawals and undecided people the total is given. Their parts (by ground, by kind of organisation)
   are given where each part has at least `FEWEST` people; smaller ones are put together as "other", with the next
   smallest until the sum has `FEWEST`. Where even that fails, only the total stands.
3. Refusals are never given by organisation, nor by ground and kind at once.
4. How long decisions took is given by organisation, kind and channel for accredited people only, and only for groups
   of at least `FEWEST`: a count of decisions less the public count of accredited would tell the refusals.
Clause: 3.4, 3.5.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from server.accreditation.machines import NominationState as S
from server.usecases import statistics as whole
from server.usecases.views_of_statistics import Decision, Statistics

FEWEST: Final = 3
OTHER: Final = "other_parts"  # "other" is a kind of organisation
_PUBLIC_STAGES: Final = ("filed", "accredited", "refused", "withdrawn", "undecided")
Document = dict[str, Any]


def public_statistics(counted: Statistics, *, now: datetime) -> Document:
    """Return the public document, as plain JSON values.

    Args:
        counted: with `published`, so that nothing is told before its decree is.
    """
    stages = {row["stage"]: row["people"] for row in whole.funnel(counted)}
    accredited_after = [each for each in counted.decisions if each.state == S.ACCREDITED]

    def kind_of(each: Decision) -> Document:
        return {"kind": counted.organisations[each.organisation_id].kind}

    told = sum(stages[name] for name in _PUBLIC_STAGES[1:])
    return {
        "election": counted.election_id,
        "as_of": int(now.timestamp()),
        "fewest": FEWEST,
        "funnel": [
            {"stage": "filed", "people": stages["filed"]},
            {"stage": "in_progress", "people": stages["filed"] - told},
            *({"stage": name, "people": stages[name]} for name in _PUBLIC_STAGES[1:]),
        ],
        "without_application": counted.without_application,
        "curve": whole.curve(counted),
        "time": {
            "overall": whole.duration(accredited_after),
            "by_channel": _enough(whole.durations(accredited_after, lambda each: {"channel": each.channel})),
            "by_kind": _enough(whole.durations(accredited_after, kind_of)),
            "by_organisation": sorted(
                _enough(
                    whole.durations(accredited_after, lambda each: whole.organisation(counted, each.organisation_id))
                ),
                key=lambda row: (-row["people"], row["organisation"]["en"]),
            ),
        },
        "refusals": {
            "people": stages["refused"],
            "by_ground": put_together(whole.by_ground(counted), "ground"),
            "by_kind": put_together(whole.refused_by_kind(counted), "kind"),
        },
        "accredited": whole.accredited(counted),
    }  # fmt: skip


def put_together(rows: list[Document], name: str) -> list[Document]:
    """Return the parts with at least `FEWEST` people, the rest as `OTHER`; nothing where that can't be done."""
    ordered = sorted((row for row in rows if row["people"]), key=lambda row: (row["people"], row[name]))
    other = 0
    while ordered and (ordered[0]["people"] < FEWEST or 0 < other < FEWEST):
        other += ordered.pop(0)["people"]
    if 0 < other < FEWEST:
        return []
    ordered.sort(key=lambda row: str(row[name]))
    return [*ordered, {name: OTHER, "people": other}] if other else ordered


def _enough(rows: list[Document]) -> list[Document]:
    return [row for row in rows if row["people"] >= FEWEST]
