"""An act as bytes: deterministic CBOR with ids and salted commitments, chained by its leaf; no personal data."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from server.accreditation.calendar import from_unix_seconds, unix_seconds
from server.credential import cbor

SALT_BYTES = 16
VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One act ready to be kept; `salts` by field are (salt, the committed value's CBOR)."""

    at: datetime
    entry: bytes
    leaf: bytes
    salts: dict[str, tuple[bytes, bytes]]


def make_entry(
    n: int,
    *,
    kind: str,
    at: datetime,
    actor_id: str,
    election_id: str | None,
    subjects: Mapping[str, str],
    committed: Mapping[str, object],
    previous: bytes,
    salt: Callable[[], bytes],
) -> Entry:
    """Return the act's entry and leaf.

    The entry is the map {1: version, 2: n, 3: unix seconds, 4: kind, 5: actor, 6: election or null,
    7: {name: id}, 8: {field: SHA-256(salt ‖ CBOR of the value)}, 9: leaf of the act before, empty for the first}.
    """
    seconds = unix_seconds(at)
    salts = {field: (salt(), cbor.encode(plain(value))) for field, value in committed.items()}
    entry = cbor.encode(
        {
            1: VERSION,
            2: n,
            3: seconds,
            4: kind,
            5: actor_id,
            6: election_id,
            7: dict(subjects),
            8: {field: commitment(*opened) for field, opened in salts.items()},
            9: previous,
        }
    )
    return Entry(from_unix_seconds(seconds), entry, leaf_of(entry), salts)


def leaf_of(entry: bytes) -> bytes:
    """Return SHA-256(0x00 ‖ entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def commitment(salt: bytes, value: bytes) -> bytes:
    """Return SHA-256(salt ‖ value)."""
    return hashlib.sha256(salt + value).digest()


def plain(value: object) -> Any:
    """Return the value in the CBOR subset: days and instants as ISO 8601, yes and no as 1 and 0."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value
