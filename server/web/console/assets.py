"""The console's own files, and the verifier's scanner modules served on this origin for the camera page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from flask import Blueprint, Response, g, request, send_from_directory

from server.web.errors import ProblemError
from server.web.pages import own_file
from server.web.security import content_security_policy
from server.web.session import open_to_all

STATIC: Final = Path(__file__).parent / "static"
VERIFIER: Final = Path(__file__).parents[3] / "verifier_web"
SCANNER_FOLDERS: Final = ("device", "vendor")
_SUFFIXES: Final = (".js", ".wasm", ".json", ".mjs")
_WASM_TYPE: Final = "application/wasm"
_JS_TYPE: Final = "text/javascript; charset=utf-8"


@open_to_all
def static(name: str) -> Response:
    """Give one of the console's own files."""
    return own_file(STATIC, name)


@open_to_all
def scanner(folder: str, name: str) -> Response:
    """Give a module of the scanner; the worker's policy comes with its own answer."""
    if folder not in SCANNER_FOLDERS or not name.endswith(_SUFFIXES):
        raise ProblemError("not_found")
    response = send_from_directory(VERIFIER / folder, name)
    if name.endswith((".js", ".mjs")):
        response.headers["Content-Type"] = _JS_TYPE
    if name.endswith(".wasm"):
        response.headers["Content-Type"] = _WASM_TYPE
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Content-Security-Policy"] = content_security_policy(wasm=True)
    return response


def let_page_scan(response: Response) -> Response:
    """Let the camera page start the reading worker and its WebAssembly; every other page may not."""
    if request.endpoint == "console.find" and response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = content_security_policy(
            nonce=g.get("csp_nonce"), wasm=True, trusted_types=("own-urls",)
        )
    return response


def add_routes(blueprint: Blueprint) -> None:
    """Add the files."""
    blueprint.add_url_rule("/static/<path:name>", "static", static)
    blueprint.add_url_rule("/<any(device, vendor):folder>/<path:name>", "scanner", scanner)
