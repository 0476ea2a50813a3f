"""Printing a whole decree: start, watch, fetch; works without scripts by reloading itself."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, current_app, jsonify, request, send_file

from server.usecases.errors import NotFound
from server.usecases.roles import PRINTERS
from server.web.acting import ports
from server.web.console.batches import Batch, Batches
from server.web.console.pages import go, page
from server.web.errors import ProblemError
from server.web.one_click import one_click
from server.web.session import current_session, officers

KINDS: Final = ("certificates", "badges", "both")


def batches() -> Batches:
    """Return the batches of this process."""
    found: Batches = current_app.extensions["batches"]
    return found


def own_batch(key: str) -> Batch:
    """Return the signed-in officer's batch.

    Raises: NotFound.
    """
    batch = batches().find(key, owner=current_session().actor.user_id)
    if batch is None:
        raise NotFound("batch", key[:40])
    return batch


@officers(*PRINTERS)
@one_click
def start_batch(decree_id: str, once: str) -> Response:
    """Begin to draw every certificate, badge, or both, of a decree; a double click finds the first batch."""
    kind = request.form.get("kind", "certificates")
    if kind not in KINDS:
        raise ProblemError("bad_request")
    started: dict[str, str] = current_app.extensions["batch_keys"]
    key = f"{current_session().actor.user_id}:{once}"
    if not once or key not in started:
        decree = ports().queries.decree(decree_id).decree
        owner = current_session().actor.user_id
        batch = batches().start(ports(), owner=owner, decree_id=decree_id, kind=kind, total=decree.live)
        started[key] = batch.id
        while len(started) > 500:
            started.pop(next(iter(started)))
    return go("batch", key=started[key])


@officers(*PRINTERS)
def batch(key: str) -> Response:
    """Show how far a batch is; the page reloads itself until it is done."""
    found = own_batch(key)
    decree = ports().queries.decree(found.decree_id).decree
    return page("batch.html", section="decrees", batch=found, decree=decree)


@officers(*PRINTERS)
def batch_progress(key: str) -> Response:
    """Say how far a batch is."""
    found = own_batch(key)
    return jsonify(state=found.state, done=found.done, total=found.total)


@officers(*PRINTERS)
def batch_file(key: str) -> Response:
    """Give the finished ZIP."""
    found = own_batch(key)
    if found.state != "done" or not found.path.exists():
        raise NotFound("batch", key[:40])
    return send_file(found.path, mimetype="application/zip", as_attachment=True, download_name=f"{found.kind}.zip")


def add_routes(blueprint: Blueprint) -> None:
    """Add printing."""
    blueprint.add_url_rule("/decrees/<decree_id>/print", "start_batch", start_batch, methods=["POST"])
    blueprint.add_url_rule("/batches/<key>", "batch", batch)
    blueprint.add_url_rule("/batches/<key>/progress", "batch_progress", batch_progress)
    blueprint.add_url_rule("/batches/<key>/file.zip", "batch_file", batch_file)
