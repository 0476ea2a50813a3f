"""The strict CBOR subset of KGO-1 (RFC 8949 §4.2.1 deterministic encoding, and less of it).

Integers within ±(2^53−1), byte strings, UTF-8 text, arrays, maps with integer or text keys, null; tags 18 and
98 outermost only; shortest forms, bytewise ordered keys, depth ≤ 6, nothing after the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from server.credential.errors import malformed

MAX_DEPTH: Final = 6
MAX_INTEGER: Final = 2**53 - 1
OUTERMOST_TAGS: Final = frozenset({18, 98})


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tagged outermost value: 18 (COSE_Sign1) or 98 (COSE_Sign)."""

    tag: int
    value: Any


def decode(data: bytes, *, sorted_keys: bool = True) -> Any:
    """Return the one value that the bytes hold: int, str, bytes, None, list, dict or Tagged.

    Args: sorted_keys: False lets map keys come in any order, for the payloads of others; twice stays refused.
    Raises: CredentialError `malformed`: not in the subset.
    """
    try:
        tag = 0
        start = 0
        if data and data[0] >> 5 == 6:
            tag, start = _argument(data, 0)
            if tag not in OUTERMOST_TAGS:
                raise malformed(f"tag {tag}")
        value, end = _item(data, start, 0, sorted_keys)
    except IndexError:
        raise malformed("ends too early") from None
    except UnicodeDecodeError:
        raise malformed("text isn't UTF-8") from None
    if end != len(data):
        raise malformed("bytes after the end" if end < len(data) else "ends too early")
    return Tagged(tag, value) if tag else value


def _argument(data: bytes, at: int) -> tuple[int, int]:
    """Return the argument of the head at `at`, in its shortest form, and where it ends."""
    info = data[at] & 31
    at += 1
    if info < 24:
        return info, at
    if info == 24:
        value = data[at]
        if value < 24:
            raise malformed("not the shortest form")
        return value, at + 1
    if info > 27:
        raise malformed("indefinite or reserved length")
    size = 1 << (info - 24)
    end = at + size
    if end > len(data):
        raise malformed("ends inside a number")
    value = int.from_bytes(data[at:end], "big")
    if value >> (size * 4) == 0:
        raise malformed("not the shortest form")
    if value > MAX_INTEGER:
        raise malformed("beyond 2^53-1")
    return value, end


def _item(data: bytes, at: int, depth: int, sorted_keys: bool) -> tuple[Any, int]:
    """Return the item at `at` and where it ends; one function, as calls are what costs here."""
    initial = data[at]
    if initial & 31 < 24:
        argument = initial & 31
        at += 1
    else:
        argument, at = _argument(data, at)
    major = initial >> 5
    if major == 0:
        return argument, at
    if major == 3 or major == 2:
        end = at + argument
        if end > len(data):
            raise malformed("length beyond the end")
        return (data[at:end].decode() if major == 3 else data[at:end]), end
    if major == 1:
        if argument == MAX_INTEGER:
            raise malformed("beyond -(2^53-1)")
        return -1 - argument, at
    if initial == 0xF6:
        return None, at
    if major > 5:
        raise malformed(f"item 0x{initial:02x} outside the subset")
    if depth >= MAX_DEPTH:
        raise malformed("nested too deep")
    if argument > len(data) - at:
        raise malformed("length beyond the end")
    if major == 5:
        return _map(data, at, argument, depth + 1, sorted_keys)
    items = []
    for _ in range(argument):
        value, at = _item(data, at, depth + 1, sorted_keys)
        items.append(value)
    return items, at


def _map(data: bytes, at: int, count: int, depth: int, sorted_keys: bool) -> tuple[dict[int | str, Any], int]:
    """Return the map of `count` pairs that starts at `at` and where it ends."""
    result: dict[int | str, Any] = {}
    previous = b""
    for _ in range(count):
        start = at
        initial = data[at]
        if initial < 24:  # most keys here
            key: int | str = initial
            at += 1
        elif initial < 0x40 or 0x60 <= initial < 0x80:
            key, at = _item(data, at, depth, sorted_keys)
        else:
            raise malformed("map key neither integer nor text")
        encoded = data[start:at]
        if encoded <= previous and sorted_keys:
            raise malformed("map keys out of order or twice")
        previous = encoded
        if key in result:
            raise malformed("map key twice")
        result[key], at = _item(data, at, depth, sorted_keys)
    return result, at


