"""What an organisation may see: its own things; another one's are not there."""

from __future__ import annotations

from server.usecases.errors import NotFound
from server.usecases.views import CertificateFull
from server.usecases.views_of_applications import ApplicationRow, InvitationRow, NominationPage
from server.web.acting import ports
from server.web.session import current_session


def own_id() -> str:
    """Return the organisation that the signed-in representative acts for.

    Raises: NotFound.
    """
    own = current_session().actor.organisation_id
    if own is None:
        raise NotFound("organisation", "")
    return own


def own_invitation(invitation_id: str) -> InvitationRow:
    """Return an invitation of the own organisation that was issued. Raises: NotFound."""
    row = ports().queries.invitation(invitation_id[:64])
    _must_own(row.organisation_id, kind="invitation", key=invitation_id)
    if row.state == "draft":  # the Commission's own paper until a body issues it
        raise NotFound("invitation", invitation_id[:64])
    return row


def own_application(application_id: str) -> ApplicationRow:
    """Return an application of the own organisation. Raises: NotFound."""
    row = ports().queries.application(application_id[:64])
    _must_own(row.organisation_id, kind="application", key=application_id)
    return row


def own_nomination(nomination_id: str) -> NominationPage:
    """Return a person of the own organisation. Raises: NotFound."""
    found = ports().queries.nomination(nomination_id[:64])
    _must_own(found.row.organisation_id, kind="nomination", key=nomination_id)
    return found


def own_certificate(number: str) -> CertificateFull:
    """Return a certificate of a person of the own organisation. Raises: NotFound."""
    found = ports().queries.certificate(number[:40], now=ports().clock.now())
    _must_own(found.row.organisation_id, kind="certificate", key=number)
    return found


def _must_own(organisation_id: str, *, kind: str, key: str) -> None:
    current_session().actor.must_own(organisation_id, kind=kind, key=key[:64])
