"""Signing out of the console, and the steps that it shares with the portal."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, redirect, url_for

from server.usecases.roles import OFFICERS
from server.usecases.sign_out import sign_out
from server.web import own_account, signing_in
from server.web.acting import do
from server.web.session import current_session, even_unfinished, officers
from server.web.tokens import end_session


@even_unfinished
@officers(*OFFICERS)
def sign_out_page() -> Response:
    """End the session and show the login."""
    session = current_session()
    ends = datetime.fromtimestamp(session.expires_at, UTC)
    do(sign_out, family_id=session.family_id, jti=session.jti, expires_at=ends)
    response = redirect(url_for("console.login"), 303)
    end_session(response)  # type: ignore[arg-type]
    return response  # type: ignore[return-value]


def add_routes(blueprint: Blueprint) -> None:
    """Add login, logout and one's own account."""
    signing_in.add_routes(blueprint)
    own_account.add_routes(blueprint)
    blueprint.add_url_rule("/logout", "sign_out_page", sign_out_page, methods=["POST"])
