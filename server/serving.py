"""Serving an app with granian; each audience in a process of its own."""

from __future__ import annotations

import os

from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server import Server

from server.parent import SERVED_BY
from server.settings import Settings

_BACKLOG = 4096
_KILL_AFTER_SECONDS = 3  # a worker whose client never finishes must not outlive the others


def serve_public(settings: Settings) -> int:
    """Serve the public site until told to stop."""
    return _serve(settings, target="server.app:public_from_environ", port=settings.port, workers=2)


def serve_console(settings: Settings) -> int:
    """Serve the Commission's console until told to stop."""
    return _serve(settings, target="server.app:console_from_environ", port=settings.console_port, workers=1)


def serve_portal(settings: Settings) -> int:
    """Serve the organisations' portal until told to stop."""
    return _serve(settings, target="server.app:portal_from_environ", port=settings.portal_port, workers=1)


def _serve(settings: Settings, *, target: str, port: int, workers: int) -> int:
    server = Server(
        target,
        address="127.0.0.1" if settings.host == "localhost" else settings.host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        workers_kill_timeout=_KILL_AFTER_SECONDS,
        backlog=_BACKLOG,
        factory=True,
        log_access=False,
        log_level=LogLevels.error,
        ssl_cert=settings.tls_certificate if settings.tls else None,
        ssl_key=settings.tls_key if settings.tls else None,
        ssl_protocol_min=SSLProtocols.tls12,
        respawn_failed_workers=True,
    )
    os.environ[SERVED_BY] = str(os.getpid())
    server.serve()
    return 0
