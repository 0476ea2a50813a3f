"""Bounded, strict zlib (RFC 1950): no bomb, no trailing byte, no preset dictionary, Adler-32 checked."""

from __future__ import annotations

import zlib
from typing import Final

from server.credential.errors import malformed

QR_LIMIT: Final = 16 * 1024
"""Greatest size in bytes of a credential or state carried by a QR code."""
LIST_LIMIT: Final = 512 * 1024
"""Greatest size in bytes of a status list."""


def inflate(data: bytes, *, limit: int) -> bytes:
    """Return the plain bytes of one whole zlib stream, at most `limit` bytes.

    Raises: CredentialError `malformed`: damaged, longer, truncated or followed by other bytes.
    """
    stream = zlib.decompressobj()
    try:
        plain = stream.decompress(data, limit + 1)
    except zlib.error as fault:
        raise malformed(f"zlib: {fault}") from None
    if len(plain) > limit:
        raise malformed("inflates beyond its limit")
    if not stream.eof:
        raise malformed("not a whole zlib stream")
    if stream.unused_data:
        raise malformed("bytes after the zlib stream")
    return plain
