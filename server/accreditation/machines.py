"""The state machines of invitation and nomination: every move that is lawful, and who may make it.

A nomination is one person in an organisation's application. What isn't listed here is refused, and the database
refuses the same pairs. Elections, accreditations and credentials move by decrees and by the clock: `term.py`,
`revocation.py`, `replacement.py`. Clause: 2.2, 2.5, 3.1, 3.2, 3.4, 3.5, 3.7, 3.10.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.accreditation.errors import CodedError


class InvitationState(StrEnum):
    """Where an invitation stands; only from `ISSUED` on, and until it lapses, may an application rest on it."""

    DRAFT = "draft"
    ISSUED = "issued"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


class NominationState(StrEnum):
    """Where one person of an application stands."""

    DRAFT = "draft"
    FILED_CEC = "filed_cec"
    FILED_MFA = "filed_mfa"
    MFA_REVIEW = "mfa_review"
    AT_CEC = "at_cec"
    CHECK = "check"
    RETURNED = "returned"
    READY = "ready"
    ACCREDITED = "accredited"
    REFUSED = "refused"
    UNDECIDED_AT_CLOSE = "undecided_at_close"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Move:
    """One lawful step.

    Attributes:
        code: T-number of the design's transition table, or P-number for a product step.
        before: state left.
        after: state entered.
        roles: who may make it; "system" is the clock.
        by_decree: only a signed decree of the Commission makes it.
    """

    code: str
    before: str
    after: str
    roles: tuple[str, ...]
    by_decree: bool = False


_I, _N = InvitationState, NominationState

INVITATION_MOVES: tuple[Move, ...] = (
    Move("T01", _I.DRAFT, _I.ISSUED, ("registrar",)),
    Move("T02", _I.ISSUED, _I.DISPATCHED, ("registrar", "mfa")),
    Move("P01", _I.DISPATCHED, _I.ACCEPTED, ("registrar", "organisation")),
    Move("P02", _I.DISPATCHED, _I.DECLINED, ("registrar", "organisation")),
    Move("P03", _I.ISSUED, _I.LAPSED, ("system",)),
    Move("P04", _I.DISPATCHED, _I.LAPSED, ("system",)),
    Move("P05", _I.ACCEPTED, _I.LAPSED, ("system",)),
    Move("P06", _I.LAPSED, _I.DISPATCHED, ("system",)),  # the election was moved and the window is open again
)
NOMINATION_MOVES: tuple[Move, ...] = (
    Move("T03", _N.DRAFT, _N.FILED_CEC, ("organisation",)),
    Move("T04", _N.DRAFT, _N.FILED_MFA, ("organisation", "mfa")),
    Move("P11", _N.FILED_MFA, _N.MFA_REVIEW, ("mfa",)),
    Move("T05", _N.MFA_REVIEW, _N.AT_CEC, ("mfa",)),
    Move("P12", _N.FILED_CEC, _N.AT_CEC, ("registrar",)),
    Move("P13", _N.AT_CEC, _N.CHECK, ("registrar", "lawyer")),
    Move("T06", _N.CHECK, _N.RETURNED, ("registrar", "lawyer")),
    Move("P14", _N.RETURNED, _N.CHECK, ("organisation", "mfa")),
    Move("T07", _N.CHECK, _N.READY, ("lawyer",)),
    Move("P15", _N.READY, _N.CHECK, ("lawyer",)),
    Move("T08", _N.READY, _N.ACCREDITED, ("approver",), by_decree=True),
    Move("T09", _N.READY, _N.REFUSED, ("approver",), by_decree=True),
    *(
        Move("T10", state, _N.UNDECIDED_AT_CLOSE, ("system",))
        for state in (_N.FILED_CEC, _N.FILED_MFA, _N.MFA_REVIEW, _N.AT_CEC, _N.CHECK, _N.RETURNED, _N.READY)
    ),
    Move("T09", _N.UNDECIDED_AT_CLOSE, _N.REFUSED, ("approver",), by_decree=True),
    *(
        Move("P16", state, _N.WITHDRAWN, ("organisation", "registrar"))
        for state in (
            _N.FILED_CEC, _N.FILED_MFA, _N.MFA_REVIEW, _N.AT_CEC, _N.CHECK, _N.RETURNED, _N.READY,
            _N.UNDECIDED_AT_CLOSE,
        )
    ),
    *(
        Move("P17", state, _N.MERGED, ("registrar",))
        for state in (_N.AT_CEC, _N.CHECK, _N.RETURNED, _N.READY)
    ),
    Move("P18", _N.REFUSED, _N.CHECK, ("registrar",)),  # a refusal for the window alone, after the election moved
    Move("P19", _N.UNDECIDED_AT_CLOSE, _N.CHECK, ("system",)),  # likewise
)  # fmt: skip
FILED = tuple(state for state in NominationState if state not in (_N.DRAFT, _N.WITHDRAWN, _N.MERGED))
PENDING = (_N.FILED_CEC, _N.FILED_MFA, _N.MFA_REVIEW, _N.AT_CEC, _N.CHECK, _N.RETURNED, _N.READY)
OPEN = (_I.ISSUED, _I.DISPATCHED, _I.ACCEPTED)  # invitations an application may rest on (2.1, 3.1)

# Steps people try and the law forbids, with the clause that forbids each; any other pair is `illegal_move`.
FORBIDDEN: dict[tuple[str, str], tuple[str, str]] = {
    (_N.FILED_MFA, _N.REFUSED): ("mfa_cannot_refuse", "3.2"),
    (_N.MFA_REVIEW, _N.REFUSED): ("mfa_cannot_refuse", "3.2"),
    (_N.REFUSED, _N.ACCREDITED): ("refused_needs_new_decision", "3.4"),
    (_N.CHECK, _N.ACCREDITED): ("checks_not_finished", "3.5"),
    (_N.CHECK, _N.REFUSED): ("checks_not_finished", "3.5"),
    (_N.UNDECIDED_AT_CLOSE, _N.ACCREDITED): ("window_closed_undecided", "3.7"),
}


def check_move(moves: tuple[Move, ...], before: str, after: str, *, role: str) -> Move:
    """Return the move.

    Raises: CodedError with the clause for a step the law forbids, `illegal_move` for any other that isn't listed,
    `role_may_not` for a role that may not make it.
    """
    found = [move for move in moves if (move.before, move.after) == (before, after)]
    if not found:
        code, clause = FORBIDDEN.get((before, after), ("illegal_move", None))
        raise CodedError(code, clause, before=before, after=after)
    for move in found:
        if role in move.roles:
            return move
    raise CodedError("role_may_not", step=after, role=role, needed=", ".join(found[0].roles))
