"""The organisations' portal on a port of this machine, over the database of a test's Commission."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from werkzeug.serving import make_server

from server.usecases.applications import open_application
from server.usecases.nominate import add_nomination
from server.web import portal
from server.web.client_address import Network
from tests.flask_app import flask_app
from tests.mission import CONTACT, mission_line
from tests.web.portal.world import PortalWorld, build_portal


@dataclass(frozen=True, slots=True)
class _Settings:
    data_dir: Path
    portal_url: str
    environment: Literal["demo", "production"] = "demo"
    tls: bool = False
    public_url: str = "http://localhost:9"
    trusted_proxies: tuple[Network, ...] = ()

    @property
    def secrets_dir(self) -> Path:
        return self.data_dir / "secrets"


@dataclass(frozen=True, slots=True)
class PortalSite:
    """A running portal; `people` are drafts of the organisation "a"."""

    origin: str
    world: PortalWorld
    people: tuple[str, ...]


@contextmanager
def serve_portal(folder: Path, *, people: int = 2) -> Iterator[PortalSite]:
    """Serve a portal whose organisation "a" has a draft with so many people."""
    world = build_portal(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    origin = f"http://localhost:{port}"
    app = flask_app("server.web.portal")
    portal.register(app, ports=world.ports, settings=_Settings(folder, origin))
    by, invitation = world.actor("a"), world.invitations["a"]
    application = world.do(open_application, by=by, invitation_id=invitation, channel="cec", contact=CONTACT)
    ids = tuple(
        world.do(add_nomination, by=by, application_id=application, line=mission_line(number))["id"]
        for number in range(1, people + 1)
    )
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield PortalSite(origin, world, ids)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
