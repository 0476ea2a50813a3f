"""Frames on the signer's socket: four bytes of length, then one item of deterministic CBOR."""

from __future__ import annotations

import socket
import struct
from typing import Any, Final

from server.credential import cbor

MAX_FRAME_BYTES: Final = 8 * 1024 * 1024
MAX_BATCH: Final = 1_000


class FrameError(ValueError):
    """The other side sent no whole, well-formed frame."""


def send_frame(connection: socket.socket, message: dict[Any, Any]) -> None:
    """Send one message."""
    body = cbor.encode(message)
    if len(body) > MAX_FRAME_BYTES:
        raise FrameError(f"frame of {len(body)} bytes exceeds {MAX_FRAME_BYTES}")
    connection.sendall(struct.pack(">I", len(body)) + body)


def receive_frame(connection: socket.socket) -> dict[Any, Any] | None:
    """Receive one message; None when the other side closed before the first byte.

    Raises:
        FrameError: too long, cut short, or not a map of the CBOR subset.
    """
    head = _receive(connection, 4)
    if head is None:
        return None
    (length,) = struct.unpack(">I", head)
    if length > MAX_FRAME_BYTES:
        raise FrameError(f"frame of {length} bytes exceeds {MAX_FRAME_BYTES}")
    body = _receive(connection, length)
    if body is None:
        raise FrameError("connection closed inside a frame")
    try:
        message = cbor.decode(body)
    except ValueError as fault:
        raise FrameError("frame is not of the CBOR subset") from fault
    if not isinstance(message, dict):
        raise FrameError("frame is not a map")
    return message


def _receive(connection: socket.socket, length: int) -> bytes | None:
    """Receive exactly ``length`` bytes; None when nothing at all came."""
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(min(length - len(parts), 1 << 20))
        if not part:
            if parts:
                raise FrameError("connection closed inside a frame")
            return None
        parts += part
    return bytes(parts)
