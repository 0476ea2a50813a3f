"""The public keys of the newest root as JSON."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from server.accreditation.calendar import from_unix_seconds
from server.credential.root import Key
from server.usecases.roles import KEY_READERS
from server.web.acting import ports
from server.web.api.bodies import answer
from server.web.api.saying import says
from server.web.session import officers


@officers(*KEY_READERS)
@says(gives=dict[str, Any])
def keys() -> Response:
    """List the keys with role and standing, and how many custodians must sign the next root."""
    root = ports().trust.root
    return answer({
        "version": root.version, "issued_at": from_unix_seconds(root.iat), "issuer": root.issuer,
        "origins": root.origins, "threshold": root.threshold,
        "keys": [_told(key) for key in (*root.root_keys, *root.keys)],
    })  # fmt: skip


def _told(key: Key) -> dict[str, object]:
    until = None if key.not_after is None else from_unix_seconds(key.not_after)
    return {"kid": key.kid.hex(), "role": key.role, "standing": key.standing, "not_after": until}


def add_routes(blueprint: Blueprint) -> None:
    """Add the keys."""
    blueprint.add_url_rule("/keys", "keys", keys)
