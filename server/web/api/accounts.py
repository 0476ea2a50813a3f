"""Sign in, refresh, sign out; who is who."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, current_app, g, request
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt import PyJWTError

from server.usecases.change_password import change_password
from server.usecases.roles import ROLES
from server.usecases.sign_out import sign_out
from server.web.acting import do
from server.web.api import own_account, schemas
from server.web.api.bodies import answer, done, posted
from server.web.api.saying import says
from server.web.errors import ProblemError
from server.web.guesses import slowed_proof, try_sign_in
from server.web.session import current_session, end_session_before, even_unfinished, officers, open_to_all
from server.web.tokens import (
    ACCESS_LIFETIME,
    CSRF_HEADER,
    end_session,
    form_token,
    make_tokens,
    rotate,
    start_session,
    take_refresh_token,
)

WHOEVER_ENTERS = ROLES  # the app itself lets in only its own roles


@open_to_all
@says(takes=schemas.Login, gives=dict[str, Any], keyed=False, slowed=True)
def login() -> Response:
    """Exchange login and password for tokens."""
    body = posted()
    opened = try_sign_in(body["login"], password=body["password"], code=body["code"])
    tokens = make_tokens(opened.user_id, family_id=opened.family_id, refresh_jti=opened.jti)
    response = _tokens(tokens, family_id=opened.family_id, role=opened.role, display_name=opened.display_name)
    if body["cookies"]:
        end_session_before()
        start_session(response, tokens=tokens)
    return response


@open_to_all
@says(takes=schemas.Refresh, gives=dict[str, Any], keyed=False)
def refresh() -> Response:
    """Exchange a refresh token (bearer, body, or cookie with the form token) for a new pair; each serves once."""
    token, by_cookie = _refresh_token()
    try:
        take_refresh_token(token)
        claims = g.refresh_claims
        if by_cookie and request.headers.get(CSRF_HEADER, "") != claims["csrf"]:
            raise ProblemError("csrf_failed")
        tokens = rotate(claims)
    except (JWTExtendedException, PyJWTError, ValueError) as error:
        raise ProblemError("unauthorised") from error
    response = _tokens(tokens, family_id=claims["fam"])
    if by_cookie:
        start_session(response, tokens=tokens)
    return response


@even_unfinished
@officers(*WHOEVER_ENTERS)
@says(keyed=False)
def logout() -> Response:
    """End the session: both tokens stop at once."""
    session = current_session()
    ends = datetime.fromtimestamp(session.expires_at, UTC)
    outcome = do(sign_out, family_id=session.family_id, jti=session.jti, expires_at=ends)
    response = done(outcome)
    end_session(response)
    return response


@even_unfinished
@officers(*WHOEVER_ENTERS)
@says(gives={"id": str, "login": str, "display_name": str, "role": str, "csrf_token": str, "unfinished": str})
def me() -> Response:
    """Say who is signed in."""
    session = current_session()
    return answer({"id": session.actor.user_id, "login": session.login, "display_name": session.display_name,
                   "role": session.actor.role, "csrf_token": session.csrf,
                   "unfinished": session.unfinished})  # fmt: skip


@even_unfinished
@officers(*WHOEVER_ENTERS)
@says(takes=schemas.Password, gives={"changed": bool, "published": tuple[str, ...]}, slowed=True, keyed=False)
def password() -> Response:
    """Change one's own password."""
    session, body = current_session(), posted()
    slowed_proof(session.login, lambda: do(change_password, **body, family_id=session.family_id))
    return answer({"changed": True, "published": []})


def add_routes(blueprint: Blueprint) -> None:
    """Add sign-in and accounts."""
    add_session_routes(blueprint)


def add_session_routes(blueprint: Blueprint) -> None:
    """Add what console and portal share: sign in, stay signed in, sign out, one's own account."""
    blueprint.add_url_rule("/auth/login", "login", login, methods=["POST"])
    blueprint.add_url_rule("/auth/refresh", "refresh", refresh, methods=["POST"])
    blueprint.add_url_rule("/auth/logout", "logout", logout, methods=["POST"])
    blueprint.add_url_rule("/users/me", "me", me)
    blueprint.add_url_rule("/users/me/password", "password", password, methods=["PUT"])
    own_account.add_routes(blueprint)


def _tokens(tokens: tuple[str, str], *, family_id: str, **more: str) -> Response:
    return answer({"access_token": tokens[0], "refresh_token": tokens[1], "token_type": "Bearer",
                   "expires_in": int(ACCESS_LIFETIME.total_seconds()), "csrf_token": form_token(family_id),
                   **more})  # fmt: skip


def _refresh_token() -> tuple[str, bool]:
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        return header.removeprefix("Bearer ").strip(), False
    if request.is_json and (token := posted()["refresh_token"]):
        return str(token), False
    cookie = request.cookies.get(current_app.config["JWT_REFRESH_COOKIE_NAME"], "")
    if not cookie:
        raise ProblemError("unauthorised")
    return cookie, True
