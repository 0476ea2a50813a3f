"""Find an accreditation by what an officer holds: a number, a name, or the QR text of the paper."""

from __future__ import annotations

from datetime import datetime

from server.usecases.ports import Queries, Trust
from server.usecases.views import CertificateRow


def look_up(
    text: str, *, queries: Queries, trust: Trust, now: datetime, limit: int = 20
) -> tuple[CertificateRow, ...]:
    """Return certificates that match a scanned QR text, a certificate number, a name or an organisation.

    A QR text of ours finds its certificate by election and index even when it was replaced or revoked.
    Raises: InvalidInput for an empty or over-long text; a text that finds nothing gives ().
    """
    raise NotImplementedError
