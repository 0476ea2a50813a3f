"""The claims of a credential: a CWT with identity data (169), status and observer claims, profile 1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from server.credential import cbor
from server.credential.errors import malformed

PROFILE: Final = 1
SECONDS_A_DAY: Final = 86_400
BISHKEK_OFFSET_SECONDS: Final = 21_600
IDENTITY: Final = 169
STATUS: Final = 65535
OBSERVER: Final = -65801
PHOTO_IS_WEBP: Final = 4
LANGUAGES: Final = ("kir", "rus")
_LONGEST_TEXT: Final = 400
_ALPHA3: Final = re.compile(r"[A-Z]{3}")
_REQUIRED: Final = frozenset({1, 5, 6, 7, IDENTITY, STATUS, OBSERVER})
_REQUIRED_WITH_CNF: Final = _REQUIRED | {8}
_IDENTITY: Final = frozenset({1, 3, 4, 13})
_IDENTITY_PHOTO: Final = frozenset({16, 17})
_IDENTITY_SECOND: Final = frozenset({19, 20})
_OBSERVER: Final = frozenset(range(1, 10))
_STATUS_KEYS: Final = frozenset({"status_list"})
_LIST_KEYS: Final = frozenset({"idx", "uri"})


@dataclass(frozen=True, slots=True)
class CredentialClaims:
    """What a credential of profile 1 says. Instants are unix seconds, days are days since 1970-01-01."""

    issuer: str
    issued_at: int
    credential_id: bytes  # cti, 8 random bytes
    number: str  # certificate number, ungrouped
    name_latin: str
    citizenship: str  # alpha-3
    idx: int
    uri: str  # <issuer>/s/<election>
    organisation: str
    election: str
    accreditation_day: int
    category: str
    document_country: str  # alpha-3
    document_commitment: bytes  # 2 bytes
    regulation: str
    first_seq: int  # seq of the first state that lists this credential
    not_before: int | None = None  # unix seconds; None: 00:00 Asia/Bishkek of the accreditation day
    name_cyrillic: str | None = None
    language: str | None = None  # "kir" or "rus", with name_cyrillic
    photo: bytes | None = None  # WebP, portrait carrier only
    holder_key: bytes | None = None  # 32-byte thumbprint, phone carrier only


@dataclass(frozen=True, slots=True)
class ForeignProfile:
    """The little that is read of a credential whose profile this code does not know."""

    profile: int
    issued_at: int
    election: str


def start_of_day(day: int) -> int:
    """Return the unix second at which a local day of Asia/Bishkek (UTC+6, no summer time) begins."""
    return day * SECONDS_A_DAY - BISHKEK_OFFSET_SECONDS


def local_day(instant: int) -> int:
    """Return the local day of Asia/Bishkek in which a unix second falls."""
    return (instant + BISHKEK_OFFSET_SECONDS) // SECONDS_A_DAY


def parse(payload: bytes) -> CredentialClaims | ForeignProfile:
    """Read a credential's payload: exactly the keys, types and lengths of profile 1.

    Raises: CredentialError `malformed`.
    """
    claims = cbor.decode(payload)
    if type(claims) is not dict:
        raise malformed("claims aren't a map")
    observer = claims.get(OBSERVER)
    if type(observer) is not dict or type(observer.get(1)) is not int:
        raise malformed("observer claim has no profile")
    if observer[1] != PROFILE:
        return ForeignProfile(observer[1], _count(claims.get(6)), _text(observer.get(3)))
    keys = claims.keys()
    if keys != _REQUIRED and keys != _REQUIRED_WITH_CNF:
        raise malformed("claims have other keys than the profile")
    return _read(claims, observer)


def _read(claims: dict[int | str, Any], observer: dict[int | str, Any]) -> CredentialClaims:
    identity, status = claims[IDENTITY], claims[STATUS]
    if observer.keys() != _OBSERVER:
        raise malformed("observer claim has other keys than the profile")
    if type(status) is not dict or status.keys() != _STATUS_KEYS:
        raise malformed("status claim has other keys than the profile")
    entry = status["status_list"]
    if type(entry) is not dict or entry.keys() != _LIST_KEYS:
        raise malformed("status_list has other keys than the profile")
    photo, name_cyrillic, language = _optional_identity(identity)
    if type(claims[5]) is not int:
        raise malformed("nbf isn't an integer")
    return CredentialClaims(
        _text(claims[1]),
        _count(claims[6]),
        _bytes(claims[7], 8),
        _text(identity[1]),
        _text(identity[4]),
        _alpha3(identity[13]),
        _count(entry["idx"]),
        _text(entry["uri"]),
        _text(observer[2]),
        _text(observer[3]),
        _count(observer[4]),
        _text(observer[5]),
        _alpha3(observer[6]),
        _bytes(observer[7], 2),
        _text(observer[8]),
        _count(observer[9]),
        claims[5],
        name_cyrillic,
        language,
        photo,
        _holder_key(claims[8]) if 8 in claims else None,
    )


def _optional_identity(identity: Any) -> tuple[bytes | None, str | None, str | None]:
    """Check the keys of claim 169 and its fixed values; return photo, name in Cyrillic and its language."""
    if type(identity) is not dict:
        raise malformed("identity data isn't a map")
    keys = identity.keys()
    photo = name_cyrillic = language = None
    needed = len(_IDENTITY)
    if 16 in keys:
        needed += 2
        photo = identity[16]
        if type(photo) is not bytes or not photo or identity.get(17) != PHOTO_IS_WEBP:
            raise malformed("photo isn't WebP bytes")
    if 19 in keys:
        needed += 2
        name_cyrillic, language = _text(identity[19]), identity.get(20)
        if language not in LANGUAGES:
            raise malformed("second language isn't kir or rus")
    if len(keys) != needed or not keys >= _IDENTITY or identity[3] != "eng":
        raise malformed("identity data has other keys than the profile")
    return photo, name_cyrillic, language


def _text(value: Any) -> str:
    if type(value) is not str or not value or (len(value) > 100 and len(value.encode()) > _LONGEST_TEXT):
        raise malformed("text isn't 1-400 bytes")
    return value


def _alpha3(value: Any) -> str:
    if type(value) is not str or _ALPHA3.fullmatch(value) is None:
        raise malformed("country isn't three capital letters")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise malformed("number isn't a non-negative integer")
    return value


def _bytes(value: Any, length: int) -> bytes:
    if type(value) is not bytes or len(value) != length:
        raise malformed(f"byte string isn't {length} bytes")
    return value


def _holder_key(value: Any) -> bytes:
    if type(value) is not dict or value.keys() != {3}:
        raise malformed("cnf has other keys than the profile")
    return _bytes(value[3], 32)


def to_payload(claims: CredentialClaims) -> bytes:
    """Return the deterministic CBOR of the claims, framed by hand as its shape is fixed.

    Raises: CredentialError `malformed`: a value that `parse` would refuse.
    """
    integer, text = cbor.integer, cbor.text
    not_before = start_of_day(claims.accreditation_day) if claims.not_before is None else claims.not_before
    photo, holder_key, name_cyrillic = claims.photo, claims.holder_key, claims.name_cyrillic
    if (name_cyrillic is None) != (claims.language is None) or claims.language not in (None, *LANGUAGES):
        raise malformed("name in Cyrillic and its language (kir, rus) go together")
    if photo is not None and (type(photo) is not bytes or not photo):
        raise malformed("photo isn't bytes")
    identity = 4 + 2 * (photo is not None) + 2 * (name_cyrillic is not None)
    return b"".join(
        (
            b"\xa7\x01" if holder_key is None else b"\xa8\x01",
            text(_text(claims.issuer)),
            b"\x05",
            integer(not_before),
            b"\x06",
            integer(_count(claims.issued_at)),
            b"\x07\x48",
            _bytes(claims.credential_id, 8),
            b"" if holder_key is None else b"\x08\xa1\x03\x58\x20" + _bytes(holder_key, 32),
            b"\x18\xa9",
            bytes((0xA0 | identity,)),
            b"\x01",
            text(_text(claims.number)),
            b"\x03\x63eng\x04",
            text(_text(claims.name_latin)),
            b"\x0d",
            text(_alpha3(claims.citizenship)),
            b"" if photo is None else b"\x10" + cbor.byte_string(photo) + b"\x11\x04",
            b"" if name_cyrillic is None else b"\x13" + text(_text(name_cyrillic)) + b"\x14\x63",
            (claims.language or "").encode(),
            b"\x19\xff\xff\xa1\x6bstatus_list\xa2\x63idx",
            integer(_count(claims.idx)),
            b"\x63uri",
            text(_text(claims.uri)),
            b"\x3a\x00\x01\x01\x08\xa9\x01\x01\x02",
            text(_text(claims.organisation)),
            b"\x03",
            text(_text(claims.election)),
            b"\x04",
            integer(_count(claims.accreditation_day)),
            b"\x05",
            text(_text(claims.category)),
            b"\x06",
            text(_alpha3(claims.document_country)),
            b"\x07\x42",
            _bytes(claims.document_commitment, 2),
            b"\x08",
            text(_text(claims.regulation)),
            b"\x09",
            integer(_count(claims.first_seq)),
        )
    )
