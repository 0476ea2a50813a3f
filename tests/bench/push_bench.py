"""From a push to the bytes at 5,000 open connections: against a C epoll loop, idle and with the API under load."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from server.adapters.push.events_client import EventsClient
from server.settings import Settings
from tests.bench.public_load import Site, load, published_site
from tests.bench.row import Row
from tests.integration.processes.conftest import free_port, until

CONNECTIONS = 5_000
PUSHES = 20
TOKEN = os.urandom(440)
ROOT = Path(__file__).parents[2]


def rows() -> list[Row]:
    """Measure; without a C compiler the peer's rows are left out and said so."""
    with tempfile.TemporaryDirectory() as folder:
        return list(_rows(Path(folder)))


def _rows(folder: Path) -> Iterator[Row]:
    with _event_process(folder) as (push, port, process):
        before = _resident_kib(process.pid)
        with _crowd(port) as crowd:
            memory = (_resident_kib(process.pid) - before) / CONNECTIONS
            idle = _measure(push, crowd)
            with published_site(folder / "site") as site, _under_load(site):
                loaded = _measure(push, crowd)
    print(_told("push, idle", idle), _told("push, verify API under load", loaded), sep="\n", file=sys.stderr)
    ratio = _p99(loaded) / _p99(idle)
    yield Row(
        "push p99 with the verify API under load (ms)",
        "idle p99",
        _p99(loaded),
        _p99(idle),
        ratio,
        "<= 3",
        ratio <= 3,
    )
    yield Row("memory a connected verifier (KiB)", "20 KiB", memory, 20.0, memory / 20, "<= 1", memory <= 20)
    if shutil.which("cc") is None:
        print("no C compiler (cc): the epoll peer of the push is left out", file=sys.stderr)
        return
    with _peer(folder) as (push, port), _crowd(port) as crowd:
        peer = _measure(push, crowd)
    print(_told("push, C epoll peer", peer), file=sys.stderr)
    ratio = _p99(idle) / _p99(peer)
    yield Row(
        f"push to {CONNECTIONS:,} connections, p99 (ms)",
        "C epoll loop",
        _p99(idle),
        _p99(peer),
        ratio,
        "<= 1.7",
        ratio <= 1.7,
    )


def _told(name: str, times: list[float]) -> str:
    half = statistics.median(times)
    return f"{name}: p50 {half:.1f} ms, p99 {_p99(times):.1f} ms, worst {max(times):.1f} ms"


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99) - 1]


def _measure(push: Callable[[int], None], crowd: subprocess.Popen[bytes]) -> list[float]:
    """Return milliseconds from the push to each connection, over all pushes; the first two warm up."""
    assert crowd.stdout is not None
    times: list[float] = []
    for turn in range(PUSHES + 2):
        start = time.monotonic_ns()
        push(start)
        reached = json.loads(crowd.stdout.readline())
        if turn >= 2:
            times += [(each - start) / 1e6 for each in reached]
    return times


@contextlib.contextmanager
def _event_process(folder: Path) -> Iterator[tuple[Callable[[int], None], int, subprocess.Popen[bytes]]]:
    port = free_port()
    environ = os.environ | {"DATA_DIR": str(folder / "data"), "EVENTS_PORT": str(port)}
    settings = Settings.from_environ(environ)
    process = subprocess.Popen([sys.executable, "-m", "server", "events"], env=environ, cwd=ROOT)
    client = EventsClient(settings.events_socket, timeout_seconds=30)
    try:
        until(lambda: client.push("warm", seq=1, token=b"") is not None)
        yield lambda seq: _sent(client.push("e", seq=seq, token=TOKEN)), port, process
    finally:
        process.terminate()
        process.wait()


def _sent(connections: int | None) -> None:
    assert connections == CONNECTIONS, f"{connections} connections instead of {CONNECTIONS}"


@contextlib.contextmanager
def _peer(folder: Path) -> Iterator[tuple[Callable[[int], None], int]]:
    program = folder / "push_peer"
    subprocess.run(["cc", "-O2", "-o", str(program), str(Path(__file__).with_name("push_peer.c"))], check=True)
    port = free_port()
    process = subprocess.Popen([str(program), str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None
    process.stdout.readline()

    def push(seq: int) -> None:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps({"election": "e", "seq": seq, "token": TOKEN.hex()}).encode() + b"\n")
        process.stdin.flush()
        _sent(int(process.stdout.readline()))

    try:
        yield push, port
    finally:
        process.kill()
        process.communicate()


@contextlib.contextmanager
def _crowd(port: int) -> Iterator[subprocess.Popen[bytes]]:
    crowd = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.push_crowd", str(port), str(CONNECTIONS)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert crowd.stdout is not None
    try:
        assert json.loads(crowd.stdout.readline())["connected"] == CONNECTIONS
        yield crowd
    finally:
        crowd.kill()
        crowd.communicate()


@contextlib.contextmanager
def _under_load(site: Site) -> Iterator[None]:
    with load(site.verify_request(), port=site.port, connections=16):
        yield


def _resident_kib(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])
