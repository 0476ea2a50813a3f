"""One's own account, the same pages at console and portal: password, second factors, sessions."""

from __future__ import annotations

from flask import Blueprint, Response

from server.web.own_account import account, passkeys, sessions, totp
from server.web.pages import go


def finish_first() -> Response:
    """Lead a session that isn't whole yet to the page where it becomes so."""
    return go("account")


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages to an app's blueprint."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/account", "account", account.account, methods=both)
    blueprint.add_url_rule("/account/totp/new", "new_totp", totp.new_totp, methods=both)
    blueprint.add_url_rule("/account/totp", "confirm_totp", totp.confirm, methods=both)
    blueprint.add_url_rule("/account/totp/remove", "remove_totp", totp.remove, methods=both)
    blueprint.add_url_rule("/account/passkeys/new", "new_passkey", passkeys.new_passkey, methods=both)
    blueprint.add_url_rule("/account/passkeys", "add_passkey", passkeys.add, methods=["POST"])
    blueprint.add_url_rule("/account/passkeys/<passkey_id>/remove", "remove_passkey", passkeys.remove, methods=both)
    blueprint.add_url_rule("/account/sessions/<session_id>/end", "end_session", sessions.end_one, methods=["POST"])
    blueprint.add_url_rule("/account/sessions/end-others", "end_others", sessions.end_others, methods=["POST"])
    blueprint.add_url_rule("/account/sessions/end-all", "end_all", sessions.end_all, methods=["POST"])
