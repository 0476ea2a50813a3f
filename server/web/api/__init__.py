"""The console's verbs as JSON under ``/api/v1``: bearer token, or the session's cookie with its form token."""

from __future__ import annotations

from flask import Blueprint, Flask

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


def register(app: Flask, *, ports: Ports) -> None:
    """Add the JSON API to an app that has sessions and errors registered."""
    app.extensions["ports"] = ports
    pages = Blueprint("api", __name__, url_prefix="/api/v1")
    for module in (
        accounts, certificates, checks, decisions, decrees, documents, elections, intake,
        invitations, keys, notices, persons, revocations, users,
    ):  # fmt: skip
        module.add_routes(pages)
    documents.add_log_routes(pages)
    app.register_blueprint(pages)
