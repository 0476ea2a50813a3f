"""Signing with private keys in PEM files: ES256, deterministic (RFC 6979), 64-byte r‖s."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from server.credential.key_id import key_id

Role = Literal["issue", "state"]
_ES256 = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)


class PemSigner:
    """The signing port over keys held in memory; lives in the signer process only."""

    def __init__(self, keys: dict[Role, ec.EllipticCurvePrivateKey]) -> None:
        self._keys = keys
        self._key_ids = {role: key_id(cose_key(key)) for role, key in keys.items()}

    def key_id(self, role: Role) -> bytes:
        """Return the 8-byte kid of the role's key."""
        return self._key_ids[role]

    def sign(self, role: Role, sig_structures: Sequence[bytes]) -> list[bytes]:
        """Sign each Sig_structure as it is; whoever calls has checked it."""
        return [sign_es256(self._keys[role], message) for message in sig_structures]


def sign_es256(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """Return the 64-byte signature r‖s of the message."""
    r, s = decode_dss_signature(key.sign(message, _ES256))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def cose_key(key: ec.EllipticCurvePrivateKey) -> dict[int, int | bytes]:
    """Return the public half as the COSE_Key ``{1: 2, -1: 1, -2: x, -3: y}``."""
    numbers = key.public_key().public_numbers()
    return {1: 2, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}


def make_key() -> ec.EllipticCurvePrivateKey:
    """Make a new P-256 key."""
    return ec.generate_private_key(ec.SECP256R1())


def pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the private key as unencrypted PKCS 8 PEM."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def load_key(path: Path) -> ec.EllipticCurvePrivateKey:
    """Read a P-256 private key.

    Raises:
        ValueError: the file is not such a key.
    """
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError(f"{path.name} is not a P-256 key")
    return key