def read_integer(data: bytes, at: int) -> tuple[int, int]:
    """Return the integer that stands at `at` and where it ends; for readers of a fixed frame.

    Raises: CredentialError `malformed`; IndexError where the data end.
    """
    if data[at] >= 0x40:
        raise malformed("not an integer")
    return _item(data, at, 0, True)


def read_count(data: bytes, at: int) -> tuple[int, int]:
    """Return the non-negative integer that stands at `at` and where it ends.

    Raises: CredentialError `malformed`; IndexError where the data end.
    """
    initial = data[at]
    if initial < 24:
        return initial, at + 1
    if initial >= 0x20:
        raise malformed("not a non-negative integer")
    return _argument(data, at)


def read_text(data: bytes, at: int) -> tuple[str, int]:
    """Return the text that stands at `at` and where it should end: compare that with the data's length.

    Raises: CredentialError `malformed`; IndexError, UnicodeDecodeError.
    """
    initial = data[at]
    if 0x60 <= initial < 0x78:
        end = at + initial - 0x5F
        return data[at + 1 : end].decode(), end
    if initial >> 5 != 3:
        raise malformed("not a text")
    length, at = _argument(data, at)
    return data[at : at + length].decode(), at + length


def read_bytes(data: bytes, at: int) -> tuple[bytes, int]:
    """Return the byte string that stands at `at` and where it should end: compare that with the data's length.

    Raises: CredentialError `malformed`; IndexError.
    """
    if data[at] >> 5 != 2:
        raise malformed("not a byte string")
    length, at = _argument(data, at)
    return data[at : at + length], at + length


def encode(value: Any) -> bytes:
    """Return the deterministic encoding of a value made of int, str, bytes, None, list, tuple, dict or an
    outermost Tagged.

    Raises: CredentialError `malformed`: the subset cannot hold it.
    """
    out = bytearray()
    if type(value) is Tagged:
        if value.tag not in OUTERMOST_TAGS:
            raise malformed(f"tag {value.tag}")
        out += head(6, value.tag)
        value = value.value
    _write(out, value, 0)
    return bytes(out)


def head(major: int, argument: int) -> bytes:
    """Return the shortest head of a major type (0–7) and its argument (0 … 2^53−1)."""
    initial = major << 5
    if argument < 24:
        return bytes((initial | argument,))
    if argument < 0x100:
        return bytes((initial | 24, argument))
    if argument < 0x10000:
        return bytes((initial | 25, argument >> 8, argument & 0xFF))
    if argument < 0x100000000:
        return bytes((initial | 26,)) + argument.to_bytes(4, "big")
    return bytes((initial | 27,)) + argument.to_bytes(8, "big")


def integer(value: int) -> bytes:
    """Return the encoding of an integer.

    Raises: CredentialError `malformed`: no integer (bool is none), or beyond ±(2^53−1).
    """
    if type(value) is not int or not -MAX_INTEGER <= value <= MAX_INTEGER:
        raise malformed(f"{value!r} isn't an integer within ±(2^53-1)")
    return head(0, value) if value >= 0 else head(1, -1 - value)


def text(value: str) -> bytes:
    """Return the encoding of a text.

    Raises: CredentialError `malformed`: no text, or with lone surrogates.
    """
    if type(value) is not str:
        raise malformed(f"{value!r} isn't a text")
    try:
        encoded = value.encode()
    except UnicodeEncodeError:
        raise malformed("text isn't Unicode") from None
    return head(3, len(encoded)) + encoded


def byte_string(value: bytes) -> bytes:
    """Return the encoding of a byte string."""
    return head(2, len(value)) + value


def _write(out: bytearray, value: Any, depth: int) -> None:
    kind = type(value)
    if kind is int:
        out += integer(value)
    elif kind is str:
        out += text(value)
    elif kind is bytes:
        out += byte_string(value)
    elif value is None:
        out.append(0xF6)
    elif depth >= MAX_DEPTH:
        raise malformed("nested too deep")
    elif kind is list or kind is tuple:
        out += head(4, len(value))
        for item in value:
            _write(out, item, depth + 1)
    elif kind is dict:
        out += head(5, len(value))
        for key, item in sorted(((_key(key), item) for key, item in value.items()), key=_first):
            out += key
            _write(out, item, depth + 1)
    else:
        raise malformed(f"{kind.__name__} is outside the subset")


def _key(value: Any) -> bytes:
    return text(value) if type(value) is str else integer(value)


def _first(pair: tuple[bytes, Any]) -> bytes:
    return pair[0]
