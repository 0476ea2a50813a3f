"""A WSGI app behind granian's RSGI: a request's body is taken whole, with a deadline, before a thread is spent on it.

A WSGI server hands its thread to the app while the body is still on its way, so that a few clients who never finish
a body stop everybody else. Here the event loop waits for bodies, and the app only ever sees one that has arrived.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from io import BytesIO
from typing import Any, Final

SILENCE_SECONDS: Final = 15.0  # no byte of a body for so long: the client is gone
WHOLE_SECONDS: Final = 30.0  # plus the time the bytes take at the slowest line we serve
SLOWEST_BYTES_PER_SECOND: Final = 2_000  # below EDGE on a bad day
DRAINED_BYTES: Final = 64 * 1024 * 1024  # of a body too long, so that its sender hears the refusal
_SHORT_BYTES: Final = 65_536  # taken in one go
_WHOLE_BYTES: Final = 1_048_576  # an answer up to here is sent in one go
_BODY_METHODS: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_TIMEOUT: Final = (
    408,
    [("content-type", "text/plain"), ("connection", "close")],
    b"the request did not arrive in time\n",
)

_NAMES: Final = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Buffered:
    """An RSGI app around a WSGI app.

    Args:
        app: the WSGI app; it must refuse a CONTENT_LENGTH above its own limit.
        most_body_bytes: a longer body isn't read: the app gets its length and refuses it.
        threads: None runs the app on the event loop itself, for an app that never waits for anything.
    """

    def __init__(self, app: WsgiApp, *, most_body_bytes: int, threads: int | None) -> None:
        self._app = app
        self._most = most_body_bytes
        self._threads: Executor | None = None if threads is None else ThreadPoolExecutor(threads, "request")

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        if scope.proto != "http":
            protocol.close(None)
            return
        body, length = b"", 0
        if scope.method in _BODY_METHODS:
            try:
                body, length = await _take(scope, protocol, most=self._most)
            except TimeoutError:
                protocol.response_bytes(*_TIMEOUT)
                return
        environ = _environ(scope, body=body, length=length)
        status, headers, answer = await self._in_thread(_started, self._app, environ)
        if _length_of(headers) <= _WHOLE_BYTES:
            protocol.response_bytes(status, headers, await self._in_thread(_joined, answer))
        else:
            await self._stream(protocol.response_stream(status, headers), answer)

    async def _in_thread(self, function: Callable[..., Any], *arguments: Any) -> Any:
        if self._threads is None:
            return function(*arguments)
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)

    async def _stream(self, transport: Any, answer: Iterable[bytes]) -> None:
        """Send a long answer part by part, so that it never lies in memory whole."""
        parts = iter(answer)
        try:
            while (part := await self._in_thread(next, parts, None)) is not None:
                await transport.send_bytes(part)
        finally:
            await self._in_thread(_close, answer)


async def _take(scope: Any, protocol: Any, *, most: int) -> tuple[bytes, int]:
    """Return the body and its length; a body above the limit comes back empty, with a length above the limit.

    Raises: TimeoutError.
    """
    declared = scope.headers.get("content-length") or ""
    if declared.isascii() and declared.isdigit() and len(declared) < 9 and int(declared) <= min(most, _SHORT_BYTES):
        async with asyncio.timeout(WHOLE_SECONDS):
            body = await protocol()
        return body, len(body)
    return await _take_in_parts(protocol, most=most)


async def _take_in_parts(protocol: Any, *, most: int) -> tuple[bytes, int]:
    loop = asyncio.get_running_loop()
    latest, received = loop.time() + WHOLE_SECONDS, 0
    parts: list[bytes] = []
    async with asyncio.timeout(SILENCE_SECONDS) as patience:
        async for chunk in protocol:
            received += len(chunk)
            if received <= most:
                parts.append(chunk)
            elif received > DRAINED_BYTES:
                break
            patience.reschedule(min(loop.time() + SILENCE_SECONDS, latest + received / SLOWEST_BYTES_PER_SECOND))
    return b"".join(parts) if received <= most else b"", received


def _environ(scope: Any, *, body: bytes, length: int) -> dict[str, Any]:
    """Return what PEP 3333 asks for; the path is latin-1 text of its bytes."""
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "replace").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = _NAMES.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    environ.pop("HTTP_TRANSFER_ENCODING", None)  # the body is here and has a length
    if scope.method in _BODY_METHODS:
        environ["CONTENT_LENGTH"] = str(length)
    if scope.authority and "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority
    return environ


def _started(app: WsgiApp, environ: dict[str, Any]) -> tuple[int, list[tuple[str, str]], Iterable[bytes]]:
    """Call the app; return status, headers and the answer's parts, not yet taken."""
    told: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Callable[[bytes], None]:
        told[:] = (int(status[:3]), headers)
        return _no_writing

    answer = app(environ, start_response)
    return told[0], told[1], answer


def _no_writing(_part: bytes) -> None:
    raise RuntimeError("write() of PEP 3333 is not served")


def _joined(answer: Iterable[bytes]) -> bytes:
    try:
        return b"".join(answer)
    finally:
        _close(answer)


def _close(answer: Iterable[bytes]) -> None:
    close = getattr(answer, "close", None)
    if close is not None:
        close()


def _length_of(headers: list[tuple[str, str]]) -> int:
    """Return the declared length; one that declares none is taken for a long answer."""
    declared = next((value for name, value in headers if name.lower() == "content-length"), None)
    return _WHOLE_BYTES + 1 if declared is None else int(declared)
