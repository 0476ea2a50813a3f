"""Build, check and sign the election's next state; used by the publisher process only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.usecases.ports import Actor, Clock, Sealing, StoredState, UnitOfWork


@dataclass(frozen=True, slots=True)
class StatePolicy:
    """How long a state lives and how often it is refreshed, in seconds."""

    ttl_seconds: int = 900
    voting_day_ttl_seconds: int = 60
    lifetime_seconds: int = 86_400


@dataclass(frozen=True, slots=True)
class Publication:
    """A signed state and the files it refers to: index of registry digests, changed shards by hex SHA-256, notices."""

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

    Args: published: token that the public site serves now, None if there is none; when its seq is above the
        database's (a restored backup) nothing is signed.

    Revocations whose minute has come get 0x01 in this state. The caller commits, then writes the files.
    Raises: Conflict `restored_database`, `status_moved_back`, `credential_not_listed`; Unavailable (signer).
    """
    raise NotImplementedError


def stored_publication(*, uow: UnitOfWork, election_id: str) -> Publication | None:
    """Return the newest stored state with all its files, to write them again after a crash."""
    raise NotImplementedError
