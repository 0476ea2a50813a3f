"""Local Unix sockets between our own processes: mode 600, and only for processes of our own user."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import socketserver
import struct
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from server.settings import SettingsError

LOG = logging.getLogger("server.local_socket")


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


class LocalServer(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Serves a listening local socket, a thread a connection; strangers are cut off before a byte is read."""

    daemon_threads = True

    def __init__(self, listening: socket.socket, serve: Callable[[socket.socket], None]) -> None:
        self._serve = serve
        super().__init__(("", 0), socketserver.BaseRequestHandler, bind_and_activate=False)
        self.socket.close()
        self.socket = listening

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection."""
        connection, _ = self.socket.accept()
        return connection, "local"

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection of our own user."""
        if same_user(request):
            with contextlib.suppress(ConnectionError, TimeoutError):
                self._serve(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say that a request failed, without what it held."""
        fault = sys.exc_info()[0]
        LOG.error("a request failed: %s", fault.__name__ if fault else "unknown")

    def shutdown_request(self, request: Any) -> None:
        """Close the connection."""
        self.close_request(request)


def serve_until_told(path: Path, serve: Callable[[socket.socket], None]) -> None:
    """Serve the path until SIGTERM or SIGINT."""
    with LocalServer(listen(path), serve) as server:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: threading.Thread(target=server.shutdown, daemon=True).start())
        server.serve_forever(poll_interval=0.5)
    path.unlink(missing_ok=True)
