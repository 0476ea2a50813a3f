"""Clients that never finish a body: nobody else notices, they are hung up on, and a stop leaves no one behind."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]
_APP = """
import sys, server.web.buffered as buffered
from flask import Flask, Response, request
buffered.SILENCE_SECONDS = buffered.WHOLE_SECONDS = 2.0
def make():
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 1000
    app.add_url_rule("/echo", "echo", lambda: request.get_data(), methods=["POST"])
    app.add_url_rule("/path/<path:rest>", "path", lambda rest: rest)
    app.add_url_rule("/long", "long", lambda: Response(b"x" * 65536 for _ in range(64)))
    app.add_url_rule("/", "home", lambda: "here")
    return buffered.Buffered(app, most_body_bytes=1000, threads={threads})
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A server on a port of its own."""

    port: int
    process: subprocess.Popen[bytes]

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Return status and body of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def unfinished(self) -> socket.socket:
        """Return a connection that sent one byte of a body of 200."""
        client = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        client.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 200\r\n\r\n{")
        return client


@pytest.fixture(params=["None", "2"], ids=["on the loop", "in threads"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    """Serve the app with one worker, as serving.py does."""
    (tmp_path / "slow_app.py").write_text(_APP.replace("{threads}", request.param))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = (
        "from granian.server import Server; from granian.constants import Interfaces; "
        f"Server('slow_app:make', port={port}, interface=Interfaces.RSGI, factory=True, log_enabled=False, "
        "workers_kill_timeout=3).serve()"
    )
    environ = os.environ | {"PYTHONPATH": f"{_ROOT}:{tmp_path}"}
    process = subprocess.Popen([sys.executable, "-c", code], env=environ, cwd=tmp_path)
    deadline = time.monotonic() + 30
    with socket.socket() as probe:
        while probe.connect_ex(("127.0.0.1", port)) and time.monotonic() < deadline:
            probe.settimeout(1)
    yield Served(port, process)
    process.terminate()
    process.wait(timeout=20)


def test_unfinished_bodies_stop_nobody_and_are_hung_up_on(served: Served) -> None:
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(served.unfinished()) for _ in range(20)]
        assert served.ask("GET", "/") == (200, b"here")
        assert served.ask("POST", "/echo", b"abc") == (200, b"abc")
        assert clients[0].recv(64).startswith(b"HTTP/1.1 408")


def test_bodies_of_every_kind_arrive_or_are_refused(served: Served) -> None:
    assert served.ask("POST", "/echo", b"x" * 1000) == (200, b"x" * 1000)
    assert served.ask("POST", "/echo", b"x" * 1001)[0] == 413
    assert served.ask("POST", "/echo", b"x" * 3_000_000)[0] == 413
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    connection.request("POST", "/echo", iter([b"ab", b"cd"]), {"Transfer-Encoding": "chunked"}, encode_chunked=True)
    assert connection.getresponse().read() == b"abcd"
    connection.close()


def test_paths_and_long_answers_pass_whole(served: Served) -> None:
    assert served.ask("GET", "/path/%D2%A2%20a") == (200, "Ң a".encode())
    assert len(served.ask("GET", "/long")[1]) == 64 * 65536


def test_a_stop_leaves_nobody_behind(served: Served) -> None:
    with served.unfinished(), socket.socket() as probe:
        served.process.send_signal(signal.SIGINT)
        served.process.wait(timeout=15)
        assert probe.connect_ex(("127.0.0.1", served.port)) != 0


def test_a_server_killed_outright_takes_its_workers_with_it(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = os.environ | {"DATA_DIR": str(tmp_path), "PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "server", "public"], env=environ, cwd=_ROOT)
    with _connected(port) as client, socket.socket() as probe:
        process.kill()
        process.wait(timeout=15)
        with contextlib.suppress(ConnectionResetError):
            assert client.recv(1) == b""
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def _connected(port: int) -> socket.socket:
    """Return a connection to a server that is on its way up."""
    deadline = time.monotonic() + 30
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=15)
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
