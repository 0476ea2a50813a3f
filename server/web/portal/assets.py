"""The portal's own files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from flask import Blueprint, Response

from server.web.pages import own_file
from server.web.session import open_to_all

STATIC: Final = Path(__file__).parent / "static"


@open_to_all
def static(name: str) -> Response:
    """Give one of the portal's own files, or one it shares."""
    return own_file(STATIC, name)


def add_routes(blueprint: Blueprint) -> None:
    """Add the files."""
    blueprint.add_url_rule("/static/<path:name>", "static", static)
