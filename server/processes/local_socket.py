"""Local Unix sockets between our own processes: mode 600, and only for processes of our own user."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import struct
from collections.abc import Awaitable, Callable
from pathlib import Path

from server.settings import SettingsError


def same_user(connection: socket.socket) -> bool:
    """Tell whether the other end runs as our user (SO_PEERCRED: process, user, group)."""
    raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _, user, _ = struct.unpack("3i", raw)
    return bool(user == os.getuid())


def listen(path: Path) -> socket.socket:
    """Open a listening socket at the path, in place of one that nobody serves any more.

    Raises:
        SettingsError: another process serves it.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as probe, contextlib.suppress(OSError):
        probe.connect(str(path))
        raise SettingsError(f"{path.name} is already served by another process: stop that one first")
    path.unlink(missing_ok=True)
    server = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        server.bind(str(path))
    finally:
        os.umask(before)
    server.listen(64)
    return server


async def listen_async(
    path: Path,
    serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
    *,
    limit: int,
) -> asyncio.Server:
    """Serve the path with a coroutine a connection; strangers are cut off before a byte is read.

    Args:
        limit: longest line in bytes.
    """

    async def guarded(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = writer.get_extra_info("socket")
        if not _same_user_raw(peer):
            writer.close()
            return
        await serve(reader, writer)

    return await asyncio.start_unix_server(guarded, sock=listen(path), limit=limit)


def _same_user_raw(peer: object) -> bool:
    """Ask a transport's socket, which may be a stand-in without all methods of the real one."""
    descriptor = getattr(peer, "fileno", lambda: -1)()
    if descriptor < 0:
        return False
    with socket.socket(fileno=os.dup(descriptor)) as connection:
        return same_user(connection)
