"""Build, check and sign the election's next state; used by the publisher process only."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from server.accreditation.calendar import from_unix_seconds
from server.credential import cose, notices, registry_digests
from server.credential.election_state import ElectionState, open_state, parse_payload, seal_state
from server.credential.errors import CredentialError
from server.credential.root import Trust as Trusted
from server.credential.state_gate import check_move
from server.usecases.candidate import Candidate, build_candidate
from server.usecases.candidate import StatePolicy as StatePolicy
from server.usecases.errors import Conflict
from server.usecases.lost_acts import must_be_entered_again
from server.usecases.ports import Actor, Clock, Sealing, StoredState, UnitOfWork
from server.usecases.records import Election

_MOST_STATES_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Publication:
    """A signed state and the files it refers to: index of registry digests, shards by hex SHA-256, notices."""

    state: StoredState
    ttl_seconds: int
    shards: Mapping[str, bytes]  # lower-case hex of the full SHA-256 (64 digits) → 16 KiB
    index_hex: str  # 32 digits
    notices_hex: str  # 32 digits


def publish_state(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    election_id: str,
    sealing: Sealing,
    policy: StatePolicy,
    published: bytes | None,
) -> Publication:
    """Sign the next state under the lock, after the gate has compared it with the one before (system).

    Revocations whose minute has come get 0x01 in this state. A credential that was issued and then replaced or
    revoked before any state listed it needs two states: both are signed and stored, the newest is returned.
    The caller commits, then writes the files.

    Args: published: token that the public site serves now, None if there is none; when the database doesn't
        know it (a restored backup) nothing is signed.
    Raises: Forbidden, NotFound, Conflict `restored_database`, `revocations_missing` (after a restore),
        `status_moved_back` and the other codes of the gate, `credential_not_listed`, CodedError
        `call_not_published`, Unavailable (signer).
    """
    actor.must_be("system")
    election = uow.get(Election, election_id)
    store = uow.publication()
    _reconcile(store.newest(election_id), published)
    must_be_entered_again(store, election_id)
    now = clock.now()
    changed: dict[int, bytes] = {}
    for _ in range(_MOST_STATES_AT_ONCE):
        newest = store.newest(election_id)
        seq = 1 if newest is None else newest.seq + 1
        _fall_due(uow, election_id, now=now, seq=seq, actor=actor)
        candidate = build_candidate(uow, election, now=now, trust=sealing.trust, policy=policy)
        state = _sign(candidate, sealing=sealing)
        store.store(state, shards=candidate.shards)
        changed |= candidate.shards
        if not store.changed_statuses(election_id, since_seq=seq):
            break
    return _publication(state, candidate.state, changed)


def stored_publication(*, uow: UnitOfWork, election_id: str) -> Publication | None:
    """Return the newest stored state with all its files, to write them again after a crash."""
    store = uow.publication()
    newest = store.newest(election_id)
    if newest is None:
        return None
    payload = cose.open_sign1(newest.token).payload
    assert payload is not None
    return _publication(newest, parse_payload(payload), store.shards(election_id))


def _reconcile(newest: StoredState | None, published: bytes | None) -> None:
    """Refuse to sign when what the public holds is unknown here: this database is older than it."""
    if published is None:
        return
    try:
        sign1 = cose.open_sign1(published)
        told = parse_payload(sign1.payload or b"")
    except CredentialError:
        return  # an unreadable file on the public side says nothing
    held = 0 if newest is None else newest.seq
    digest = hashlib.sha256(sign1.sig_structure()).digest()
    if told.seq > held or (newest is not None and told.seq == held and digest != newest.structure_sha256):
        raise Conflict("restored_database", published=told.seq, held=held, election=told.election)


def _fall_due(uow: UnitOfWork, election_id: str, *, now: datetime, seq: int, actor: Actor) -> None:
    for accreditation_id in uow.publication().fall_due(election_id, now=now, seq=seq):
        uow.log(
            "revocation_effective",
            actor=actor,
            at=now,
            election_id=election_id,
            subjects={"accreditation": accreditation_id},
        )


def _sign(candidate: Candidate, *, sealing: Sealing) -> StoredState:
    """Pass the gate, sign, and open our own bytes as a verifier would."""
    root = sealing.trust.root
    try:
        check_move(candidate.previous, candidate.state)
        token = seal_state(candidate.state, signer=sealing.signer)
        trusted = Trusted(root, sealing.trust.issuer, sealing.trust.origins, candidate.state.iat)
        checked = open_state(token, trust=trusted, held=())
    except CredentialError as fault:
        raise Conflict(fault.code, detail=fault.detail) from fault
    return StoredState(
        election_id=candidate.state.election,
        seq=checked.seq,
        token=token,
        structure_sha256=checked.digest,
        issued_at=from_unix_seconds(checked.iat),
        expires_at=from_unix_seconds(checked.exp),
        index=candidate.index,
        notices=candidate.notices,
    )


def _publication(state: StoredState, said: ElectionState, shards: Mapping[int, bytes]) -> Publication:
    return Publication(
        state=state,
        ttl_seconds=said.ttl,
        shards={hashlib.sha256(shard).hexdigest(): shard for shard in shards.values()},
        index_hex=registry_digests.index_hash(state.index).hex(),
        notices_hex=notices.notices_hash(state.notices).hex(),
    )
