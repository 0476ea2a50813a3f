"""The claims of a credential: a CWT with identity data (169), status and observer claims, profile 1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from server.credential import cbor
from server.credential.errors import CredentialError, malformed

PROFILE: Final = 1
SECONDS_A_DAY: Final = 86_400
BISHKEK_OFFSET_SECONDS: Final = 21_600
OBSERVER: Final = -65801
LANGUAGES: Final = ("kir", "rus")
_LONGEST_TEXT: Final = 400
_ALPHA3: Final = re.compile(r"[A-Z]{3}")
_STATUS_FRAME: Final = b"\x19\xff\xff\xa1\x6bstatus_list\xa2\x63idx"  # 65535: {"status_list": {"idx":
_OBSERVER_FRAME: Final = b"\x3a\x00\x01\x01\x08\xa9\x01\x01\x02"  # -65801: {1: 1, 2:


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

    As deterministic CBOR leaves profile 1 one frame only, its members are read where they must stand; whatever
    has another frame is decoded to see whether it is of another profile.
    Raises: CredentialError `malformed`.
    """
    try:
        return _framed(payload)
    except (CredentialError, IndexError, UnicodeDecodeError):
        return _foreign(payload)


def _foreign(payload: bytes) -> ForeignProfile:
    claims = cbor.decode(payload)
    observer = claims.get(OBSERVER) if type(claims) is dict else None
    if type(observer) is not dict or type(observer.get(1)) is not int:
        raise malformed("observer claim has no profile")
    if observer[1] == PROFILE:
        raise malformed("claims have other keys, types or lengths than profile 1")
    return ForeignProfile(observer[1], _count(claims.get(6)), _text(observer.get(3)))


def _framed(data: bytes) -> CredentialClaims:
    """Read the one frame of profile 1; `at` runs past the end where a length lies, which the last line refuses."""
    read_text, read_count = cbor.read_text, cbor.read_count
    with_cnf = data[0] == 0xA8
    issuer, at = read_text(data, _expect(data, 0, b"\xa8\x01" if with_cnf else b"\xa7\x01"))
    not_before, at = cbor.read_integer(data, _expect(data, at, b"\x05"))
    issued_at, at = read_count(data, _expect(data, at, b"\x06"))
    at = _expect(data, at, b"\x07\x48") + 8
    credential_id = data[at - 8 : at]
    holder_key = None
    if with_cnf:
        at = _expect(data, at, b"\x08\xa1\x03\x58\x20") + 32
        holder_key = data[at - 32 : at]
    number, name_latin, citizenship, photo, name_cyrillic, language, at = _framed_identity(data, at)
    idx, at = read_count(data, _expect(data, at, _STATUS_FRAME))
    uri, at = read_text(data, _expect(data, at, b"\x63uri"))
    organisation, at = read_text(data, _expect(data, at, _OBSERVER_FRAME))
    election, at = read_text(data, _expect(data, at, b"\x03"))
    day, at = read_count(data, _expect(data, at, b"\x04"))
    category, at = read_text(data, _expect(data, at, b"\x05"))
    country, at = read_text(data, _expect(data, at, b"\x06"))
    at = _expect(data, at, b"\x07\x42") + 2
    commitment = data[at - 2 : at]
    regulation, at = read_text(data, _expect(data, at, b"\x08"))
    first_seq, at = read_count(data, _expect(data, at, b"\x09"))
    if at != len(data):
        raise malformed("claims end elsewhere")
    for value in (issuer, number, name_latin, uri, organisation, election, category, regulation):
        _text(value)
    return CredentialClaims(
        issuer, issued_at, credential_id, number, name_latin, _alpha3(citizenship), idx, uri, organisation, election,
        day, category, _alpha3(country), commitment, regulation, first_seq, not_before, name_cyrillic, language,
        photo, holder_key,
    )  # fmt: skip


def _framed_identity(data: bytes, at: int) -> tuple[str, str, str, bytes | None, str | None, str | None, int]:
    """Read claim 169: number, Latin name, citizenship, photo, Cyrillic name, its language, and where it ends."""
    at = _expect(data, at, b"\x18\xa9")
    members = data[at]
    number, at = cbor.read_text(data, _expect(data, at + 1, b"\x01"))
    name_latin, at = cbor.read_text(data, _expect(data, at, b"\x03\x63eng\x04"))
    citizenship, at = cbor.read_text(data, _expect(data, at, b"\x0d"))
    expected = 0xA4
    photo = name_cyrillic = language = None
    if data[at] == 16:
        photo, at = cbor.read_bytes(data, at + 1)
        at = _expect(data, at, b"\x11\x04")
        expected += 2
    if data[at] == 19:
        name_cyrillic, at = cbor.read_text(data, at + 1)
        language, at = cbor.read_text(data, _expect(data, at, b"\x14"))
        expected += 2
        if language not in LANGUAGES or not _text(name_cyrillic):
            raise malformed("second language isn't kir or rus")
    if members != expected or photo == b"":
        raise malformed("identity data has other keys than the profile")
    return number, name_latin, citizenship, photo, name_cyrillic, language, at


def _expect(data: bytes, at: int, frame: bytes) -> int:
    """Return where the frame's bytes end that must stand at `at`."""
    if not data.startswith(frame, at):
        raise malformed("claims have another frame than profile 1")
    return at + len(frame)


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


def _written(value: str) -> bytes:
    """Return the encoding of a text of 1-400 bytes."""
    if type(value) is str:
        try:
            encoded = value.encode()
        except UnicodeEncodeError:
            raise malformed("text isn't Unicode") from None
        if 0 < len(encoded) <= _LONGEST_TEXT:
            return cbor.head(3, len(encoded)) + encoded
    raise malformed("text isn't 1-400 bytes")


def to_payload(claims: CredentialClaims) -> bytes:
    """Return the deterministic CBOR of the claims, framed by hand as its shape is fixed.

    Raises: CredentialError `malformed`: a value that `parse` would refuse.
    """
    integer, text = cbor.integer, _written
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
            text(claims.issuer),
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
            text(claims.number),
            b"\x03\x63eng\x04",
            text(claims.name_latin),
            b"\x0d",
            cbor.text(_alpha3(claims.citizenship)),
            b"" if photo is None else b"\x10" + cbor.byte_string(photo) + b"\x11\x04",
            b"" if name_cyrillic is None else b"\x13" + text(name_cyrillic) + b"\x14\x63",
            (claims.language or "").encode(),
            _STATUS_FRAME,
            integer(_count(claims.idx)),
            b"\x63uri",
            text(claims.uri),
            _OBSERVER_FRAME,
            text(claims.organisation),
            b"\x03",
            text(claims.election),
            b"\x04",
            integer(_count(claims.accreditation_day)),
            b"\x05",
            text(claims.category),
            b"\x06",
            cbor.text(_alpha3(claims.document_country)),
            b"\x07\x42",
            _bytes(claims.document_commitment, 2),
            b"\x08",
            text(claims.regulation),
            b"\x09",
            integer(_count(claims.first_seq)),
        )
    )
