"""Papers and files that pages and JSON API give and take: certificates, badges, QR codes, written applications."""

from __future__ import annotations

from typing import Final

from flask import Response, request

from server.credential.qr_text import to_text
from server.usecases.errors import Conflict
from server.usecases.revoke import Upload
from server.usecases.views import CertificateFull
from server.web.acting import ports

ATTACHMENT_FIELD: Final = "attachment"


def certificate_paper(number: str) -> Response:
    """Give the A4 certificate. Raises: as `printable`."""
    full = printable(number)
    return _pdf(ports().renderer.certificate(full), name=f"{full.row.number}.pdf")


def badge_paper(number: str) -> Response:
    """Give the A6 badge. Raises: as `printable`."""
    full = printable(number)
    return _pdf(ports().renderer.badge(full), name=f"{full.row.number}-badge.pdf")


def qr_picture(number: str) -> Response:
    """Give the certificate's QR as SVG. Raises: NotFound."""
    full = ports().queries.certificate(number, now=ports().clock.now())
    text = to_text(full.sealed, origin=ports().trust.origins[0])
    response = Response(ports().renderer.qr_svg(text), content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response


def printable(number: str) -> CertificateFull:
    """Return a certificate that may be printed.

    Raises: NotFound; Conflict `certificate_not_live`, `certificate_not_listed`.
    """
    full = ports().queries.certificate(number, now=ports().clock.now())
    if full.row.status in ("revoked", "replaced"):
        raise Conflict("certificate_not_live", number=full.row.number)
    if not full.row.printable:
        raise Conflict("certificate_not_listed", number=full.row.number)
    return full


def uploaded_application() -> Upload | None:
    """Return the written application as received, or None when no file was chosen."""
    file = request.files.get(ATTACHMENT_FIELD)
    if file is None or not file.filename:
        return None
    last = file.filename.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(character for character in last if character.isprintable())[:120]
    return Upload(name or ATTACHMENT_FIELD, file.mimetype[:100], file.read())


def _pdf(content: bytes, *, name: str) -> Response:
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
