"""The signing keys as the public files state them: for custodians and auditors, to read only."""

from __future__ import annotations

from flask import Blueprint, Response

from server.accreditation.calendar import from_unix_seconds
from server.usecases.roles import KEY_READERS
from server.web.acting import ports
from server.web.pages import page
from server.web.session import officers


@officers(*KEY_READERS)
def keys() -> Response:
    """Show the newest root: its keys with role and standing, and how many custodians must sign the next."""
    root = ports().trust.root
    return page("keys.html", section="keys", root=root, issued=from_unix_seconds(root.iat),
                until=from_unix_seconds)  # fmt: skip


def add_routes(blueprint: Blueprint) -> None:
    """Add the page of keys."""
    blueprint.add_url_rule("/keys", "keys", keys)
