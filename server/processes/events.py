"""The event process: thousands of open connections, told of every new election state at once (SSE).

It knows no database and no key: at its start it reads the published files, and the publisher hands it each
new state over a local socket.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import logging
import resource
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from server.processes.broadcast import Broadcaster, StateEvent
from server.processes.local_socket import listen_async
from server.settings import Settings

LOG = logging.getLogger("server.events")
KEEP_ALIVE_SECONDS: Final = 15
_PUSH_LIMIT_BYTES: Final = 4 * 1024 * 1024
_SPARE_FILES: Final = 64
_TRANSPORT: Final = "transport"
_CORS: Final = ((b"access-control-allow-origin", b"*"), (b"x-content-type-options", b"nosniff"))
_STREAM_HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    *_CORS,
]
_MESSAGES: Final = {
    "not_found": ("Мындай дарек жок.", "Такого адреса нет.", "There is no such address."),
    "method_not_allowed": ("Бул дарек GET гана кабыл алат.", "Этот адрес принимает только GET.", "GET only."),
    "unavailable": (
        "Туташуулар өтө көп. Бир аздан кийин кайра аракет кылыңыз.",
        "Слишком много соединений. Попробуйте чуть позже.",
        "Too many connections. Try again shortly.",
    ),
}

Receive = Callable[[], Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def make_app(broadcaster: Broadcaster, *, limit: int) -> Callable[[Any, Receive, Send], Any]:
    """Return the ASGI app: ``/api/v1/events`` and ``/healthz``.

    Args:
        limit: connections beyond it are answered 503.
    """

    async def app(scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        path, method = scope["path"], scope["method"]
        if path not in ("/api/v1/events", "/healthz"):
            await _problem(send, 404, "not_found")
        elif method == "OPTIONS":
            await _whole(send, 204, [*_CORS, (b"access-control-allow-methods", b"GET")], b"")
        elif method not in ("GET", "HEAD"):
            await _problem(send, 405, "method_not_allowed")
        elif path == "/healthz":
            await _whole(send, 200, [(b"content-type", b"text/plain"), *_CORS], b"ok\n")
        elif len(broadcaster) >= limit:
            await _problem(send, 503, "unavailable")
        elif method == "HEAD":
            await _whole(send, 200, _STREAM_HEADERS, b"")
        else:
            await _stream(broadcaster, scope, receive, send)

    return app


async def _stream(broadcaster: Broadcaster, scope: Any, receive: Receive, send: Send) -> None:
    """Serve one client until it leaves or is cut off; after the headers its bytes bypass ASGI."""
    transport = scope["extensions"][_TRANSPORT][_TRANSPORT]
    await send({"type": "http.response.start", "status": 200, "headers": _STREAM_HEADERS})
    await send({"type": "http.response.body", "body": b":\n\n", "more_body": True})
    broadcaster.join(transport)
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        broadcaster.leave(transport)


async def _whole(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _problem(send: Send, status: int, code: str) -> None:
    ky, ru, en = _MESSAGES[code]
    document = {"type": f"urn:kg:cec:observers:problem:{code}", "title": ky, "status": status, "code": code}
    document["messages"] = {"ky": ky, "ru": ru, "en": en}
    headers = [(b"content-type", b"application/problem+json"), (b"cache-control", b"no-store"), *_CORS]
    if status == 405:
        headers.append((b"allow", b"GET, HEAD, OPTIONS"))
    await _whole(send, status, headers, json.dumps(document, ensure_ascii=False).encode())


def published_states(published_dir: Path) -> list[StateEvent]:
    """Read the newest states from ``trust.json``; none before the first publication or when it is damaged."""
    try:
        document = json.loads((published_dir / "trust.json").read_bytes())
        return [StateEvent(s["election"], s["seq"], s["token"]) for s in document["states"]]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError):
        LOG.error("trust.json cannot be read; waiting for the publisher")
        return []


def read_push(line: bytes) -> StateEvent:
    """Parse one line of the control socket.

    Raises:
        ValueError: it isn't ``{"election": text, "seq": integer, "token": base64url}``.
    """
    message = json.loads(line)
    election, seq, token = message["election"], message["seq"], message["token"]
    if not (isinstance(election, str) and type(seq) is int and isinstance(token, str)):
        raise ValueError("wrong types")
    if "\n" in election or "\r" in election:
        raise ValueError("line break in the election's id")
    base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    return StateEvent(election, seq, token)


async def _control(broadcaster: Broadcaster, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer the publisher's lines with ``{"connections": n}`` once all transports have the bytes."""
    with contextlib.suppress(ConnectionError, asyncio.LimitOverrunError, ValueError):
        while line := await reader.readline():
            try:
                answer: dict[str, Any] = {"connections": broadcaster.push(read_push(line))}
            except (ValueError, KeyError, TypeError):
                answer = {"error": "malformed"}
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
    writer.close()


async def _beat(broadcaster: Broadcaster) -> None:
    part = 0
    while True:
        await asyncio.sleep(1)
        part = (part + 1) % KEEP_ALIVE_SECONDS
        broadcaster.keep_alive(part=part, parts=KEEP_ALIVE_SECONDS)


@contextlib.asynccontextmanager
async def running(broadcaster: Broadcaster, settings: Settings) -> AsyncIterator[None]:
    """Open the control socket, then read the files: a state published in between is in one or the other."""
    control = await listen_async(
        settings.events_socket, lambda r, w: _control(broadcaster, r, w), limit=_PUSH_LIMIT_BYTES
    )
    broadcaster.seed(published_states(settings.published_dir))
    beat = asyncio.create_task(_beat(broadcaster))
    try:
        yield
    finally:
        beat.cancel()
        control.close()


class _Protocol(HttpToolsProtocol):
    """uvicorn's protocol, which also shows the app its transport: one write a client, no task woken."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {_TRANSPORT: {_TRANSPORT: self.transport}}


class _Server(uvicorn.Server):
    """A server that ends its endless answers before it waits for them."""

    def __init__(self, config: uvicorn.Config, broadcaster: Broadcaster) -> None:
        super().__init__(config)
        self._broadcaster = broadcaster

    async def shutdown(self, sockets: Any = None) -> None:
        self._broadcaster.close()
        await super().shutdown(sockets)


def raise_file_limit() -> int:
    """Raise the limit of open files as far as it goes and return it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = min(hard, 1_048_576) if hard != resource.RLIM_INFINITY else 1_048_576
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    return limit


def main(settings: Settings) -> int:
    """Serve the event stream until told to stop."""
    broadcaster = Broadcaster()
    app = make_app(broadcaster, limit=raise_file_limit() - _SPARE_FILES)
    config = uvicorn.Config(
        app,
        host="127.0.0.1" if settings.host == "localhost" else settings.host,
        port=settings.events_port,
        loop="uvloop",
        http=_Protocol,
        ws="none",
        lifespan="off",
        backlog=4096,
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=2,
        ssl_certfile=settings.tls_certificate if settings.tls else None,
        ssl_keyfile=settings.tls_key if settings.tls else None,
    )
    server = _Server(config, broadcaster)

    async def serve() -> None:
        async with running(broadcaster, settings):
            await server.serve()

    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(serve())
    return 0
