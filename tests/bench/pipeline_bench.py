"""From the signature to badge pages in two processes at once: with our QR codes, and with libqrencode's."""

from __future__ import annotations

import contextlib
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.qr_libqrencode import is_installed
from tests.bench.row import Row

PROCESSES = 2
ROUNDS = 5
PEOPLE = 100
ROOT = Path(__file__).parents[2]
_WHAT = f"accredit → seal → QR → badge page, {PROCESSES} processes, people/s"

Workers = list[subprocess.Popen[str]]


def rows() -> list[Row]:
    """Measure; without libqrencode the row stands with our figure, says so and isn't reached."""
    with tempfile.TemporaryDirectory() as folder, _workers("ours", Path(folder)) as ours:
        if not is_installed():
            alone = max(_people_per_second(ours) for _ in range(ROUNDS))
            return [Row(_WHAT, "libqrencode is ABSENT", alone, math.nan, math.nan, "≥ 0.4", False)]
        with _workers("libqrencode", Path(folder)) as theirs:
            turns = [(_people_per_second(ours), _people_per_second(theirs)) for _ in range(ROUNDS)]
    best, peer = (max(each) for each in zip(*turns, strict=True))
    return [Row(_WHAT, "the same with libqrencode", best, peer, best / peer, "≥ 0.4", best / peer >= 0.4)]


def _people_per_second(workers: Workers) -> float:
    """Let every worker do its next decree at the same time."""
    started = time.perf_counter()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("\n")
        worker.stdin.flush()
    _wait(workers, "done")
    return len(workers) * PEOPLE / (time.perf_counter() - started)


def _wait(workers: Workers, word: str) -> None:
    for worker in workers:
        assert worker.stdout is not None
        told = worker.stdout.readline().strip()
        assert told == word, f"a worker ended early: {told!r}"


@contextlib.contextmanager
def _workers(kind: str, folder: Path) -> Iterator[Workers]:
    workers = []
    try:
        for number in range(PROCESSES):
            own = folder / f"{kind}-{number}"
            own.mkdir()
            command = [sys.executable, "-m", "tests.bench.pipeline_worker", kind, str(own), str(ROUNDS), str(PEOPLE)]
            workers.append(
                subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
        _wait(workers, "ready")
        yield workers
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
