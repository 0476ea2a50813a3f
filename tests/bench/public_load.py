"""A published site on granian, bare WSGI functions beside it, and a load of keep-alive connections."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from server.adapters.database.engine import open_engine
from server.adapters.database.migrate import upgrade
from tests.integration.processes.conftest import free_port, until
from tests.publishing import listed, open_commission, qr_of

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Site:
    """A served app and a genuine QR text for it."""

    port: int
    qr_text: str

    def verify_request(self) -> bytes:
        """Return a whole verify request."""
        body = json.dumps({"qr_text": self.qr_text}).encode()
        head = "POST /api/v1/verify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json"
        return f"{head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def get_request(path: str) -> bytes:
    """Return a whole GET."""
    return f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


@contextlib.contextmanager
def published_site(
    folder: Path, *, target: str = "tests.bench.public_apps:ours", interface: str = "rsgi"
) -> Iterator[Site]:
    """Publish 60 certificates into the folder once, and serve an app over it with two granian workers."""
    folder.mkdir(parents=True, exist_ok=True)
    text_file = folder / "qr_text"
    if not text_file.exists():
        engine = open_engine(f"sqlite:///{folder / 'office.sqlite3'}")
        upgrade(engine)
        commission = open_commission(engine, folder)
        text_file.write_text(qr_of(commission, listed(commission, 60)[0]))
        engine.dispose()
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", interface, "--workers", "2", "--blocking-threads", "1",
        "--backlog", "4096", "--no-log", "--factory", "--host", "127.0.0.1", "--port", str(port), target,
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PUBLISHED_FOLDER": str(folder)})
    try:
        until(lambda: _answers(port))
        yield Site(port, text_file.read_text())
    finally:
        server.terminate()
        server.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def load(request: bytes, *, port: int, connections: int) -> Iterator[None]:
    """Keep a server busy from another process."""
    command = [sys.executable, "-m", "tests.bench.public_load", str(port), str(connections)]
    busy = subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT)
    assert busy.stdin is not None
    busy.stdin.write(request)
    busy.stdin.close()
    try:
        yield
    finally:
        busy.kill()
        busy.wait()


def drive(request: bytes, *, port: int, connections: int, seconds: float) -> tuple[float, float, float]:
    """Ask again as soon as answered, on so many connections; return (requests a second, p50 ms, p99 ms)."""
    poll = select.epoll()
    begun: dict[int, int] = {}
    line: dict[int, socket.socket] = {}
    for _ in range(connections):
        each = socket.create_connection(("127.0.0.1", port))
        each.sendall(request)
        line[each.fileno()] = each
        begun[each.fileno()] = time.monotonic_ns()
        poll.register(each, select.EPOLLIN)
    taken: list[float] = []
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        for number, _ in poll.poll(1):
            _read_answer(line[number])
            now = time.monotonic_ns()
            taken.append((now - begun[number]) / 1e6)
            begun[number] = now
            line[number].sendall(request)
    rate = len(taken) / (time.monotonic() - start)
    for each in line.values():
        each.close()
    taken.sort()
    return rate, taken[len(taken) // 2], taken[int(len(taken) * 0.99)]


def _read_answer(connection: socket.socket) -> None:
    data = connection.recv(65_536)
    head, _, body = data.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise AssertionError(data[:200])
    lower = head.lower()
    at = lower.index(b"content-length: ") + 16
    length = int(lower[at:].split(b"\r", 1)[0])
    missing = length - len(body)
    while missing > 0:
        missing -= len(connection.recv(65_536))


if __name__ == "__main__":
    drive(sys.stdin.buffer.read(), port=int(sys.argv[1]), connections=int(sys.argv[2]), seconds=3_600)
