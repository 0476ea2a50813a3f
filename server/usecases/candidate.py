"""The state that the database's rows make now, before anyone signs it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from server.accreditation import regulation
from server.accreditation.calendar import day_number, day_of, unix_seconds
from server.credential import checkpoint, cose, notices, registry_digests
from server.credential.checkpoint import Checkpoint
from server.credential.election_state import (
    FIRST_PREVIOUS,
    NOT_ISSUED,
    VALID,
    ElectionState,
    parse_payload,
)
from server.credential.registry_digests import HASH_LENGTH, SHARD_ENTRIES, SHARD_LENGTH, Digests
from server.credential.state_gate import pack_statuses, state_expiry
from server.usecases.elections import read_calendar
from server.usecases.errors import Conflict
from server.usecases.lost_acts import lost_indices
from server.usecases.ports import PublicationStore, StoredState, Trust, UnitOfWork
from server.usecases.records import Election

_NIBBLES = tuple(bytes((low | NOT_ISSUED << 4,)) for low in range(16))


@dataclass(frozen=True, slots=True)
class StatePolicy:
    """How long a state lives and how often it is refreshed, in seconds."""

    ttl_seconds: int = 900
    voting_day_ttl_seconds: int = 60
    lifetime_seconds: int = 86_400


@dataclass(frozen=True, slots=True)
class Candidate:
    """An unsigned state with its side files; `shards` are those that changed, by number."""

    state: ElectionState
    previous: ElectionState | None
    index: bytes
    shards: dict[int, bytes]
    notices: bytes

    @property
    def digests(self) -> Digests:
        """The registry digests as a verifier would hold them, changed shards only."""
        return Digests(self.state.seq, self.index, self.shards)


def opened(stored: StoredState) -> ElectionState:
    """Return what a stored state says; it was checked when it was signed."""
    payload = cose.open_sign1(stored.token).payload
    assert payload is not None
    return replace(parse_payload(payload), digest=stored.structure_sha256)


def build_candidate(
    uow: UnitOfWork, election: Election, *, now: datetime, trust: Trust, policy: StatePolicy
) -> Candidate:
    """Return the state that follows the newest stored one.

    A credential that no state has listed yet is listed as valid first, whatever happened to it since:
    what happened stands in the state after.

    Raises: CodedError `call_not_published`, Conflict `credential_not_listed`.
    """
    store = uow.publication()
    newest = store.newest(election.id)
    previous = None if newest is None else opened(newest)
    seq = 1 if newest is None else newest.seq + 1
    calendar = read_calendar(uow, election)
    lost = lost_indices(store, newest) if newest is not None and store.is_adopted(newest) else {}
    statuses = _statuses(store, election, previous=previous, seq=seq, lost=lost)
    index, shards = _digests(store, election.id, since=seq - 1, index=b"" if newest is None else newest.index)
    told = {
        idx: notices.Notice(minute, kind, number, day)
        for idx, minute, kind, number, day in store.notices(election.id, now=now)
    }
    noticed = notices.encode(told)
    iat = max(unix_seconds(now), 0 if previous is None else previous.iat)
    voting = tuple(day_number(day) for day in calendar.voting_days)
    repeat = tuple(day_number(day) for day in calendar.repeat_voting_days)
    published = election.results_published_day
    state = ElectionState(
        uri=f"{trust.issuer}/s/{election.id}",
        iat=iat,
        exp=state_expiry(iat, policy.lifetime_seconds, (*voting, *repeat)),
        ttl=_ttl(iat, (*voting, *repeat), policy=policy),
        statuses=statuses,
        election=election.id,
        seq=seq,
        previous=FIRST_PREVIOUS if newest is None else newest.structure_sha256,
        opens_day=day_number(day_of(calendar.window().opens)),
        voting_days=voting,
        repeat_days=repeat,
        published_day=None if published is None else day_number(published),
        registry_hash=registry_digests.index_hash(index),
        checkpoint=_checkpoint(uow),
        root_version=trust.root.version,
        regulation_hash=regulation.regulation_digest()[:16],
        notices_hash=notices.notices_hash(noticed),
        basis=election.term_basis,
        prefix=election.prefix,
    )
    return Candidate(state, previous, index, shards, noticed)


def _checkpoint(uow: UnitOfWork) -> bytes | None:
    """Return what the state says of the act log: everything that commits with the state is in it."""
    n, leaf = uow.log_head()
    return checkpoint.encode(Checkpoint(n, leaf)) if n else None


def _statuses(
    store: PublicationStore,
    election: Election,
    *,
    previous: ElectionState | None,
    seq: int,
    lost: Mapping[int, int],
) -> bytes:
    changed = dict(lost) | {
        idx: status if status_seq <= seq else VALID
        for idx, status, status_seq in store.changed_statuses(election.id, since_seq=seq - 1)
    }
    base = b"" if previous is None else previous.statuses
    packed = pack_statuses(changed, slots=election.next_index, base=base)
    if _listed(packed) != election.next_index:
        raise Conflict("credential_not_listed", listed=_listed(packed), issued=election.next_index)
    return packed


def _listed(packed: bytes) -> int:
    """Return how many slots hold anything but "not issued"."""
    high = sum(packed.count(byte) for byte in _NIBBLES)
    low = sum(packed.count(bytes((NOT_ISSUED | top << 4,))) for top in range(16))
    return len(packed) * 2 - high - low


def _digests(
    store: PublicationStore, election_id: str, *, since: int, index: bytes
) -> tuple[bytes, dict[int, bytes]]:
    """Return the index and the shards that new entries change; older entries stay as they are."""
    fresh: dict[int, dict[int, bytes]] = {}
    for idx, digest in store.new_digests(election_id, since_seq=since):
        fresh.setdefault(idx // SHARD_ENTRIES, {})[idx % SHARD_ENTRIES] = digest
    held = store.shards(election_id, numbers=sorted(fresh))
    shards = {
        number: registry_digests.append([held.get(number, bytes(SHARD_LENGTH))], entries)[0]
        for number, entries in fresh.items()
    }
    hashes = bytearray(index)
    for number, shard in sorted(shards.items()):
        hashes[number * HASH_LENGTH : (number + 1) * HASH_LENGTH] = hashlib.sha256(shard).digest()
    return bytes(hashes), shards


def _ttl(iat: int, voting_days: Sequence[int], *, policy: StatePolicy) -> int:
    """Return the shorter time from 00:00 of a voting day to 12:00 of the day after."""
    on_voting_day = state_expiry(iat, 0, voting_days) != iat
    return policy.voting_day_ttl_seconds if on_voting_day else policy.ttl_seconds
