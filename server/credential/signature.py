"""ES256 verification (RFC 9053 §2.1), the only primitive besides SHA-256 that this folder uses."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

SIGNATURE_LENGTH: Final = 64
_ES256: Final = ec.ECDSA(hashes.SHA256())


def verify_es256(message: bytes, signature: bytes, *, x: bytes, y: bytes) -> bool:
    """Return whether the 64-byte signature r‖s over the message is by the key with these 32-byte coordinates.

    High-s twins are accepted; a wrong length, zero or too great r or s, or a point off the curve are not.
    """
    if len(signature) != SIGNATURE_LENGTH:
        return False
    try:
        key = _public_key(x, y)
        r = int.from_bytes(signature[:32], "big")
        s = int.from_bytes(signature[32:], "big")
        key.verify(encode_dss_signature(r, s), message, _ES256)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=256)
def _public_key(x: bytes, y: bytes) -> ec.EllipticCurvePublicKey:
    """Return the parsed key; parsing costs a third of a verification, so it is remembered."""
    numbers = ec.EllipticCurvePublicNumbers(
        int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1()
    )
    return numbers.public_key()
