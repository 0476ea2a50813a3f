"""The apps that the public benchmark serves: ours, and bare WSGI functions that do the least possible."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask

from server.adapters.published.reader import PublishedReader
from server.adapters.system_clock import SystemClock
from server.credential.verify import verify
from server.web import public
from server.web.buffered import Buffered, WsgiApp
from server.web.public.verdicts import VERIFY_LIMIT_BYTES
from tests.web.public.conftest import Addresses


def _reader() -> PublishedReader:
    return PublishedReader(Path(os.environ["PUBLISHED_FOLDER"]) / "published", clock=SystemClock())


def ours() -> Buffered:
    """Return the public site as it is served."""
    app = Flask("server.web.public", static_folder=None)
    public.register(app, published=_reader(), settings=Addresses())
    return Buffered(app, most_body_bytes=VERIFY_LIMIT_BYTES, threads=None)


def bare() -> WsgiApp:
    """Return a function that only verifies, with the states in memory, and one ready answer for everything else."""
    snapshot = _reader().current()
    assert snapshot is not None
    clock = SystemClock()
    ping = snapshot.trust_json

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            asked = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
            verdict = verify(
                asked["qr_text"],
                trust=snapshot.trust,
                states=snapshot.states,
                device_now=int(clock.now().timestamp()),
            )
            body = json.dumps({"code": verdict.code, "claims": verdict.claims}).encode()
        else:
            body = ping
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return (body,)

    return app
