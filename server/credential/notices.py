"""Revocation notices: why and when each index was revoked, in one file whose hash stands in the state."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from server.credential import cbor
from server.credential.errors import CredentialError

KINDS: Final = ("V1", "V2", "V3", "W1", "W2")
HASH_LENGTH: Final = 16
_LONGEST_TEXT: Final = 400


@dataclass(frozen=True, slots=True)
class Notice:
    """One revocation: effective minute in unix seconds, kind "V1"…"W2", decree and its day."""

    effective_minute: int
    kind: str
    decree_number: str
    decree_day: int


def encode(notices: Mapping[int, Notice]) -> bytes:
    """Return the deterministic CBOR map `{index: [effective minute, kind, decree number, decree day]}`.

    Raises: CredentialError `malformed`, `notices_malformed`: values the format refuses.
    """
    encoded = cbor.encode(
        {
            idx: [notice.effective_minute, notice.kind, notice.decree_number, notice.decree_day]
            for idx, notice in notices.items()
        }
    )
    decode(encoded)
    return encoded


def decode(data: bytes) -> dict[int, Notice]:
    """Return the notices by index.

    Raises: CredentialError `notices_malformed`.
    """
    try:
        entries = cbor.decode(data)
    except CredentialError as fault:
        raise _malformed(fault.detail) from None
    if type(entries) is not dict:
        raise _malformed("not a map")
    return {_count(idx): _notice(value) for idx, value in entries.items()}


def notices_hash(data: bytes) -> bytes:
    """Return the SHA-256 of encoded notices cut to 16 bytes: the state's claim 12."""
    return hashlib.sha256(data).digest()[:HASH_LENGTH]


def open_notices(data: bytes, *, expected: bytes) -> dict[int, Notice]:
    """Return fetched notices after comparing them with claim 12 of an accepted state.

    Raises: CredentialError `notices_malformed`.
    """
    if notices_hash(data) != expected:
        raise _malformed("not the notices the state names")
    return decode(data)


def _notice(value: Any) -> Notice:
    if type(value) is not list or len(value) != 4:
        raise _malformed("a notice isn't an array of four")
    minute, kind, number, day = value
    if kind not in KINDS:
        raise _malformed("unknown kind")
    if type(number) is not str or not 1 <= len(number.encode()) <= _LONGEST_TEXT:
        raise _malformed("decree number isn't 1-400 bytes")
    return Notice(_count(minute), kind, number, _count(day))


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise _malformed("not a non-negative integer")
    return value


def _malformed(detail: str) -> CredentialError:
    return CredentialError("notices_malformed", detail)
