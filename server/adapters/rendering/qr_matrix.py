"""QR matrices of credential texts: three segments, a fixed mask, the smallest version (ISO/IEC 18004).

`qrcode` supplies the tables and the function patterns; what it does once per code and bit by bit
(searching the mask, dividing polynomials, walking the zigzag) is done here once per version.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Final, Literal

from qrcode import LUT, QRCode, base, constants, util

Level = Literal["L", "M"]

MASK: Final = 3
_LEVELS: Final = {"L": constants.ERROR_CORRECT_L, "M": constants.ERROR_CORRECT_M}
_ALPHANUMERIC: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_SEGMENTED: Final = re.compile(r"([0-9A-Z $%*+\-./:]+)(#)([0-9]+)")
_BITS_OF_TAIL: Final = {1: 4, 2: 7}
_LARGEST_VERSION: Final = 40


class QrOverflow(ValueError):
    """The text is longer than the largest QR code holds."""


@dataclass(frozen=True, slots=True)
class QrMatrix:
    """Square of modules without a quiet zone: `rows[y][x]` is 1 for dark, 0 for light."""

    version: int
    rows: tuple[bytes, ...]

    @property
    def size(self) -> int:
        """Modules along one side: 17 + 4 × version."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class _Layout:
    """What codes of one version and level share: function patterns under the mask and the data's order."""

    size: int
    ground: int
    gather: Callable[[bytes], tuple[int, ...]]


def make_qr(text: str, *, level: Level = "M") -> QrMatrix:
    """Return the smallest matrix for a text; `M` for paper, `L` for screens.

    Raises:
        QrOverflow: the text does not fit version 40.
    """
    version, bits = _fit(_segments(text), level)
    layout = _layout(version, level)
    stream = bits_of(_codewords(bits, version, level)) + b"\0"
    modules = int.from_bytes(bytes(layout.gather(stream)), "big") ^ layout.ground
    flat = modules.to_bytes(layout.size * layout.size, "big")
    return QrMatrix(version, tuple(flat[y : y + layout.size] for y in range(0, len(flat), layout.size)))


def bits_of(data: bytes) -> bytes:
    """Return the bits of some bytes, most significant first, one byte (0 or 1) each."""
    return bytes(map((1).__and__, f"{int.from_bytes(data, 'big'):0{8 * len(data)}b}".encode()))


def _segments(text: str) -> tuple[tuple[int, str], ...]:
    parts = _SEGMENTED.fullmatch(text)
    if parts:
        origin, mark, digits = parts.groups()
        return (util.MODE_ALPHA_NUM, origin), (util.MODE_8BIT_BYTE, mark), (util.MODE_NUMBER, digits)
    return ((util.MODE_8BIT_BYTE, text),)


def _fit(segments: tuple[tuple[int, str], ...], level: Level) -> tuple[int, str]:
    """Return the smallest version and the bit string; the length fields grow at versions 10 and 27."""
    limits = util.BIT_LIMIT_TABLE[_LEVELS[level]]
    bodies = [_encode(mode, text) for mode, text in segments]
    for first, last in ((1, 9), (10, 26), (27, _LARGEST_VERSION)):
        fields = util.mode_sizes_for_version(first)
        bits = "".join(
            f"{mode:04b}{count:0{fields[mode]}b}{body}"
            for (mode, _), (count, body) in zip(segments, bodies, strict=True)
        )
        version = bisect_left(limits, len(bits), first)
        if version <= last and all(count < 1 << fields[mode] for (mode, _), (count, _) in zip(
            segments, bodies, strict=True
        )):  # fmt: skip
            return version, bits
    raise QrOverflow(f"{len(bits)} bits are more than a QR code of level {level} holds")


