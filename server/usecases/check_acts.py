"""Check the whole act log and name the first bad act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StoredAct:
    """An act as the database holds it: columns, entry, leaf, salts and committed values by field."""

    n: int
    at: datetime
    kind: str
    actor_id: str
    election_id: str | None
    entry: bytes
    leaf: bytes
    subjects: dict[str, str]
    salts: dict[str, tuple[bytes, bytes | None]]  # field → (salt, committed value's CBOR or None once erased)


@dataclass(frozen=True, slots=True)
class ActsVerdict:
    """How many acts hold; the first bad one and why (`gap`, `entry_malformed`, `leaf`, `chain`, `column:<name>`…)."""

    checked: int
    bad_act: int | None
    reason: str | None
    head: bytes | None


def check_acts(acts: Iterable[StoredAct]) -> ActsVerdict:
    """Recompute every entry's leaf, the chain, the columns and the commitments, in order."""
    raise NotImplementedError
