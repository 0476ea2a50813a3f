"""Check the chain of every election's kept states, and let them bear witness of the act log.

Every state carries the log's checkpoint, so acts cut off the end are missed by the states that knew them. All of
an election's states are heard and not the newest alone: a quarter of an hour after a cut the newest one knows
only what is left. Their own chain, and the state that the public holds, tell when one was taken away or altered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from server.credential import cose
from server.credential.checkpoint import Checkpoint, read_checkpoint
from server.credential.election_state import FIRST_PREVIOUS, ElectionState, parse_payload
from server.credential.errors import CredentialError


@dataclass(frozen=True, slots=True)
class KeptState:
    """A signed state as the database holds it; `adopted`: an act tells that it was taken over after a restore."""

    election: str
    seq: int
    token: bytes
    adopted: bool = False


@dataclass(frozen=True, slots=True)
class Witness:
    """What the state `<election>/<seq>` tells of the act log."""

    state: str
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class StatesVerdict:
    """How many kept states hold, what they witness, and the first bad one as `<election>/<seq>` with the reason.

    Reasons: `unreadable`, `gap` (the one before it is missing), `chain` (it follows another than the one kept),
    `published` (the public holds another of this number, or this one is not kept at all).
    """

    checked: int
    witnesses: tuple[Witness, ...]
    bad_state: str | None = None
    reason: str | None = None


def check_states(kept: Iterable[KeptState], *, published: Iterable[bytes] = ()) -> StatesVerdict:
    """Walk the chain of each election's states and compare it with what is published.

    Args: kept: by election and sequence number; published: tokens, read before the kept ones are. One that can't
        be read says nothing: the publisher writes it again.
    """
    outside = {_name(state): state for state in map(_opened, published) if state is not None}
    ends: dict[str, ElectionState] = {}
    witnesses: list[Witness] = []
    bad, reason, checked = None, None, 0
    for each in kept:
        state, name = _opened(each.token), f"{each.election}/{each.seq}"
        reason = _fault(each, state, before=ends.get(each.election), published=outside.pop(name, None))
        if state is None or reason:
            bad = name
            break
        ends[each.election] = state
        witnesses += () if each.adopted else _witnesses(state)  # it knew the acts that were lost, and an act says so
        checked += 1
    for name, state in sorted(outside.items()):  # published and never kept: the database was cut too
        witnesses += _witnesses(state)
        if bad is None:
            bad, reason = name, "published"
    return StatesVerdict(checked, tuple(witnesses), bad, reason)


def _fault(
    kept: KeptState, state: ElectionState | None, *, before: ElectionState | None, published: ElectionState | None
) -> str | None:
    if state is None:
        return "unreadable"
    if published is not None and published.digest != state.digest:
        return "published"
    seq, digest = (0, FIRST_PREVIOUS) if before is None else (before.seq, before.digest)
    follows = state.seq > seq if kept.adopted else state.seq == seq + 1
    if state.election != kept.election or kept.seq != state.seq or not follows:
        return "gap"
    return None if kept.adopted or state.previous == digest else "chain"


def _opened(token: bytes) -> ElectionState | None:
    """Return what a token says, with its digest; None where it or its checkpoint can't be read."""
    try:
        sign1 = cose.open_sign1(token)
        state = parse_payload(sign1.payload or b"")
        if state.checkpoint is not None:
            read_checkpoint(state.checkpoint)
        return replace(state, digest=hashlib.sha256(sign1.sig_structure()).digest())
    except CredentialError:
        return None


def _witnesses(state: ElectionState) -> list[Witness]:
    """Return the state's witness; states from before there were checkpoints have none."""
    return [] if state.checkpoint is None else [Witness(_name(state), read_checkpoint(state.checkpoint))]


def _name(state: ElectionState) -> str:
    return f"{state.election}/{state.seq}"