def _encode(mode: int, text: str) -> tuple[int, str]:
    """Return a segment's count of characters (bytes) and its bits."""
    if mode == util.MODE_NUMBER:
        tail = len(text) % 3
        body = "".join(f"{int(text[i : i + 3]):010b}" for i in range(0, len(text) - tail, 3))
        return len(text), body + (f"{int(text[-tail:]):0{_BITS_OF_TAIL[tail]}b}" if tail else "")
    if mode == util.MODE_ALPHA_NUM:
        values = [_ALPHANUMERIC.index(character) for character in text]
        pairs = zip(values[::2], values[1::2], strict=False)
        body = "".join(f"{45 * first + second:011b}" for first, second in pairs)
        return len(text), body + (f"{values[-1]:06b}" if len(text) % 2 else "")
    data = text.encode("utf-8")
    return len(data), "".join(f"{byte:08b}" for byte in data)


def _codewords(bits: str, version: int, level: Level) -> bytes:
    """Pad to the version's capacity, add Reed-Solomon words per block and interleave."""
    blocks = base.rs_blocks(version, _LEVELS[level])
    room = sum(block.data_count for block in blocks)
    bits += "0" * min(4, 8 * room - len(bits))
    bits += "0" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big")
    data += (bytes((util.PAD0, util.PAD1)) * room)[: room - len(data)]
    parts, checks, start = [], [], 0
    for block in blocks:
        part = data[start : start + block.data_count]
        parts.append(part)
        checks.append(_checks(part, block.total_count - block.data_count))
        start += block.data_count
    longest = max(map(len, parts))
    words = [part[i] for i in range(longest) for part in parts if i < len(part)]
    return bytes(words) + bytes(word for column in zip(*checks, strict=True) for word in column)


def _checks(data: bytes, count: int) -> bytes:
    """Return the remainder of data · x^count by the generator over GF(256), `count` bytes."""
    multiples = _generator_multiples(count)
    shift, low, remainder = 8 * (count - 1), (1 << 8 * (count - 1)) - 1, 0
    for byte in data:
        remainder = (remainder & low) << 8 ^ multiples[remainder >> shift ^ byte]
    return remainder.to_bytes(count, "big")


@cache
def _generator_multiples(count: int) -> tuple[int, ...]:
    """Return the generator polynomial of `count` check words times each byte, leading term left out."""
    generator = base.Polynomial(LUT.rsPoly_LUT[count], 0) if count in LUT.rsPoly_LUT else _generator(count)
    logs = [base.glog(generator[i]) for i in range(1, count + 1)]
    multiples = [
        int.from_bytes(bytes(base.gexp((log + base.glog(factor)) % 255) for log in logs), "big")
        for factor in range(1, 256)
    ]
    return (0, *multiples)


def _generator(count: int) -> base.Polynomial:
    polynomial = base.Polynomial([1], 0)
    for power in range(count):
        polynomial = polynomial * base.Polynomial([1, base.gexp(power)], 0)
    return polynomial


class _Probe(QRCode):  # type: ignore[misc]
    """A `qrcode` code that stops before the data: it tells the cells left free, in the data's order."""

    free: list[tuple[int, int]]

    def map_data(self, data: object, mask_pattern: int) -> None:
        """Walk the zigzag of ISO/IEC 18004 §7.7.3 and note the free cells."""
        self.free, upwards = [], True
        for right in range(self.modules_count - 1, 0, -2):
            column = right - 1 if right <= 6 else right
            rows = range(self.modules_count - 1, -1, -1) if upwards else range(self.modules_count)
            self.free += [(r, c) for r in rows for c in (column, column - 1) if self.modules[r][c] is None]
            upwards = not upwards


@cache
def _layout(version: int, level: Level) -> _Layout:
    probe = _Probe(version=version, error_correction=_LEVELS[level], mask_pattern=MASK)
    probe.data_cache = []
    probe.makeImpl(False, MASK)
    size, mask = probe.modules_count, util.mask_func(MASK)
    ground = bytearray(bool(cell) for row in probe.modules for cell in row)
    words = sum(block.total_count for block in base.rs_blocks(version, _LEVELS[level]))
    order = [8 * words] * (size * size)
    for position, (row, column) in enumerate(probe.free):
        ground[row * size + column] = mask(row, column)
        order[row * size + column] = min(position, 8 * words)
    return _Layout(size, int.from_bytes(ground, "big"), itemgetter(*order))
