"""Keyed hashes as a port: the list of those deprived is kept and searched under them (3.10(4))."""

from __future__ import annotations

from typing import Protocol


class Matching(Protocol):
    """Makes keyed hashes; whoever holds the database alone can't make them."""

    def hash(self, text: str) -> bytes:
        """Return 32 bytes that only this installation's key can make of the text."""
        ...
