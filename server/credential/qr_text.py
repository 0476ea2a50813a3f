"""The text inside a QR code: `HTTPS://ORIGIN/V#` and one big integer in base 10; Base45 for other readers."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal

from server.credential import base45
from server.credential.errors import CredentialError, malformed
from server.credential.inflate import QR_LIMIT, inflate

Path = Literal["V", "S"]
_COMPRESSED: Final = b"\x01"
_PLAIN: Final = b"\x02"
_MOST_DIGITS: Final = 4296
_FIRST_DIGITS: Final = "123456789"
_DIGITS: Final = "0123456789"
_LONGEST_BASE45: Final = 65_536
_OTHER_HOST: Final = re.compile(r"[hH][tT][tT][pP][sS]?://[^/?#]+/[VS]#")
_COSE_SIGN1: Final = b"\xd2\x84"


def to_text(sealed: bytes, *, origin: str, path: Path = "V") -> str:
    """Return the text to print or show: upper-case origin, path, `#`, digits.

    Args: origin: scheme and host without a trailing slash; path: "V" for a credential, "S" for a state.
    Raises: CredentialError `malformed`: the bytes need more than 4,296 digits.
    """
    digits = to_digits(sealed)
    return f"{origin.upper()}/{path}#{digits}"


def to_digits(sealed: bytes) -> str:
    """Return `0x01` + zlib level 9 or `0x02` + plain, whichever is shorter, as one integer in base 10.

    Raises: CredentialError `malformed`: more than 4,296 digits.
    """
    framed = min(_COMPRESSED + zlib.compress(sealed, 9), _PLAIN + sealed, key=len)
    if len(framed) > 1785:  # 256**1784 has 4,297 digits
        raise malformed("too long for a QR code")
    digits = str(int.from_bytes(framed, "big"))
    if len(digits) > _MOST_DIGITS:
        raise malformed("too long for a QR code")
    return digits


def to_base45(sealed: bytes) -> str:
    """Return the interoperable form that readers of CWT claim 169 decode: Base45 of the zlib bytes."""
    return base45.encode(zlib.compress(sealed, 9))


def read_text(text: str, *, origins: Iterable[str], path: Path = "V") -> bytes:
    """Return the bytes that a scanned text carries (credential for path "V", state for "S").

    This is string work: no URL parser, nothing stripped.
    Raises: CredentialError `malformed` (our own code, damaged), `other_host` (a code of this kind that
        leads to another site), `not_a_credential` (some other code, or the other path of ours).
    """
    third_slash = _third_slash(text)
    origin = text[:third_slash]
    if origin.isascii() and origin.lower() in _lowered(tuple(origins)):
        rest = text[third_slash:]
        if rest.startswith(f"/{'S' if path == 'V' else 'V'}#"):
            raise CredentialError("not_a_credential", "the code of another kind of ours")
        if not rest.startswith(f"/{path}#"):
            raise malformed("our origin, but another path")
        return from_digits(rest[3:])
    if _OTHER_HOST.match(text):
        raise CredentialError("other_host", "the code leads to another site")
    return _from_base45(text)


def _third_slash(text: str) -> int:
    """Return where the third slash stands; 0 where there are fewer."""
    at = -1
    for _ in range(3):
        at = text.find("/", at + 1)
        if at < 0:
            return 0
    return at


def from_digits(digits: str) -> bytes:
    """Return the bytes of the integer after `#` (ASCII digits, no leading zero, at most 4,296).

    Raises: CredentialError `malformed`.
    """
    number = _to_integer(digits)
    framed = number.to_bytes((number.bit_length() + 7) // 8, "big")
    if framed[:1] == _COMPRESSED:
        return inflate(framed[1:], limit=QR_LIMIT)
    if framed[:1] == _PLAIN:
        return framed[1:]
    raise malformed("first byte is neither 0x01 nor 0x02")


def _to_integer(digits: str) -> int:
    """Return the integer of at most 4,296 ASCII digits that don't begin with zero.

    `int` also takes other digits, signs, underscores between and white space around: those are refused before.
    """
    if not 0 < len(digits) <= _MOST_DIGITS or not digits.isascii() or "_" in digits:
        raise malformed("not a number of the grammar")
    if digits[0] not in _FIRST_DIGITS or digits[-1] not in _DIGITS:
        raise malformed("not a number of the grammar")
    try:
        return _halves(digits) if 0 < sys.get_int_max_str_digits() < len(digits) else int(digits)
    except ValueError:
        raise malformed("not a number of the grammar") from None


def _halves(digits: str) -> int:
    """Return the integer where the interpreter's limit on digits was set below what the grammar lets pass."""
    if not digits.isdecimal():
        raise malformed("not a number of the grammar")
    if len(digits) <= 640:  # the least limit that can be set
        return int(digits)
    half = len(digits) // 2
    power: int = 10**half
    return _halves(digits[:-half]) * power + _halves(digits[-half:])


def _from_base45(text: str) -> bytes:
    try:
        if len(text) > _LONGEST_BASE45:
            raise malformed("too long for a QR code")
        sealed = inflate(base45.decode(text), limit=QR_LIMIT)
    except CredentialError as fault:
        raise CredentialError("not_a_credential", fault.detail) from None
    if sealed[:2] != _COSE_SIGN1:
        raise CredentialError("not_a_credential", "Base45 of something else")
    return sealed


@lru_cache(maxsize=16)
def _lowered(origins: tuple[str, ...]) -> frozenset[str]:
    return frozenset(origin.lower() for origin in origins)
