"""The page that shows an app's ``/openapi.json``, the same in every app."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from flask import Response, render_template

from server.web.security import content_security_policy

FILES: Final = Path(__file__).parent / "static" / "docs"
_SWAGGER_POLICIES: Final = ("dompurify", "default")


def docs_page(*, files: str, methods: str) -> Response:
    """Show the description.

    Args:
        files: where the app serves `FILES`.
        methods: of the calls that may be tried out from the page, with spaces between.
    """
    html = render_template("shared/docs.html", files=files, methods=methods)
    response = Response(html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = content_security_policy(trusted_types=_SWAGGER_POLICIES)
    return response
