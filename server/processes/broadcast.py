"""Open event streams and the one loop that hands each new state to all of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

BACKLOG_LIMIT_BYTES: Final = 256 * 1024


def chunk(body: bytes) -> bytes:
    """Frame bytes as one chunk of an HTTP/1.1 answer."""
    return b"%x\r\n%s\r\n" % (len(body), body)


KEEP_ALIVE: Final = chunk(b"event: ping\ndata: 1\n\n")  # named, so that a phone can miss it
GREETING: Final = b"retry: 1000\n\n"
LAST_CHUNK: Final = b"0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class StateEvent:
    """A signed election state on its way to phones; the token is base64url without padding."""

    election: str
    seq: int
    token: str

    def frame(self) -> bytes:
        """Render the server-sent event."""
        data = json.dumps({"election": self.election, "seq": self.seq, "token": self.token})
        return f"event: state\nid: {self.election}:{self.seq}\ndata: {data}\n\n".encode()


class Broadcaster:
    """Holds the newest state of every election and the streams that want the next one.

    A push is rendered once; the same bytes object goes to every transport in one turn of the loop. A client
    that doesn't take its bytes is cut off, and its own reconnection brings it the newest states.
    """

    def __init__(self) -> None:
        self._streams: dict[asyncio.Transport, None] = {}
        self._newest: dict[str, StateEvent] = {}
        self._snapshot = chunk(GREETING)

    def __len__(self) -> int:
        return len(self._streams)

    def newest(self) -> Mapping[str, StateEvent]:
        """Return the newest state of each election."""
        return self._newest

    def seed(self, events: Iterable[StateEvent]) -> None:
        """Take states found on disk at the start; newer ones already pushed stay."""
        for event in events:
            self._keep(event)

    def join(self, transport: asyncio.Transport) -> None:
        """Give a stream the newest states and every one to come; its headers are already sent.

        Nothing is awaited between snapshot and registration, so that no state falls in between.
        """
        if not transport.is_closing():
            transport.write(self._snapshot)
            self._streams[transport] = None

    def leave(self, transport: asyncio.Transport) -> None:
        """Forget a stream; does nothing twice."""
        self._streams.pop(transport, None)

    def push(self, event: StateEvent) -> int:
        """Hand the state to every stream and return how many took it; an older one is nobody's news."""
        if self._keep(event):
            self._write(list(self._streams), chunk(event.frame()))
        return len(self._streams)

    def keep_alive(self, *, part: int, parts: int) -> None:
        """Write a ping to one part of the streams, so that no second is a rush hour."""
        self._write(list(self._streams)[part::parts], KEEP_ALIVE)

    def close(self) -> None:
        """End every stream, politely."""
        for transport in self._streams:
            if not transport.is_closing():
                transport.write(LAST_CHUNK)
                transport.close()
        self._streams.clear()

    def _keep(self, event: StateEvent) -> bool:
        held = self._newest.get(event.election)
        if held is not None and held.seq >= event.seq:
            return False
        self._newest[event.election] = event
        frames = (self._newest[each].frame() for each in sorted(self._newest))
        self._snapshot = chunk(GREETING + b"".join(frames))
        return True

    def _write(self, streams: Iterable[asyncio.Transport], data: bytes) -> None:
        for transport in streams:
            if transport.is_closing() or transport.get_write_buffer_size() > BACKLOG_LIMIT_BYTES:
                self.leave(transport)
                transport.abort()
            else:
                transport.write(data)
