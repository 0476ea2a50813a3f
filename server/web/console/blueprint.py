"""The console's one blueprint; each module adds its pages to it."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

FOLDER: Final = "server/web/console"


def new_blueprint() -> Blueprint:
    """Return a fresh blueprint named ``console``, whose templates lie beside this file."""
    return Blueprint("console", __name__, template_folder="templates", url_prefix="")
