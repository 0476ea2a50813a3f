"""Key identifiers: the first 8 bytes of the RFC 9679 SHA-256 thumbprint of a P-256 COSE_Key."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from server.credential import cbor
from server.credential.errors import malformed

KEY_ID_LENGTH: Final = 8
COORDINATE_LENGTH: Final = 32
_FIXED: Final = {1: 2, -1: 1}  # EC2, P-256


def thumbprint(cose_key: Mapping[int, Any]) -> bytes:
    """Return the 32-byte thumbprint of the COSE_Key `{1: 2, -1: 1, -2: x, -3: y}` (RFC 9679 §3).

    Raises: CredentialError `malformed`: other members, types or lengths.
    """
    check_key(cose_key)
    return hashlib.sha256(cbor.encode(dict(cose_key))).digest()


def key_id(cose_key: Mapping[int, Any]) -> bytes:
    """Return the 8-byte kid of a COSE_Key.

    Raises: CredentialError `malformed`: other members, types or lengths.
    """
    return thumbprint(cose_key)[:KEY_ID_LENGTH]


def check_key(cose_key: Any) -> None:
    """Refuse what isn't exactly `{1: 2, -1: 1, -2: x, -3: y}` with 32-byte coordinates.

    Raises: CredentialError `malformed`.
    """
    if not isinstance(cose_key, Mapping) or set(cose_key) != {1, -1, -2, -3}:
        raise malformed("COSE_Key has other members than 1, -1, -2, -3")
    for label, value in _FIXED.items():
        if type(cose_key[label]) is not int or cose_key[label] != value:
            raise malformed("COSE_Key isn't EC2 on P-256")
    for label in (-2, -3):
        if type(cose_key[label]) is not bytes or len(cose_key[label]) != COORDINATE_LENGTH:
            raise malformed("COSE_Key coordinate isn't 32 bytes")
