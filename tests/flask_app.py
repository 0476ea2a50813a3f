"""Flask apps for tests: each test gets its own, and templates are compiled once a process."""

from __future__ import annotations

import functools
import tempfile

from flask import Flask
from jinja2 import FileSystemBytecodeCache


def flask_app(name: str) -> Flask:
    """Return an empty app, e.g. "server.web.console"."""
    app = Flask(name, static_folder=None)
    app.jinja_options = {**app.jinja_options, "bytecode_cache": _compiled_templates()}
    return app


@functools.cache
def _compiled_templates() -> FileSystemBytecodeCache:
    return FileSystemBytecodeCache(tempfile.mkdtemp(prefix="observers-templates-"))
