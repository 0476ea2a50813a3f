"""Accrediting people against whom something stands: a right of the Commission, used with open eyes.

3.10 gives a right to deny, not a duty. Whoever drafts such a decree says for each person why; the reason stays with
the line of the annex, and whoever signs reads it beside the finding.
Clause: 3.10.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from server.accreditation.grounds import OK, rule_of
from server.usecases.check_sheet import outcomes_of
from server.usecases.ports import UnitOfWork
from server.usecases.records import Nomination
from server.usecases.texts import Faults

REASON_MAX_CHARACTERS = 2000
DESPITE = "despite_findings"


def standing_against(uow: UnitOfWork, nominations: Sequence[Nomination]) -> dict[str, tuple[str, ...]]:
    """Return the grounds that checks found, by person; nobody without one.

    A legal opinion adds none: it speaks of a ground that a check found, and falls with it.
    """
    by_person: dict[str, set[str]] = {}
    for each in outcomes_of(uow, nominations):
        if each.outcome != OK:
            by_person.setdefault(each.nomination_id, set()).add(each.outcome)
    return {key: tuple(sorted(grounds)) for key, grounds in by_person.items()}


def reasons_despite(
    uow: UnitOfWork, nominations: Sequence[Nomination], stated: Mapping[str, str]
) -> dict[str, str]:  # fmt: skip
    """Return why each person against whom something stands is accredited all the same.

    Raises: InvalidInput `finding_stands` for each one without a reason, with place, grounds and clauses;
        `nothing_stands_against` for a reason that nobody needs.
    """
    against = standing_against(uow, nominations)
    faults, reasons = Faults(), {}
    for each in nominations:
        field = f"{DESPITE}.{each.id}"
        reason = faults.prose(field, stated.get(each.id, ""), limit=REASON_MAX_CHARACTERS, required=False)
        if each.id in against and reason:
            reasons[each.id] = reason
        elif each.id in against:
            grounds = ", ".join(f"{ground} ({rule_of(ground).clause})" for ground in against[each.id])
            faults.add(field, "finding_stands", field=field, position=each.position, grounds=grounds, clause="3.10")
        elif reason:
            faults.add(field, "nothing_stands_against", field=field, position=each.position)
    faults.raise_if_any()
    return reasons
