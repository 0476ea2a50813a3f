"""The publisher's side of a state: packing the list, choosing exp, and the gate each new state must pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from server.credential.claims import SECONDS_A_DAY, start_of_day
from server.credential.election_state import (
    FIRST_PREVIOUS,
    MOST_SLOTS,
    NOT_ISSUED,
    REPLACED,
    REVOKED,
    SLOTS_STEP,
    VALID,
    ElectionState,
)
from server.credential.errors import CredentialError

ALLOWED_MOVES: Final = frozenset(
    {(NOT_ISSUED, VALID), (VALID, REVOKED), (VALID, REPLACED), (REPLACED, REVOKED), (REVOKED, REPLACED)}
)
"""Moves of one index between two states; never back to valid."""
_NOON_SECONDS: Final = SECONDS_A_DAY // 2
_CHUNK_BYTES: Final = 64


def pack_statuses(statuses: Mapping[int, int], *, slots: int, base: bytes = b"") -> bytes:
    """Return the packed list of `slots` slots (rounded up to 1,024), two a byte, 0x03 where nothing is given.

    Args: base: packed list to start from; statuses: {idx: value 0-15}.
    Raises: CredentialError `state_malformed`: index or value out of range.
    """
    wanted = max(-(-max(slots, 1) // SLOTS_STEP) * SLOTS_STEP, len(base) * 2)
    if wanted > MOST_SLOTS:
        raise CredentialError("state_malformed", "more than 2^20 slots")
    packed = bytearray(base) + bytearray(b"\x33") * (wanted // 2 - len(base))
    for idx, value in statuses.items():
        if not 0 <= idx < wanted or not 0 <= value <= 15:
            raise CredentialError("state_malformed", f"status {value} at index {idx}")
        shift = 4 * (idx & 1)
        packed[idx >> 1] = packed[idx >> 1] & (0xF0 >> shift) | value << shift
    return bytes(packed)


def state_expiry(iat: int, lifetime_seconds: int, voting_days: Iterable[int]) -> int:
    """Return the exp of a state: never between 00:00 on a voting day and 12:00 the day after.

    Args: voting_days: voting and repeat-voting days, days since 1970-01-01.
    """
    exp = iat + lifetime_seconds
    for day in sorted(voting_days):
        noon_after = start_of_day(day + 1) + _NOON_SECONDS
        if start_of_day(day) <= exp < noon_after:
            exp = noon_after
    return exp


def check_move(previous: ElectionState | None, new: ElectionState) -> None:
    """Refuse a new state that may not follow the one before; call it before signing, and in the signer.

    Args: previous: the opened state published last; None for an election's first.
    Raises: CredentialError `status_moved_back` (a forbidden move, fewer slots), `state_out_of_order` (seq or
        iat goes back, or claim 3 doesn't name the state before), `root_went_back`, `election_changed`.
    """
    if previous is None:
        if new.previous != FIRST_PREVIOUS:
            raise CredentialError("state_out_of_order", "the first state names a previous one")
        check_statuses(b"", new.statuses)
        return
    if (new.election, new.uri, new.prefix) != (previous.election, previous.uri, previous.prefix):
        raise CredentialError("election_changed", "election, uri or prefix differ from the state before")
    if new.seq <= previous.seq or new.iat < previous.iat or new.previous != previous.digest:
        raise CredentialError("state_out_of_order", f"state {new.seq} does not follow {previous.seq}")
    if new.root_version < previous.root_version:
        raise CredentialError("root_went_back", f"claim 10 falls below {previous.root_version}")
    check_statuses(previous.statuses, new.statuses)


def check_statuses(previous: bytes, new: bytes) -> None:
    """Refuse forbidden moves between two packed lists; indices beyond the first list were not issued.

    Raises: CredentialError `status_moved_back`.
    """
    if len(new) < len(previous):
        raise CredentialError("status_moved_back", "the list lost slots")
    before = previous + b"\x33" * (len(new) - len(previous))
    for start in range(0, len(new), _CHUNK_BYTES):
        old_chunk, new_chunk = before[start : start + _CHUNK_BYTES], new[start : start + _CHUNK_BYTES]
        if old_chunk != new_chunk:
            _check_chunk(old_chunk, new_chunk, first_idx=start * 2)


def _check_chunk(previous: bytes, new: bytes, *, first_idx: int) -> None:
    for position, (old, now) in enumerate(zip(previous, new, strict=True)):
        if old == now:
            continue
        for side, (was, becomes) in enumerate(((old & 15, now & 15), (old >> 4, now >> 4))):
            if was != becomes and not is_allowed_move(was, becomes):
                idx = first_idx + position * 2 + side
                raise CredentialError("status_moved_back", f"index {idx}: {was:#04x} to {becomes:#04x}")


def is_allowed_move(previous: int, new: int) -> bool:
    """Return whether an index may move from one status value to another, different one."""
    return (previous, new) in ALLOWED_MOVES
