"""Printing many certificates in an app with sessions: start once, watch, fetch; the batches of this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from flask import Flask, Response, current_app, jsonify, send_file

from server.usecases.errors import NotFound
from server.usecases.views import CertificateFull
from server.web.acting import ports
from server.web.batches import Batch, Batches
from server.web.errors import ProblemError
from server.web.session import current_session

KINDS: Final = ("certificates", "badges", "both")
_MOST_KEYS: Final = 500


def register_printing(app: Flask, *, folder: Path) -> None:
    """Let the app draw batches into a folder of its own."""
    app.extensions["batches"] = Batches(folder)
    app.extensions["batch_keys"] = {}


def start_once(
    kind: str, *, once: str, about: str, total: int, source: Callable[[], Iterable[CertificateFull]]
) -> str:
    """Begin to draw, and return the batch's key; a double click finds the first batch.

    Raises: ProblemError `bad_request` for another kind than `KINDS`.
    """
    if kind not in KINDS:
        raise ProblemError("bad_request")
    owner = current_session().actor.user_id
    started: dict[str, str] = current_app.extensions["batch_keys"]
    key = f"{owner}:{once}"
    if not once or key not in started:
        batch = _batches().start(ports().renderer, source, owner=owner, about=about, kind=kind, total=total)
        started[key] = batch.id
        while len(started) > _MOST_KEYS:
            started.pop(next(iter(started)))
    return started[key]


def own_batch(key: str) -> Batch:
    """Return the signed-in person's batch.

    Raises: NotFound.
    """
    batch = _batches().find(key, owner=current_session().actor.user_id)
    if batch is None:
        raise NotFound("batch", key[:40])
    return batch


def progress_answer(key: str) -> Response:
    """Say how far a batch is. Raises: NotFound."""
    found = own_batch(key)
    return jsonify(state=found.state, done=found.done, total=found.total)


def file_answer(key: str) -> Response:
    """Give the finished ZIP. Raises: NotFound."""
    found = own_batch(key)
    if found.state != "done" or not found.path.exists():
        raise NotFound("batch", key[:40])
    return send_file(found.path, mimetype="application/zip", as_attachment=True, download_name=f"{found.kind}.zip")


def _batches() -> Batches:
    found: Batches = current_app.extensions["batches"]
    return found
