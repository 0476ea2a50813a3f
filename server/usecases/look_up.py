"""Find an accreditation by what an officer holds: a number, a name, or the QR text of the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.credential.certificate_number import body_of
from server.credential.claims import CredentialClaims, parse
from server.credential.envelope import open_credential
from server.credential.errors import CredentialError
from server.credential.qr_text import read_text
from server.usecases.errors import FieldError, InvalidInput, NotFound
from server.usecases.ports import Queries, Trust
from server.usecases.queries import CertificateFilter
from server.usecases.views import CertificateRow

_LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: a page of certificates, the cursor of the next, and whether a number was mistyped.

    `wrong_check`: the text has the form of a number and its last character doesn't fit; the rows are those whose
    number begins so.
    """

    rows: tuple[CertificateRow, ...] = ()
    next: str | None = None
    wrong_check: bool = False


def look_up(
    text: str, *, queries: Queries, trust: Trust, now: datetime, after: str | None = None, limit: int = 20
) -> Found:
    """Return certificates that match a scanned QR text, a number or its digits, a name or an organisation.

    A QR text of ours finds its certificate even when it was replaced or revoked; only its number is used,
    nothing it says is trusted.
    Raises: InvalidInput for an empty or over-long text; a text that finds nothing gives no rows.
    """
    text = text.strip()
    if not text:
        raise InvalidInput([FieldError("text", "text_missing")])
    if len(text) > _LONGEST:
        raise InvalidInput([FieldError("text", "text_too_long", {"limit": _LONGEST})])
    number = _number_in_qr(text, trust)
    if number is None:
        mistyped = body_of(text)
        asked = CertificateFilter(text=mistyped or text[:200])
        page = queries.certificates(asked, now=now, after=after, limit=limit)
        return Found(page.rows, page.next, mistyped is not None)
    try:
        return Found((queries.certificate(number, now=now).row,))
    except NotFound:
        return Found()


def _number_in_qr(text: str, trust: Trust) -> str | None:
    try:
        claims = parse(open_credential(read_text(text, origins=trust.origins)).payload)
    except CredentialError:
        return None
    return claims.number if isinstance(claims, CredentialClaims) else None
