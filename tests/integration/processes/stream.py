"""A phone's side of the event stream, over a plain socket."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Stream:
    """One open connection to ``/api/v1/events``."""

    connection: socket.socket
    _seen: bytes = b""
    head: bytes = field(default=b"")

    @classmethod
    def open(cls, port: int, *, path: str = "/api/v1/events", receive_buffer: int | None = None) -> Stream:
        """Connect and ask."""
        connection = socket.socket()
        if receive_buffer is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.settimeout(20)
        connection.connect(("127.0.0.1", port))
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n".encode())
        stream = cls(connection)
        while b"\r\n\r\n" not in stream._seen:
            stream._read()
        stream.head, _, stream._seen = stream._seen.partition(b"\r\n\r\n")
        return stream

    def state(self) -> dict[str, Any]:
        """Return the data of the next ``state`` event."""
        while True:
            start = self._seen.find(b"event: state\n")
            end = self._seen.find(b"\n\n", start)
            if start >= 0 and end >= 0:
                lines = self._seen[start:end].decode().split("\n")
                self._seen = self._seen[end + 2 :]
                fields = dict(line.split(": ", 1) for line in lines)
                data = dict(json.loads(fields["data"]))
                assert fields["id"] == f"{data['election']}:{data['seq']}"
                return data
            self._read()

    def _read(self) -> None:
        part = self.connection.recv(65_536)
        if not part:
            raise EOFError
        self._seen += part

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    def __del__(self) -> None:
        self.connection.close()
