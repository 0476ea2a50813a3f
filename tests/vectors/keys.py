"""Fixed private test keys, derived from their names; they sign vectors and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from server.credential.key_id import key_id
from server.credential.signer import SigningRole

ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_ES256: Final = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)


@cache
def private_key(name: str) -> ec.EllipticCurvePrivateKey:
    """Return the test key of a name: its scalar is a hash of the name."""
    scalar = int.from_bytes(hashlib.sha256(f"KGO-1 test vectors|{name}".encode()).digest(), "big")
    return ec.derive_private_key(scalar % (ORDER - 1) + 1, ec.SECP256R1())


def cose_key(name: str) -> dict[int, int | bytes]:
    """Return the public half of a test key as COSE_Key."""
    numbers = private_key(name).public_key().public_numbers()
    return {1: 2, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}


def kid(name: str) -> bytes:
    """Return the kid of a test key."""
    return key_id(cose_key(name))


def sign(name: str, message: bytes) -> bytes:
    """Return the deterministic (RFC 6979) 64-byte signature r‖s of a message."""
    r, s = decode_dss_signature(private_key(name).sign(message, _ES256))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def high_s_twin(signature: bytes) -> bytes:
    """Return the other signature that verifies for the same message: r‖(n − s)."""
    return signature[:32] + (ORDER - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")


@dataclass(frozen=True, slots=True)
class KeySigner:
    """The signing port over two test keys."""

    issue: str = "issue"
    state: str = "state"

    def key_id(self, role: SigningRole) -> bytes:
        """Return the kid of the role's test key."""
        return kid(self._name(role))

    def sign(self, role: SigningRole, sig_structures: Sequence[bytes]) -> list[bytes]:
        """Sign with the role's test key."""
        return [sign(self._name(role), message) for message in sig_structures]

    def _name(self, role: SigningRole) -> str:
        return self.issue if role == "issue" else self.state
