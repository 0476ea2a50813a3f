"""An authenticator app for one's own account: prove the password, read the QR code, confirm by a first code."""

from __future__ import annotations

from typing import Final

from flask import Response
from markupsafe import Markup

from server.usecases.errors import Conflict
from server.usecases.passwords import PASSWORD_MAX_CHARACTERS
from server.usecases.roles import ROLES
from server.usecases.second_factors import begin_totp, confirm_totp, pending_totp, remove_totp
from server.usecases.totp_codes import address_of
from server.web.acting import do, ports
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.guesses import slowed_proof
from server.web.pages import go, words
from server.web.session import current_session, even_unfinished, officers

PASSWORD_FIELD: Final = Field("password", "password", limit=PASSWORD_MAX_CHARACTERS, autocomplete="current-password")
CODE_FIELDS: Final = (Field("code", limit=10, autocomplete="one-time-code"),)


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

    return form_page("shared/confirm_totp.html", "confirm_totp", CODE_FIELDS, act=_act, secret=secret,
                     qr=Markup(ports().renderer.qr_svg(address)))  # fmt: skip  # noqa: S704 - our own drawing


@officers(*ROLES)
def remove() -> Response:
    """Take the app away after a confirmation."""
    if ports().queries.second_factors(current_session().actor.user_id).totp_since is None:
        raise Conflict("totp_not_begun")

    def _act(form: Form) -> Response:
        do(remove_totp, once=form.once)
        return go("account", note="totp_removed")

    return form_page("shared/remove_factor.html", "remove_factor", (), act=_act, label="")
