"""One's own account as JSON: sessions and second factors. A passkey is made in a browser only, on its page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from server.usecases.end_sessions import end_all_sessions, end_session
from server.usecases.remove_factors import OwnProof, remove_passkey, remove_totp
from server.usecases.roles import ROLES
from server.usecases.second_factors import begin_totp, confirm_totp, pending_totp
from server.usecases.views_of_accounts import SecondFactors, SessionRow
from server.web.acting import do, ports
from server.web.api import schemas
from server.web.api.bodies import answer, done, once, posted
from server.web.api.saying import says
from server.web.guesses import slowed_proof
from server.web.own_account.removal import checks
from server.web.session import current_session, even_unfinished, officers


@even_unfinished
@officers(*ROLES)
@says(gives=SecondFactors)
def second_factors() -> Response:
    """List one's own second factors."""
    return answer(ports().queries.second_factors(current_session().actor.user_id))


@even_unfinished
@officers(*ROLES)
@says(takes=schemas.OwnPassword, gives={"secret": str}, slowed=True, status=(201,), keyed=False)
def new_totp() -> Response:
    """Make a secret for an authenticator app; it counts once a code confirmed it."""
    session, body = current_session(), posted()
    slowed_proof(session.login, lambda: do(begin_totp, **body, totp_secrets=ports().totp_secrets))
    return answer({"secret": pending_totp(ports(), user_id=session.actor.user_id)}, status=201)


@even_unfinished
@officers(*ROLES)
@says(takes=schemas.Code, gives={"confirmed": bool}, slowed=True, keyed=False)
def confirm() -> Response:
    """Take the app into use by its first code."""
    session, body = current_session(), posted()
    slowed_proof(session.login, lambda: do(
        confirm_totp, **body, family_id=session.family_id, totp_secrets=ports().totp_secrets))  # fmt: skip
    return answer({"confirmed": True})


@officers(*ROLES)
@says(takes=schemas.OwnProof, gives={"removed": bool, "published": tuple[str, ...]}, slowed=True, keyed=False)
def forget_totp() -> Response:
    """Take the app away: with the password, and on its page where a passkey must prove its holder."""
    return _removed(remove_totp)


@officers(*ROLES)
@says(takes=schemas.OwnProof, gives={"removed": bool, "published": tuple[str, ...]}, slowed=True, keyed=False)
def forget_passkey(passkey_id: str) -> Response:
    """Take one of one's own passkeys away: with the password, and a code where the account has an app."""
    return _removed(remove_passkey, passkey_id=passkey_id)


def _removed(verb: Any, **arguments: str) -> Response:
    proof = OwnProof(**posted())
    slowed_proof(current_session().login, lambda: do(verb, proof=proof, checks=checks(), **arguments))
    return answer({"removed": True, "published": []})


@officers(*ROLES)
@says(gives={"sessions": tuple[SessionRow, ...], "current": str})
def sessions() -> Response:
    """List one's own open sessions; `current` is this one."""
    session = current_session()
    rows = ports().queries.sessions(session.actor.user_id, now=ports().clock.now())
    return answer({"sessions": rows, "current": session.family_id})


@officers(*ROLES)
def end_one(session_id: str) -> Response:
    """End one of one's own sessions."""
    return done(do(end_session, once=once(), session_id=session_id))


@officers(*ROLES)
def end_all() -> Response:
    """Sign out everywhere, here too."""
    return done(do(end_all_sessions, once=once()))


def add_routes(blueprint: Blueprint) -> None:
    """Add one's own account."""
    me = "/users/me"
    blueprint.add_url_rule(f"{me}/second-factors", "second_factors", second_factors)
    blueprint.add_url_rule(f"{me}/totp", "new_totp", new_totp, methods=["POST"])
    blueprint.add_url_rule(f"{me}/totp/confirm", "confirm_totp", confirm, methods=["POST"])
    blueprint.add_url_rule(f"{me}/totp", "forget_totp", forget_totp, methods=["DELETE"])
    blueprint.add_url_rule(f"{me}/passkeys/<passkey_id>", "forget_passkey", forget_passkey, methods=["DELETE"])
    blueprint.add_url_rule(f"{me}/sessions", "sessions", sessions)
    blueprint.add_url_rule(f"{me}/sessions/<session_id>", "end_session", end_one, methods=["DELETE"])
    blueprint.add_url_rule(f"{me}/sessions", "end_all", end_all, methods=["DELETE"])
