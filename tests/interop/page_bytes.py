"""The bytes of docs/credential-format.md, by code written from that page: no line of it is the product's."""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils


class Refused(Exception):
    """A code of the page."""


def need(holds: Any, code: str = "malformed") -> None:
    """Refuse unless it holds."""
    if not holds:
        raise Refused(code)


def count(value: Any, code: str) -> int:
    """Return an integer from 0."""
    need(type(value) is int and value >= 0, code)
    return int(value)


def text(value: Any, code: str) -> str:
    """Return a text of 1-400 bytes."""
    need(type(value) is str and 1 <= len(value.encode()) <= 400, code)
    return str(value)


def raw(value: Any, code: str, length: int | None = None) -> bytes:
    """Return bytes, of a length where one is given."""
    need(type(value) is bytes and length in (None, len(value)), code)
    return bytes(value)


# CBOR subset


def head(data: bytes, at: int) -> tuple[int, int, int]:
    """Return major type, argument and the next position."""
    need(at < len(data))
    major, info = data[at] >> 5, data[at] & 31
    need(info < 28)
    size = 0 if info < 24 else 1 << (info - 24)
    need(at + 1 + size <= len(data))
    value = int.from_bytes(data[at + 1 : at + 1 + size], "big") if size else info
    least = {0: 0, 1: 24, 2: 256, 4: 65536, 8: 1 << 32}[size]
    need(least <= value <= 2**53 - 1)
    return major, value, at + 1 + size


def item(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    """Return the item at a position and the next one."""
    need(at < len(data))
    if data[at] == 0xF6:
        return None, at + 1
    major, value, at = head(data, at)
    need(major < 6)
    if major < 2:
        need(value < 2**53 - 1 or major == 0)
        return (value if major == 0 else -1 - value), at
    if major < 4:
        need(at + value <= len(data))
        content = data[at : at + value]
        try:
            return (content if major == 2 else content.decode()), at + value
        except UnicodeDecodeError:
            raise Refused("malformed") from None
    need(depth < 6)
    if major == 4:
        members = []
        for _ in range(value):
            one, at = item(data, at, depth + 1)
            members.append(one)
        return members, at
    pairs: dict[Any, Any] = {}
    before = b""
    for _ in range(value):
        start = at
        key, at = item(data, at, depth + 1)
        need(type(key) in (int, str) and data[start:at] > before)
        before = data[start:at]
        pairs[key], at = item(data, at, depth + 1)
    return pairs, at


def decode(data: bytes, tag: int | None = None) -> Any:
    """Return the one value, under a tag where one is told."""
    at = 0
    if tag is not None:
        major, value, at = head(data, 0)
        need(major == 6 and value == tag)
    found, at = item(data, at, 0)
    need(at == len(data))
    return found


def encode(value: Any) -> bytes:
    """Return the encoding of a list, text, bytes or a small map in order."""

    def start(major: int, argument: int) -> bytes:
        size = next(n for n in (0, 1, 2, 4) if argument < (24 if n == 0 else 256**n))
        info = argument if size == 0 else {1: 24, 2: 25, 4: 26}[size]
        return bytes((major << 5 | info,)) + (argument.to_bytes(size, "big") if size else b"")

    if isinstance(value, list):
        return start(4, len(value)) + b"".join(map(encode, value))
    if isinstance(value, dict):
        return start(5, len(value)) + b"".join(encode(key) + encode(each) for key, each in value.items())
    if isinstance(value, int):
        return start(0, value) if value >= 0 else start(1, -1 - value)
    content = value.encode() if isinstance(value, str) else value
    return start(3 if isinstance(value, str) else 2, len(content)) + content


# signatures and keys


def sha(data: bytes, cut: int = 32) -> bytes:
    """Return a SHA-256, cut."""
    return hashlib.sha256(data).digest()[:cut]


def verifies(message: bytes, signature: bytes, key: dict[int, Any]) -> bool:
    """Tell whether ES256 holds."""
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        x, y = int.from_bytes(key[-2], "big"), int.from_bytes(key[-3], "big")
        public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        public.verify(utils.encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def cose_key(value: Any) -> dict[int, Any]:
    """Return a COSE_Key map."""
    need(type(value) is dict and set(value) == {1, -1, -2, -3} and (value[1], value[-1]) == (2, 1), "root_malformed")
    for label in (-2, -3):
        raw(value[label], "root_malformed", 32)
    return dict(value)


def kid_of(key: dict[int, Any]) -> bytes:
    """Return a key's kid."""
    return sha(encode({1: 2, -1: 1, -2: key[-2], -3: key[-3]}), 8)


def sign1(data: bytes, type_: str | None = None) -> tuple[bytes, bytes, bytes, bytes]:
    """Return kid, payload, Sig_structure and signature of a COSE_Sign1 with exactly the page's headers."""
    outer = decode(data, 18)
    need(type(outer) is list and len(outer) == 4)
    protected, unprotected, payload, signature = outer
    need(type(unprotected) is dict and not unprotected)
    header = decode(raw(protected, "malformed"))
    need(type(header) is dict and header.get(1) == -7)
    kid = raw(header.get(4), "malformed", 8)
    need(header == ({1: -7, 4: kid} if type_ is None else {1: -7, 4: kid, 16: type_}))
    signed = encode(["Signature1", protected, b"", raw(payload, "malformed")])
    return kid, payload, signed, raw(signature, "malformed", 64)


def inflate(data: bytes, limit: int) -> bytes:
    """Return one whole zlib stream."""
    stream = zlib.decompressobj()
    try:
        plain = stream.decompress(data, limit + 1)
    except zlib.error:
        raise Refused("malformed") from None
    need(len(plain) <= limit and stream.eof and not stream.unused_data)
    return plain
