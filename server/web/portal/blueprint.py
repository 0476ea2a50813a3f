"""The portal's one blueprint; each module adds its pages to it."""

from __future__ import annotations

from flask import Blueprint


def new_blueprint() -> Blueprint:
    """Return a fresh blueprint named ``portal``, whose templates lie beside this file."""
    return Blueprint("portal", __name__, template_folder="templates", url_prefix="")
