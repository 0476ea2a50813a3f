"""An authenticator app for one's own account: prove the password, read the QR code, confirm by a first code."""

from __future__ import annotations

from flask import Response
from markupsafe import Markup

from server.usecases.errors import Conflict
from server.usecases.remove_factors import APP, remove_totp
from server.usecases.roles import ROLES
from server.usecases.second_factors import begin_totp, confirm_totp, pending_totp
from server.usecases.totp_codes import address_of
from server.web.acting import do, ports
from server.web.forms import Form, form_page
from server.web.guesses import slowed_proof
from server.web.own_account.proving import CODE_FIELD, PASSWORD_FIELD
from server.web.own_account.removal import removal_page
from server.web.pages import go, words
from server.web.session import current_session, even_unfinished, officers


@even_unfinished
@officers(*ROLES)
def new_totp() -> Response:
    """Ask for the password, then make a secret."""
    session = current_session()

    def _act(form: Form) -> Response:
        slowed_proof(session.login, lambda: do(begin_totp, **form.values, totp_secrets=ports().totp_secrets))
        return go("confirm_totp")

    return form_page("shared/new_totp.html", "new_totp", (PASSWORD_FIELD,), act=_act)


@even_unfinished
@officers(*ROLES)
def confirm() -> Response:
    """Show the secret as a QR code and take the first code; a confirmed secret is never shown again."""
    session = current_session()
    secret = pending_totp(ports(), user_id=session.actor.user_id)
    if secret is None:
        return go("account")
    address = address_of(secret, login=session.login, site=words("account.site"))

    def _act(form: Form) -> Response:
        slowed_proof(session.login, lambda: do(
            confirm_totp, **form.values, family_id=session.family_id, totp_secrets=ports().totp_secrets))  # fmt: skip
        return go("account", note="totp_confirmed")

    return form_page("shared/confirm_totp.html", "confirm_totp", (CODE_FIELD,), act=_act, secret=secret,
                     qr=Markup(ports().renderer.qr_svg(address)))  # fmt: skip  # noqa: S704 - our own drawing


@officers(*ROLES)
def remove() -> Response:
    """Take the app away after a proof."""
    factors = ports().queries.second_factors(current_session().actor.user_id)
    if factors.totp_since is None:
        raise Conflict("totp_not_begun")
    return removal_page(remove_totp, removing=APP, factors=factors)
