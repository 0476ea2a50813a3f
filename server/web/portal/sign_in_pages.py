"""Signing out of the portal, and the steps that it shares with the console."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, redirect, url_for

from server.usecases.sign_out import sign_out
from server.web import own_account, signing_in
from server.web.acting import do
from server.web.session import current_session, even_unfinished, representatives
from server.web.signing_in import ask_to_sign_in as ask_to_sign_in
from server.web.signing_in import offer_form_again as offer_form_again
from server.web.signing_in import signed_in as signed_in
from server.web.tokens import end_session


@even_unfinished
@representatives
def sign_out_page() -> Response:
    """End the session, have the browser forget what was half typed, and show the login."""
    session = current_session()
    ends = datetime.fromtimestamp(session.expires_at, UTC)
    do(sign_out, family_id=session.family_id, jti=session.jti, expires_at=ends)
    response = redirect(url_for("portal.login"), 303)
    end_session(response)  # type: ignore[arg-type]
    response.headers["Clear-Site-Data"] = '"storage"'
    return response  # type: ignore[return-value]


def add_routes(blueprint: Blueprint) -> None:
    """Add login, logout and one's own account."""
    signing_in.add_routes(blueprint)
    own_account.add_routes(blueprint)
    blueprint.add_url_rule("/logout", "sign_out_page", sign_out_page, methods=["POST"])
