"""Whether the process lives, whether it has data to serve, and its measures for loopback only."""

from __future__ import annotations

import ipaddress
import os
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask, Response, request
from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from server.web.errors import ProblemError
from server.web.public.source import Published

_FORWARDING: Final = ("forwarded", "via", "x-real-ip")


def register_health(app: Flask, *, published: Published) -> None:
    """Add ``/healthz``, ``/readyz`` and ``/metrics``."""
    registry = CollectorRegistry()
    worker = str(os.getpid())
    requests = Counter(
        "public_requests", "Requests that entered Flask", ("worker", "endpoint", "status"), registry=registry
    )
    seq = Gauge("public_state_seq", "Sequence number of the state served", ("election",), registry=registry)
    age = Gauge("public_state_age_seconds", "Age of the state served", ("election",), registry=registry)

    @app.after_request
    def _count(response: Any) -> Any:
        requests.labels(worker, request.endpoint or "none", response.status_code).inc()
        return response

    @app.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", content_type="text/plain")

    @app.get("/readyz")
    def readyz() -> Response:
        if published.current() is None:
            raise ProblemError("unavailable")
        return Response("ready\n", content_type="text/plain")

    @app.get("/metrics")
    def metrics() -> Response:
        if not _from_this_machine():
            raise ProblemError("not_found")
        snapshot = published.current()
        for election, held in snapshot.states.items() if snapshot is not None else ():
            seq.labels(election).set(held.state.seq)
            age.labels(election).set(published.now() - held.state.iat)
        return Response(generate_latest(registry), content_type="text/plain; version=0.0.4")


def _from_this_machine() -> bool:
    """Tell whether somebody on this machine asks directly: not a proxy on it, for whomever."""
    names = {name.lower() for name, _ in request.headers}
    forwarded = any(name in _FORWARDING or name.startswith("x-forwarded") for name in names)
    asked = urlsplit(f"//{request.host}").hostname
    return _is_loopback(request.remote_addr) and not forwarded and (asked == "localhost" or _is_loopback(asked))


def _is_loopback(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
