"""The side of the database that states are made from, as a protocol."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

ADOPTED: Final = "published_state_adopted"
"""The act by which a restored database takes over a state that it did not know."""


@dataclass(frozen=True, slots=True)
class IndexRow:
    """What the database knows of an index: number, registry digest, status, how its accreditation stands, and
    whether a revocation of that was annulled.
    """

    idx: int
    number: str
    digest: bytes
    status: int
    accreditation_status: str
    revocation_annulled: bool


@dataclass(frozen=True, slots=True)
class StoredState:
    """The newest state of an election as signed: token, its Sig_structure's SHA-256, and the side files."""

    election_id: str
    seq: int
    token: bytes
    structure_sha256: bytes
    issued_at: datetime
    expires_at: datetime
    index: bytes
    notices: bytes

    @property
    def name(self) -> str:
        """`<election>/<seq>`, as the act log and its checks name states."""
        return f"{self.election_id}/{self.seq}"


class PublicationStore(Protocol):
    """Rows that turn into a state: statuses, digests, notices."""

    def newest(self, election_id: str) -> StoredState | None:
        """Return the newest stored state."""
        ...

    def changed_statuses(self, election_id: str, *, since_seq: int) -> list[tuple[int, int, int]]:
        """Return (idx, status, the seq that first says it) of what a state after `since_seq` has to say."""
        ...

    def new_digests(self, election_id: str, *, since_seq: int) -> list[tuple[int, bytes]]:
        """Return (idx, digest) of credentials first listed after `since_seq`, in no order."""
        ...

    def shards(self, election_id: str, *, numbers: Iterable[int] | None = None) -> dict[int, bytes]:
        """Return stored shards by number; all of them by default."""
        ...

    def is_adopted(self, state: StoredState) -> bool:
        """Tell whether a restored database took this state over from what was published."""
        ...

    def indices(self, election_id: str) -> list[IndexRow]:
        """Return what the database knows of every index, by index."""
        ...

    def next_n(self) -> int:
        """Return the number `n` of the next credential."""
        ...

    def index_words(self, words: Iterable[tuple[str, int]]) -> None:
        """Keep (word, credential n): the words a certificate is found by in `Queries.certificates`."""
        ...

    def fall_due(self, election_id: str, *, now: datetime, seq: int) -> list[str]:
        """Write 0x01, first said by state `seq`, to every credential whose revocation is effective by `now`.

        Returns the accreditations' ids.
        """
        ...

    def notices(self, election_id: str, *, now: datetime) -> list[tuple[int, int, str, str, int]]:
        """Return (idx, effective unix minute, kind, decree number, decree day) of every revoked index."""
        ...

    def store(self, state: StoredState, *, shards: Mapping[int, bytes]) -> None:
        """Store a signed state and changed shards, and strike the election from the pending publications."""
        ...
