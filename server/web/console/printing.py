"""Printing a whole decree: start, watch, fetch; works without scripts by reloading itself."""

from __future__ import annotations

from flask import Blueprint, Response, request

from server.usecases.roles import PRINTERS
from server.web.acting import ports
from server.web.one_click import one_click
from server.web.pages import go, page
from server.web.printing import file_answer, own_batch, progress_answer, start_once
from server.web.session import officers


@officers(*PRINTERS)
@one_click
def start_batch(decree_id: str, once: str) -> Response:
    """Begin to draw every certificate, badge, or both, of a decree."""
    decree = ports().queries.decree(decree_id).decree
    here, kind = ports(), request.form.get("kind", "certificates")
    key = start_once(
        kind, once=once, about=decree_id, total=decree.live,
        source=lambda: here.queries.decree_certificates(decree_id, now=here.clock.now()),
    )  # fmt: skip
    return go("batch", key=key)


@officers(*PRINTERS)
def batch(key: str) -> Response:
    """Show how far a batch is; the page reloads itself until it is done."""
    found = own_batch(key)
    return page("batch.html", section="decrees", batch=found, decree=ports().queries.decree(found.about).decree)


@officers(*PRINTERS)
def batch_progress(key: str) -> Response:
    """Say how far a batch is."""
    return progress_answer(key)


@officers(*PRINTERS)
def batch_file(key: str) -> Response:
    """Give the finished ZIP."""
    return file_answer(key)


def add_routes(blueprint: Blueprint) -> None:
    """Add printing."""
    blueprint.add_url_rule("/decrees/<decree_id>/print", "start_batch", start_batch, methods=["POST"])
    blueprint.add_url_rule("/batches/<key>", "batch", batch)
    blueprint.add_url_rule("/batches/<key>/progress", "batch_progress", batch_progress)
    blueprint.add_url_rule("/batches/<key>/file.zip", "batch_file", batch_file)
