"""Where a person stands, in words: who has the papers, what happens next, what happened so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from server.accreditation.machines import NominationState as State
from server.usecases.views import ActRow
from server.usecases.views_of_applications import GrantRow


@dataclass(frozen=True, slots=True)
class Standing:
    """How a state looks, and who has the papers: "organisation", "mfa", "cec", or "" where nobody has."""

    state: str
    holder: str
    look: str
    shape: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: a key of the catalogue, `step.<kind>`, and when."""

    kind: str
    at: datetime


STANDINGS: Final = {
    each.state: each
    for each in (
        Standing(State.DRAFT, "organisation", "grey", "pen"),
        Standing(State.FILED_CEC, "cec", "blue", "send"),
        Standing(State.FILED_MFA, "mfa", "blue", "send"),
        Standing(State.MFA_REVIEW, "mfa", "blue", "clock"),
        Standing(State.AT_CEC, "cec", "blue", "clock"),
        Standing(State.CHECK, "cec", "blue", "search"),
        Standing(State.RETURNED, "organisation", "amber", "undo"),
        Standing(State.READY, "cec", "blue", "decree"),
        Standing(State.ACCREDITED, "", "green", "check"),
        Standing("revoked", "", "red", "stop"),
        Standing(State.REFUSED, "", "red", "stop"),
        Standing(State.UNDECIDED_AT_CLOSE, "cec", "amber", "warn"),
        Standing(State.WITHDRAWN, "", "grey", "undo"),
        Standing(State.MERGED, "", "grey", "swap"),
    )
}
# Acts of the log that an organisation is told; who of the officers acted stays at the desks.
TOLD: Final = frozenset({"nomination_added", *(f"nomination_{state.value}" for state in State)})
ENDED: Final = ("revoked", "revocation_annulled")  # what decrees did to the accreditation afterwards


def standing_of(state: str) -> Standing:
    """Return how a state is told."""
    return STANDINGS[state]


def history_of(acts: Iterable[ActRow], grant: GrantRow | None) -> tuple[Step, ...]:
    """Return what happened to a person, the oldest first."""
    told = sorted((act for act in acts if act.kind in TOLD), key=lambda act: act.n)
    revoked, annulled = ENDED
    later = [Step(revoked, each.signed_at) for each in grant.revocations] if grant else []
    if grant:
        later += [Step(annulled, each.annulled_at) for each in grant.revocations if each.annulled_at]
    return (*(Step(act.kind, act.at) for act in told), *sorted(later, key=lambda step: step.at))
