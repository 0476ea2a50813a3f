"""Drawings of a QR matrix: a run-length path for vector output and a 1-bit PNG."""

from __future__ import annotations

import re
import struct
import zlib
from typing import Final
from xml.sax.saxutils import escape

from server.adapters.rendering.qr_matrix import QrMatrix

QUIET_ZONE: Final = 4
_RUN: Final = re.compile(rb"\x01+\x00*")
_DARK_IS_D: Final = b"ld" + bytes(254)
_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


class _Pieces(dict[bytes, str]):
    """Path text of "a dark run and the gap behind it", made once for each pair of lengths."""

    def __missing__(self, run: bytes) -> str:
        dark = run.count(1)
        piece = self[run] = f"h{dark}v1h-{dark}z" + (f"m{len(run)} 0" if len(run) > dark else "")
        return piece


_PIECES: Final = _Pieces()


def svg_path(matrix: QrMatrix, *, quiet: int = QUIET_ZONE) -> str:
    """Return an SVG path, one rectangle per horizontal run of dark modules, one unit per module."""
    return "".join(
        f"M{quiet + row.index(1)} {y}" + "".join(map(_PIECES.__getitem__, _RUN.findall(row)))
        for y, row in enumerate(matrix.rows, start=quiet)
        if 1 in row
    )


def svg(matrix: QrMatrix, *, quiet: int = QUIET_ZONE, title: str = "") -> str:
    """Return an SVG document of black modules on white, scalable, with an optional accessible title."""
    side = matrix.size + 2 * quiet
    label = f'role="img" aria-label="{escape(title, {chr(34): "&quot;"})}"' if title else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges" '
        f'{label}><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path d="{svg_path(matrix, quiet=quiet)}"/></svg>'
    )


def png(matrix: QrMatrix, *, module_pixels: int = 4, quiet: int = QUIET_ZONE) -> bytes:
    """Return a 1-bit grey-scale PNG with `module_pixels` per module and `quiet` light modules around."""
    side = (matrix.size + 2 * quiet) * module_pixels
    stride = (side + 7) // 8
    margin = (b"\0" + b"\xff" * stride) * (quiet * module_pixels)
    edge, dark, light = "1" * (quiet * module_pixels), "0" * module_pixels, "1" * module_pixels
    lines = []
    for row in matrix.rows:
        inside = row.translate(_DARK_IS_D).decode().replace("d", dark).replace("l", light)
        pixels = (edge + inside + edge).ljust(8 * stride, "1")
        lines.append((b"\0" + int(pixels, 2).to_bytes(stride, "big")) * module_pixels)
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    body = zlib.compress(margin + b"".join(lines) + margin, 6)
    return _PNG_SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
