"""The console's verbs as JSON under ``/api/v1``: bearer token, or the session's cookie with its form token."""

from __future__ import annotations

from flask import Blueprint, Flask, Response

from server.usecases.ports import Ports
from server.web.api import (
    accounts,
    certificates,
    checks,
    decisions,
    decrees,
    documents,
    elections,
    intake,
    invitations,
    keys,
    notices,
    persons,
    revocations,
    users,
)
from server.web.errors import ProblemError
from server.web.session import open_to_all

ANY_METHOD = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def register(app: Flask, *, ports: Ports) -> None:
    """Add the JSON API to an app that has sessions and errors registered."""
    app.extensions["ports"] = ports
    pages = Blueprint("api", __name__, url_prefix="/api/v1")
    for module in (
        accounts, certificates, checks, decisions, decrees, documents, elections, intake,
        invitations, keys, notices, persons, revocations, users,
    ):  # fmt: skip
        module.add_routes(pages)
    pages.add_url_rule("/<path:rest>", "unknown", unknown, methods=ANY_METHOD)
    app.register_blueprint(pages)


@open_to_all
def unknown(rest: str) -> Response:
    """Answer every other address of the API."""
    raise ProblemError("not_found", path=rest[:80])
