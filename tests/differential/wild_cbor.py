"""A CBOR encoder that now and then breaks a rule of the subset, and edits of decoded trees."""

from __future__ import annotations

from random import Random
from typing import Any, Final

from server.credential import cbor

_TEXTS: Final = (
    "",
    "a",
    "Ңө",
    "\u00e9",
    "e\u0301",
    "\u202eadmin",
    "\ufeffx",
    "\x00",
    "😀",
    "x" * 400,
    "Ү" * 201,
    "eng",
    "kir",
    "KGZ",
)
_INTEGERS: Final = (
    0,
    1,
    -1,
    2,
    3,
    23,
    24,
    255,
    256,
    65535,
    65536,
    2**32 - 1,
    2**32,
    2**53 - 1,
    -(2**53 - 1),
    2**53,
    -(2**53),
    -65801,
)
_FOREIGN_ITEMS: Final = (
    b"\xf4",
    b"\xf5",
    b"\xf7",
    b"\xf0",
    b"\xf8\x20",
    b"\xf9\x3c\x00",
    b"\xfa\x3f\x80\x00\x00",
    b"\xfb" + bytes(8),
    b"\xc1\x00",
    b"\xd2\x00",
    b"\x5f\x41\x00\xff",
    b"\x7f\x61a\xff",
    b"\x9f\xff",
    b"\xbf\xff",
    b"\x1b\x00\x20" + bytes(6),
    b"\x3b\x00\x1f" + b"\xff" * 6,
    b"\x3b\x00\x1f" + b"\xff" * 5 + b"\xfe",
    b"\x1b" + b"\xff" * 8,
    b"\x61\xff",
    b"\x63\xed\xa0\x80",
    b"\x62\xc0\x80",
    b"\x64\xf4\x90\x80\x80",
    b"\x63\xef\xbb\xbf",
    b"\x9b\x00\x00\x00\xff\xff\xff\xff\xff",
    b"\xbb" + b"\x7f" * 8,
    b"\x5a\xff\xff\xff\xff",
    b"\x1c",
    b"\xa1\xf6\x00",
    b"\xa1\x41\x00\x00",
    b"\xa1\x80\x00",
    b"\xff",
    b"",
)


def encode(value: Any, rng: Random, *, wildness: float) -> bytes:
    """Return an encoding in which each item breaks a rule with this probability."""
    if wildness and rng.random() < wildness:
        return _broken(value, rng)
    if isinstance(value, list):
        return cbor.head(4, len(value)) + b"".join(encode(item, rng, wildness=wildness) for item in value)
    if isinstance(value, dict):
        pairs = [
            (encode(key, rng, wildness=wildness / 4), encode(item, rng, wildness=wildness))
            for key, item in value.items()
        ]
        pairs.sort(key=lambda pair: pair[0])
        return cbor.head(5, len(value)) + b"".join(key + item for key, item in pairs)
    if isinstance(value, int):  # beyond the subset's integers too
        return cbor.head(0, value) if value >= 0 else cbor.head(1, -1 - value)
    return cbor.encode(value)


def _broken(value: Any, rng: Random) -> bytes:
    """Return one of the ways to write a value that the subset forbids (or another value altogether)."""
    if isinstance(value, dict) and value and rng.random() < 0.8:
        pairs = sorted((encode(key, rng, wildness=0), encode(item, rng, wildness=0)) for key, item in value.items())
        way = rng.randrange(4)
        if way == 0:
            rng.shuffle(pairs)
        elif way == 1:
            pairs.append(rng.choice(pairs))
            pairs.sort()
        elif way == 2:
            pairs.sort(key=lambda pair: (len(pair[0]), pair[0]))
        body = b"".join(key + item for key, item in pairs)
        return b"\xbf" + body + b"\xff" if way == 3 else cbor.head(5, len(pairs)) + body
    plain = encode(value, rng, wildness=0)
    way = rng.randrange(5)
    if way == 0:
        return _longer_head(plain, rng)
    if way == 1:
        return plain[: rng.randrange(len(plain) + 1)]
    if way == 2:
        return b"\x81" * rng.randrange(1, 8) + plain
    if way == 3:
        return bytes([rng.randrange(256)]) + plain[1:]
    return rng.choice(_FOREIGN_ITEMS)


def _longer_head(plain: bytes, rng: Random) -> bytes:
    info = plain[0] & 31
    if info > 26:
        return plain
    size = 0 if info < 24 else 1 << (info - 24)
    argument = info if info < 24 else int.from_bytes(plain[1 : 1 + size], "big")
    bigger = rng.choice([log for log in (0, 1, 2, 3) if (1 << log) > size])
    return bytes([plain[0] & 0xE0 | (24 + bigger)]) + argument.to_bytes(1 << bigger, "big") + plain[1 + size :]


def random_value(rng: Random, *, depth: int = 0) -> Any:
    """Return any value of the subset, edges more often than not."""
    kind = rng.randrange(7 if depth < 3 else 4)
    if kind == 0:
        return rng.choice(_INTEGERS) if rng.random() < 0.7 else rng.randrange(-(2**40), 2**40)
    if kind == 1:
        return rng.choice(_TEXTS)
    if kind == 2:
        return rng.randbytes(rng.choice((0, 1, 2, 8, 16, 32, 33)))
    if kind == 3:
        return None
    if kind == 4:
        return [random_value(rng, depth=depth + 1) for _ in range(rng.randrange(4))]
    return {rng.choice(_INTEGERS): random_value(rng, depth=depth + 1) for _ in range(rng.randrange(4))}


def edit(tree: Any, rng: Random) -> Any:
    """Return a copy of a decoded tree with one random change somewhere."""
    if isinstance(tree, dict) and tree and rng.random() < 0.85:
        copy = dict(tree)
        key = rng.choice(list(copy))
        way = rng.random()
        if way < 0.12:
            del copy[key]
        elif way < 0.24:
            copy[rng.choice([*_INTEGERS, "x", "idx"])] = random_value(rng)
        else:
            copy[key] = edit(copy[key], rng)
        return copy
    if isinstance(tree, list) and tree and rng.random() < 0.85:
        items = list(tree)
        at = rng.randrange(len(items))
        way = rng.random()
        if way < 0.1:
            del items[at]
        elif way < 0.2:
            items.insert(at, rng.choice(items))
        else:
            items[at] = edit(items[at], rng)
        return items
    return _near(tree, rng)


def _near(value: Any, rng: Random) -> Any:
    if rng.random() < 0.3:
        return random_value(rng)
    if isinstance(value, int):
        return max(-(2**53 - 1), min(2**53 - 1, value + rng.choice((-86400, -3600, -1, 1, 3600, 86400))))
    if isinstance(value, str):
        return _near_text(value, rng)
    if isinstance(value, bytes) and value:
        return flip(value, rng) if rng.random() < 0.7 else value[:-1]
    return random_value(rng)


def _near_text(value: str, rng: Random) -> str:
    at = rng.randrange(len(value) + 1)
    way = rng.randrange(4)
    if way == 0:
        return value[:at] + rng.choice("aZ0/ ңҮ\u0301\u200f\n") + value[at:]
    if way == 1:
        return value[:at] + value[at + 1 :]
    if way == 2:
        return value.swapcase()
    return value * rng.choice((2, 20))


def flip(data: bytes, rng: Random) -> bytes:
    """Return the bytes with one to three bits flipped."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3))):
        at = rng.randrange(len(changed))
        changed[at] ^= 1 << rng.randrange(8)
    return bytes(changed)
