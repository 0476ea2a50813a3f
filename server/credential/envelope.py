"""Sealing and opening credentials: COSE_Sign1, ES256, protected header exactly `{1: -7, 4: kid}`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from server.credential import cbor, cose
from server.credential.claims import CredentialClaims, to_payload
from server.credential.cose import assemble as assemble
from server.credential.errors import malformed
from server.credential.key_id import KEY_ID_LENGTH
from server.credential.signature import SIGNATURE_LENGTH
from server.credential.signer import Signer

_HEADER: Final = b"\xa2\x01\x26\x04\x48"  # {1: -7, 4: 8 bytes}
_OPENING: Final = b"\xd2\x84\x4d" + _HEADER  # tag 18, array of four, 13 bytes
_PROTECTED_END: Final = len(_OPENING) + KEY_ID_LENGTH
_SIGNED_OPENING: Final = b"\x84\x6aSignature1\x4d"
_SIGNATURE_HEAD: Final = b"\x58\x40"
_NO_EXTERNAL_DATA: Final = b"\x40"


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A credential before its signature."""

    protected: bytes
    payload: bytes
    sig_structure: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """A credential's bytes taken apart; nothing is checked beyond the envelope's shape."""

    kid: bytes
    payload: bytes
    sig_structure: bytes
    signature: bytes


def protected_header(kid: bytes) -> bytes:
    """Return the encoded protected header `{1: -7, 4: kid}`.

    Raises: CredentialError `malformed`: kid isn't 8 bytes.
    """
    if type(kid) is not bytes or len(kid) != KEY_ID_LENGTH:
        raise malformed("kid isn't 8 bytes")
    return _HEADER + kid


def sig_structure(protected: bytes, payload: bytes) -> bytes:
    """Return the bytes a credential's signature covers: `["Signature1", protected, h'', payload]`."""
    return cose.sig_structure(protected, payload)


def digest(signed: bytes) -> bytes:
    """Return the SHA-256 of a Sig_structure: what identifies a credential or state."""
    return hashlib.sha256(signed).digest()


def prepare(claims: CredentialClaims, *, kid: bytes) -> Unsigned:
    """Return the bytes to sign for these claims.

    Raises: CredentialError `malformed`: a claim the profile refuses.
    """
    protected = protected_header(kid)
    payload = to_payload(claims)
    return Unsigned(protected, payload, cose.sig_structure(protected, payload))


def seal(claims: CredentialClaims, *, signer: Signer) -> bytes:
    """Return a signed credential.

    Raises: CredentialError `malformed`: a claim the profile refuses; whatever the signer raises.
    """
    protected = protected_header(signer.key_id("issue"))
    payload = to_payload(claims)
    (signature,) = signer.sign("issue", (cose.sig_structure(protected, payload),))
    return assemble(protected, payload, signature)


def seal_many(batch: Sequence[CredentialClaims], *, signer: Signer) -> list[bytes]:
    """Return signed credentials in the order of their claims, with one call to the signer.

    Raises: CredentialError `malformed`: a claim the profile refuses; whatever the signer raises.
    """
    kid = signer.key_id("issue")
    unsigned = [prepare(claims, kid=kid) for claims in batch]
    signatures = signer.sign("issue", [one.sig_structure for one in unsigned])
    return [
        assemble(one.protected, one.payload, signature) for one, signature in zip(unsigned, signatures, strict=True)
    ]


def open_credential(sealed: bytes) -> Sealed:
    """Take a credential's bytes apart; as its frame is fixed, any other first 17 bytes are refused.

    Raises: CredentialError `malformed`.
    """
    if sealed[: len(_OPENING)] != _OPENING or sealed[_PROTECTED_END : _PROTECTED_END + 1] != b"\xa0":
        raise malformed("not a COSE_Sign1 with exactly {1: -7, 4: kid} and an empty unprotected header")
    start = _PROTECTED_END + 1
    end = len(sealed) - SIGNATURE_LENGTH - len(_SIGNATURE_HEAD)
    payload_start = start + 1 + _length_bytes(sealed, start)
    payload = sealed[payload_start:end]
    if end < payload_start or cbor.head(2, len(payload)) != sealed[start:payload_start]:
        raise malformed("payload isn't a byte string of the right length")
    if sealed[end : end + 2] != _SIGNATURE_HEAD:
        raise malformed("signature isn't a byte string of 64 bytes")
    signed = b"".join(
        (_SIGNED_OPENING, sealed[3:_PROTECTED_END], _NO_EXTERNAL_DATA, sealed[start:end]),
    )
    return Sealed(sealed[len(_OPENING) : _PROTECTED_END], payload, signed, sealed[end + 2 :])


def _length_bytes(sealed: bytes, start: int) -> int:
    """Return how many bytes follow the payload's initial byte: 0, 1 or 2 (16 KiB is the most)."""
    initial = sealed[start : start + 1]
    return 1 if initial == b"\x58" else 2 if initial == b"\x59" else 0
