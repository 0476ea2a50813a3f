"""Composition root of the WSGI apps: the Commission's console, the organisations' portal, the public site.

Imports stand inside the functions on purpose: the public process must never load the database or the console.
"""

from __future__ import annotations

import os
import signal

from flask import Flask

from server.parent import SERVED_BY, end_with_parent
from server.settings import Settings
from server.web.buffered import Buffered

_THREADS = 4  # of an app that waits for its database


def create_console_app(settings: Settings) -> Flask:
    """Return the console: pages, JSON API, sessions."""
    from server.composition import compose_ports
    from server.web import api, console

    app = Flask("server.web.console", static_folder=None)
    ports = compose_ports(settings)
    console.register(app, ports=ports, settings=settings)
    api.register(app, ports=ports)
    return app


def create_portal_app(settings: Settings) -> Flask:
    """Return the organisations' portal: pages, JSON API, sessions of its own."""
    from server.composition import compose_ports
    from server.web import portal

    app = Flask("server.web.portal", static_folder=None)
    portal.register(app, ports=compose_ports(settings), settings=settings)
    return app


def create_public_app(settings: Settings) -> Flask:
    """Return the public site: no database, no key, only the published folder."""
    from server.adapters.published.reader import PublishedReader
    from server.adapters.system_clock import SystemClock
    from server.web import public

    app = Flask("server.web.public", static_folder=None)
    public.register(app, published=PublishedReader(settings.published_dir, clock=SystemClock()), settings=settings)
    return app


def _buffered(app: Flask, *, threads: int | None) -> Buffered:
    """Return the app as a worker serves it; a worker ends with the server that started it."""
    end_with_parent(signal.SIGKILL, parent=int(os.environ[SERVED_BY]))
    return Buffered(app, most_body_bytes=app.config["MAX_CONTENT_LENGTH"], threads=threads)


def console_from_environ() -> Buffered:
    """Factory for the server."""
    return _buffered(create_console_app(Settings.from_environ(os.environ)), threads=_THREADS)


def portal_from_environ() -> Buffered:
    """Factory for the server."""
    return _buffered(create_portal_app(Settings.from_environ(os.environ)), threads=_THREADS)


def public_from_environ() -> Buffered:
    """Factory for the server."""
    return _buffered(create_public_app(Settings.from_environ(os.environ)), threads=None)
