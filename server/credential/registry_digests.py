"""Registry digests: a 16-byte hash for each issued credential, in shards of 1,024 under an index."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from server.credential.errors import CredentialError

ENTRY_LENGTH: Final = 16
SHARD_ENTRIES: Final = 1024
SHARD_LENGTH: Final = ENTRY_LENGTH * SHARD_ENTRIES
HASH_LENGTH: Final = 32
NOT_ISSUED: Final = bytes(ENTRY_LENGTH)


@dataclass(frozen=True, slots=True)
class Digests:
    """The digests a verifier holds: index and shards, as of the accepted state `seq` whose claim 8 matched.

    Shards may be missing. Hashes are checked at the first look and the answer is remembered.
    """

    seq: int
    index: bytes
    shards: Mapping[int, bytes]
    _trusted: dict[int, bool] = field(default_factory=dict, init=False, repr=False, compare=False)
    _index_hash: list[bytes] = field(default_factory=list, init=False, repr=False, compare=False)

    def entry(self, idx: int) -> bytes | None:
        """Return the 16-byte entry at an index, zero beyond the last shard; None without a trusted shard."""
        shard_number = idx // SHARD_ENTRIES
        trusted = self._trusted.get(shard_number)
        if trusted is None:
            trusted = self._trusted[shard_number] = self._check(shard_number)
        if not trusted:
            return None
        shard = self.shards.get(shard_number)
        if shard is None:
            return NOT_ISSUED
        start = idx % SHARD_ENTRIES * ENTRY_LENGTH
        return shard[start : start + ENTRY_LENGTH]

    def index_hash(self) -> bytes:
        """Return the 16-byte hash of the index, to compare with a state's claim 8."""
        if not self._index_hash:
            self._index_hash.append(index_hash(self.index))
        return self._index_hash[0]

    def _check(self, shard_number: int) -> bool:
        start = shard_number * HASH_LENGTH
        if start >= len(self.index):
            return len(self.index) % HASH_LENGTH == 0 and shard_number not in self.shards
        shard = self.shards.get(shard_number, b"")
        expected = self.index[start : start + HASH_LENGTH]
        return len(shard) == SHARD_LENGTH and hashlib.sha256(shard).digest() == expected


def entry_of(sig_structure: bytes) -> bytes:
    """Return a credential's entry: SHA-256 of its Sig_structure, cut to 16 bytes."""
    return hashlib.sha256(sig_structure).digest()[:ENTRY_LENGTH]


def append(shards: Sequence[bytes], entries: Mapping[int, bytes]) -> list[bytes]:
    """Return all shards after new entries {idx: 16 bytes} were written; unchanged ones are the same objects.

    Raises: CredentialError `registry_rewritten`: an index holds another entry; `registry_malformed`.
    """
    result = list(shards)
    changed: dict[int, bytearray] = {}
    for idx, entry in sorted(entries.items()):
        if idx < 0 or len(entry) != ENTRY_LENGTH or entry == NOT_ISSUED:
            raise CredentialError("registry_malformed", f"entry {idx} isn't 16 bytes that differ from zero")
        number, position = divmod(idx, SHARD_ENTRIES)
        while number >= len(result):
            result.append(bytes(SHARD_LENGTH))
        shard = changed.setdefault(number, bytearray(result[number]))
        place = slice(position * ENTRY_LENGTH, (position + 1) * ENTRY_LENGTH)
        if shard[place] not in (NOT_ISSUED, entry):
            raise CredentialError("registry_rewritten", f"index {idx} already holds another credential")
        shard[place] = entry
    for number, shard in changed.items():
        result[number] = bytes(shard)
    return result


def index_of(shards: Sequence[bytes]) -> bytes:
    """Return the index: the concatenation of the shards' 32-byte SHA-256."""
    return b"".join([hashlib.sha256(shard).digest() for shard in shards])


def index_hash(index: bytes) -> bytes:
    """Return the index's SHA-256 cut to 16 bytes: the state's claim 8."""
    return hashlib.sha256(index).digest()[:16]


def open_index(data: bytes, *, expected: bytes) -> list[bytes]:
    """Return the 32-byte hashes of all shards of a fetched index.

    Args: expected: claim 8 of an accepted state, 16 bytes.
    Raises: CredentialError `registry_malformed`.
    """
    if len(data) % HASH_LENGTH or index_hash(data) != expected:
        raise CredentialError("registry_malformed", "the index isn't the one the state names")
    return [data[start : start + HASH_LENGTH] for start in range(0, len(data), HASH_LENGTH)]


def open_shard(data: bytes, *, expected: bytes) -> bytes:
    """Return a fetched shard after comparing it with its 32-byte hash from the index.

    Raises: CredentialError `registry_malformed`.
    """
    if len(data) != SHARD_LENGTH or hashlib.sha256(data).digest() != expected:
        raise CredentialError("registry_malformed", "the shard isn't the one the index names")
    return data
