"""Check the whole act log and name the first bad act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.accreditation.calendar import unix_seconds
from server.credential import cbor
from server.usecases.acts import VERSION, commitment, leaf_of
from server.usecases.check_states import Witness


@dataclass(frozen=True, slots=True)
class StoredAct:
    """An act as the database holds it; `salts` by field are (salt, value's CBOR), None and None once erased."""

    n: int
    at: datetime
    kind: str
    actor_id: str
    election_id: str | None
    entry: bytes
    leaf: bytes
    subjects: dict[str, str]
    salts: dict[str, tuple[bytes | None, bytes | None]]


@dataclass(frozen=True, slots=True)
class ActsVerdict:
    """How many acts hold, the leaf of the last good one, and the first bad act with the reason.

    Reasons: `gap`, `leaf`, `entry`, `chain`, `column:<name>`, `commitment:<field>`; against a state's checkpoint
    `rewritten:<state>` (it tells another leaf of this act) and `cut:<state>` (it knew this act, the first missing).
    """

    checked: int
    head: bytes
    bad_act: int | None = None
    reason: str | None = None


def check_acts(acts: Iterable[StoredAct], *, witnesses: Iterable[Witness] = ()) -> ActsVerdict:
    """Recompute every entry's leaf, the chain, the columns and the commitments, in order; hear the witnesses.

    Args: witnesses: what states told of the log, read before the acts are.
    """
    told: dict[int, list[Witness]] = {}
    for witness in witnesses:
        told.setdefault(witness.checkpoint.n, []).append(witness)
    checked, head = 0, b""
    for act in acts:
        reason = "gap" if act.n != checked + 1 else _fault(act, previous=head)
        reason = reason or _contradiction(act, told.pop(act.n, ()))
        if reason:
            return ActsVerdict(checked, head, bad_act=checked + 1 if reason == "gap" else act.n, reason=reason)
        checked, head = checked + 1, act.leaf
    if told:
        furthest = told[max(told)][0]
        return ActsVerdict(checked, head, bad_act=checked + 1, reason=f"cut:{furthest.state}")
    return ActsVerdict(checked, head)


def _contradiction(act: StoredAct, witnesses: Iterable[Witness]) -> str | None:
    against = (witness.state for witness in witnesses if witness.checkpoint.leaf != act.leaf)
    return next((f"rewritten:{state}" for state in against), None)


def _fault(act: StoredAct, *, previous: bytes) -> str | None:
    if leaf_of(act.entry) != act.leaf:
        return "leaf"
    try:
        entry: Any = cbor.decode(act.entry)
    except Exception:  # whatever is wrong with these bytes, this act is the bad one
        return "entry"
    if not isinstance(entry, dict) or set(entry) != set(range(1, 10)) or entry[1] != VERSION:
        return "entry"
    if entry[9] != previous:
        return "chain"
    columns = {
        "n": (entry[2], act.n),
        "at": (entry[3], unix_seconds(act.at)),
        "kind": (entry[4], act.kind),
        "actor_id": (entry[5], act.actor_id),
        "election_id": (entry[6], act.election_id),
        "subjects": (entry[7], act.subjects),
    }
    for name, (told, kept) in columns.items():
        if told != kept:
            return f"column:{name}"
    return _commitment_fault(entry[8], act)


def _commitment_fault(told: dict[str, bytes], act: StoredAct) -> str | None:
    for field in sorted(set(told) | set(act.salts)):
        if field not in told or field not in act.salts:
            return f"commitment:{field}"
        salt, value = act.salts[field]
        if salt is None or value is None:
            continue
        if commitment(salt, value) != told[field]:
            return f"commitment:{field}"
    return None
