"""COSE_Sign1 and its Sig_structure (RFC 9052 §4.2, §4.4), generic: it judges no header and no key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from server.credential import cbor
from server.credential.errors import malformed

SIGN1_TAG: Final = 18
ALG: Final = 1
KID: Final = 4
TYPE: Final = 16
ES256: Final = -7
EMPTY_MAP: Final = b"\xa0"
_SIGNATURE1: Final = b"\x84\x6aSignature1"


@dataclass(frozen=True, slots=True)
class Sign1:
    """An opened COSE_Sign1: header bytes and both header maps, payload (None when detached), signature."""

    protected: bytes
    headers: dict[int | str, Any]
    unprotected: dict[int | str, Any]
    payload: bytes | None
    signature: bytes

    def sig_structure(self, *, external_aad: bytes = b"", payload: bytes | None = None) -> bytes:
        """Return the bytes that were signed; an empty protected header sent as `a0` enters as no bytes.

        Raises: CredentialError `malformed`: the payload is detached and none was given.
        """
        content = self.payload if payload is None else payload
        if content is None:
            raise malformed("detached payload")
        protected = b"" if self.protected == EMPTY_MAP else self.protected
        return sig_structure(protected, content, external_aad=external_aad)


def sig_structure(protected: bytes, payload: bytes, *, external_aad: bytes = b"") -> bytes:
    """Return the encoded array `["Signature1", protected, external_aad, payload]`."""
    return b"".join(
        (
            _SIGNATURE1,
            cbor.byte_string(protected),
            cbor.byte_string(external_aad),
            cbor.byte_string(payload),
        )
    )


def parse_sig_structure(data: bytes) -> tuple[bytes, bytes]:
    """Return (protected, payload) of an encoded Sig_structure for Sign1 without external data.

    Raises: CredentialError `malformed`.
    """
    value = cbor.decode(data)
    if type(value) is not list or len(value) != 4 or value[0] != "Signature1" or value[2] != b"":
        raise malformed("not a Sig_structure of COSE_Sign1")
    if type(value[1]) is not bytes or type(value[3]) is not bytes:
        raise malformed("Sig_structure members aren't byte strings")
    return value[1], value[3]


def open_sign1(data: bytes, *, tagged: bool = True) -> Sign1:
    """Take a COSE_Sign1 apart without judging its headers or checking its signature.

    Args: tagged: False where the context says what the bytes are (RFC 9052 §2) and the tag is left out.
    Raises: CredentialError `malformed`: not in the CBOR subset, another tag or another shape.
    """
    outer = cbor.decode(data)
    if tagged:
        if type(outer) is not cbor.Tagged or outer.tag != SIGN1_TAG:
            raise malformed("not a tagged COSE_Sign1")
        outer = outer.value
    if type(outer) is not list or len(outer) != 4:
        raise malformed("COSE_Sign1 isn't an array of four")
    protected, unprotected, payload, signature = outer
    if type(protected) is not bytes or type(signature) is not bytes or type(unprotected) is not dict:
        raise malformed("COSE_Sign1 members have other types")
    if payload is not None and type(payload) is not bytes:
        raise malformed("COSE_Sign1 payload isn't a byte string")
    headers = cbor.decode(protected) if protected else {}
    if type(headers) is not dict:
        raise malformed("protected header isn't a map")
    if not headers.keys().isdisjoint(unprotected):
        raise malformed("a header stands in both maps")
    return Sign1(protected, headers, unprotected, payload, signature)


def assemble(protected: bytes, payload: bytes, signature: bytes) -> bytes:
    """Return the tagged COSE_Sign1 with an empty unprotected header."""
    return b"".join(
        (
            b"\xd2\x84",
            cbor.byte_string(protected),
            EMPTY_MAP,
            cbor.byte_string(payload),
            cbor.byte_string(signature),
        )
    )
