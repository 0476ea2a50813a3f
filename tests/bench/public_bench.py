"""The public site against bare WSGI functions on the same server: verdicts for integrators, and ready bytes."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.bench.public_load import drive, get_request, published_site
from tests.bench.row import Row

CONNECTIONS = 64
SECONDS = 4.0
ROUNDS = 3


def rows() -> list[Row]:
    """Measure ours and the bare function in turns, and compare the best rounds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            published_site(folder) as ours,
            published_site(folder, target="tests.bench.public_apps:bare", interface="wsgi") as bare,
        ):
            verify = ours.verify_request()
            verified = _compared(verify, verify, ports=(ours.port, bare.port))
            trust = _compared(get_request("/api/v1/trust"), get_request("/"), ports=(ours.port, bare.port))
            state = _compared(get_request("/s/kg-2027-pr"), get_request("/"), ports=(ours.port, bare.port))
    spread = verified[0][2] / verified[0][1]
    print(
        f"verify: {verified[0][0]:,.0f}/s, p50 {verified[0][1]:.1f} ms, p99 {verified[0][2]:.1f} ms", file=sys.stderr
    )
    return [
        _row("POST /api/v1/verify (requests/s)", "bare WSGI function, same server", verified, least=0.8),
        Row("verify p99 (ms)", "its p50", verified[0][2], verified[0][1], spread, "<= 2", spread <= 2),
        _row("GET /api/v1/trust (requests/s)", "static ping, same server", trust, least=0.9),
        _row("GET /s/ELECTION (requests/s)", "static ping, same server", state, least=0.9),
    ]


Measured = tuple[float, float, float]


def _compared(ours: bytes, bare: bytes, *, ports: tuple[int, int]) -> tuple[Measured, Measured]:
    best: list[Measured] = [(0.0, 0.0, 0.0), (0.0, 0.0, 0.0)]
    for _ in range(ROUNDS):
        for place, (request, port) in enumerate(zip((ours, bare), ports, strict=True)):
            best[place] = max(best[place], drive(request, port=port, connections=CONNECTIONS, seconds=SECONDS))
    return best[0], best[1]


def _row(name: str, limit: str, measured: tuple[Measured, Measured], *, least: float) -> Row:
    ours, peer = measured[0][0], measured[1][0]
    ratio = ours / peer
    return Row(name, limit, ours, peer, ratio, f">= {least}", ratio >= least)
