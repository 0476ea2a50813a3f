"""ES256 verification (RFC 9053 §2.1), the only primitive besides SHA-256 that this folder uses."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

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
        body = _der_integer(signature[:32]) + _der_integer(signature[32:])
        key.verify(bytes((0x30, len(body))) + body, message, _ES256)
    except (InvalidSignature, ValueError):
        return False
    return True


def _der_integer(value: bytes) -> bytes:
    """Return the DER of a non-negative integer of at most 32 bytes, big-endian."""
    digits = value.lstrip(b"\x00")
    if not digits or digits[0] & 0x80:
        digits = b"\x00" + digits
    return bytes((0x02, len(digits))) + digits


@lru_cache(maxsize=256)
def _public_key(x: bytes, y: bytes) -> ec.EllipticCurvePublicKey:
    """Return the parsed key; parsing costs a third of a verification, so it is remembered."""
    numbers = ec.EllipticCurvePublicNumbers(int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1())
    return numbers.public_key()
