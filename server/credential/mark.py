"""What is remembered of accepted states: enough to refuse older and forked ones, and the clock floor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from server.credential.root import Root


class Mark(Protocol):
    """What is remembered of an accepted state to refuse older and forked ones; every ElectionState is one."""

    @property
    def election(self) -> str:
        """Election id."""
        ...

    @property
    def kid(self) -> bytes:
        """The kid under which it was signed."""
        ...

    @property
    def seq(self) -> int:
        """Sequence number."""
        ...

    @property
    def iat(self) -> int:
        """Issue time, unix seconds."""
        ...

    @property
    def digest(self) -> bytes:
        """SHA-256 of its Sig_structure."""
        ...


def is_compromised(root: Root, kid: bytes) -> bool:
    """Return whether the root calls a key with this kid compromised."""
    return any(key.standing == "compromised" for key in root.by_kid.get(kid, ()))


def floor_of(root: Root, held: Iterable[Mark]) -> int:
    """Return the clock floor: the newest iat among root and states, without compromised keys."""
    return max([root.iat, *(mark.iat for mark in held if not is_compromised(root, mark.kid))])
