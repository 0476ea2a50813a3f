"""The port through which bytes get signed; private keys stay behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

SigningRole = Literal["issue", "state"]


class Signer(Protocol):
    """Holds one private key for each role and signs Sig_structures (RFC 9052 §4.4) with ES256."""

    def key_id(self, role: SigningRole) -> bytes:
        """Return the 8-byte kid of the role's key."""
        ...

    def sign(self, role: SigningRole, sig_structures: Sequence[bytes]) -> list[bytes]:
        """Return a 64-byte signature r‖s for each Sig_structure, in order."""
        ...
