"""A state's claim 9: how long the issuer's act log was and which leaf it ended with.

Made for auditors: whoever keeps a state can later ask for the log it speaks of. A verifier's verdict doesn't
depend on it, so `open_state` takes any byte string there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from server.credential import cbor
from server.credential.errors import malformed

LEAF_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The act log had `n` acts, the last of them with this leaf."""

    n: int
    leaf: bytes


def encode(checkpoint: Checkpoint) -> bytes:
    """Return the bytes of claim 9: the array `[n, leaf]`, 36 to 40 bytes up to 2^32 acts."""
    return cbor.encode([checkpoint.n, checkpoint.leaf])


def read_checkpoint(data: bytes) -> Checkpoint:
    """Read the bytes of claim 9.

    Raises: CredentialError `malformed`: not exactly `[n, leaf]` with n from 1 and a leaf of 32 bytes.
    """
    found = cbor.decode(data)
    if type(found) is not list or len(found) != 2 or type(found[0]) is not int or type(found[1]) is not bytes:
        raise malformed("checkpoint isn't [n, leaf]")
    n, leaf = found
    if n < 1 or len(leaf) != LEAF_LENGTH:
        raise malformed("checkpoint of an empty log, or its leaf isn't 32 bytes")
    return Checkpoint(n, leaf)
