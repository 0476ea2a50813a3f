"""Sessions of console and portal, of pages and JSON API alike: hardened JWTs, a guard that denies by default.

A page's session lives in two ``__Host-`` cookies; an API client may send a bearer token instead. Every request
asks the database whether the session still stands. What a route lets in is said on its view, or nobody enters.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flask import Flask, Response, current_app, g, request
from flask_jwt_extended import JWTManager, decode_token, get_jwt, verify_jwt_in_request
from flask_jwt_extended.exceptions import CSRFError, JWTExtendedException, NoAuthorizationError
from jwt import ExpiredSignatureError, PyJWTError

from server.usecases.end_sessions import end_session
from server.usecases.perform import perform
from server.usecases.ports import Actor, Ports
from server.usecases.roles import ORGANISATION
from server.web.errors import ProblemError
from server.web.tokens import (
    CSRF_FIELD,
    CSRF_HEADER,
    Audience,
    rotate,
    session_secret,
    standing_session,
    start_session,
    take_refresh_token,
    token_configuration,
)

BEARER_PATHS: Final = ("/api/", "/openapi.json")  # what programs call: bearer tokens, and refusals that are no pages
TWIN_REQUESTS_SECONDS: Final = 20.0
V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in on this request; `csrf` is what forms of this session carry.

    `unfinished` is what must be done before anything else, as a refusal's code ("" when nothing).
    """

    actor: Actor
    login: str
    display_name: str
    family_id: str
    jti: str
    expires_at: int
    csrf: str
    factor: str
    unfinished: str


def open_to_all(view: V) -> V:
    """Let anybody call the view; it must do without a session."""
    view.open_to = ()  # type: ignore[attr-defined]
    return view


def officers(*roles: str) -> Callable[[V], V]:
    """Let only signed-in officers of these roles call the view."""

    def _mark(view: V) -> V:
        view.open_to = roles  # type: ignore[attr-defined]
        return view

    return _mark


def even_unfinished(view: V) -> V:
    """Let a session call the view before its password is its own and its second factor is set up."""
    view.even_unfinished = True  # type: ignore[attr-defined]
    return view


def representatives(view: V) -> V:
    """Let only signed-in representatives of an organisation call the view (the portal)."""
    return officers(ORGANISATION)(view)


def register_sessions(
    app: Flask,
    *,
    ports: Ports,
    audience: Audience,
    unauthorised: Callable[[], Any],
    forged: Callable[[], Any],
    unfinished: Callable[[], Any] | None = None,
) -> None:
    """Guard every route of the app.

    Args:
        audience: which app this is, and the roles that may enter it.
        unauthorised: answers a page request without a session (shows the login).
        forged: answers a page request of a session whose form lacks this session's token.
        unfinished: answers a page request of a session that must first change its password or set up a second
            factor; without it that is a plain refusal.
    """
    secret = session_secret(audience.secrets_dir, name=audience.name)
    app.config.update(token_configuration(audience, secret))
    app.extensions["audience"] = audience
    app.extensions["ports"] = ports
    app.extensions["session_secret"] = secret
    app.extensions["just_rotated"] = {}
    JWTManager(app).token_in_blocklist_loader(_ended)

    @app.before_request
    def _guard() -> Any:
        view = current_app.view_functions.get(request.endpoint or "")
        if view is None:
            return None
        open_to = getattr(view, "open_to", None)
        if open_to is None:
            raise ProblemError("forbidden")
        if not open_to:
            return None
        refused = _admit(open_to, unauthorised=unauthorised, forged=forged)
        return refused if refused is not None else _finish_first(view, unfinished=unfinished)

    @app.after_request
    def _renewed(response: Response) -> Response:
        tokens = g.pop("new_tokens", None)
        if tokens is not None:
            start_session(response, tokens=tokens)
        return response


def _ended(_header: dict[str, Any], claims: dict[str, Any]) -> bool:
    """Ask the database on every request whether the session still stands."""
    g.standing = standing_session(claims)
    return g.standing is None


def current_session() -> Session:
    """Return the session of this request; only for views that need one."""
    session = g.get("session")
    if not isinstance(session, Session):
        raise ProblemError("unauthorised")
    return session


def _admit(roles: Iterable[str], *, unauthorised: Callable[[], Any], forged: Callable[[], Any]) -> Any:
    api = request.path.startswith(BEARER_PATHS)
    try:
        _load_session(bearer=api and "Authorization" in request.headers)
    except CSRFError as error:
        if api or not _load_without_form():
            raise ProblemError("csrf_failed") from error
        return forged()
    except (JWTExtendedException, PyJWTError, ValueError) as error:
        if api:
            raise ProblemError("unauthorised") from error
        return unauthorised()
    session = current_session()
    if session.actor.role not in roles:
        raise ProblemError("forbidden", role=session.actor.role, needed=", ".join(roles))
    return None


def _finish_first(view: Any, *, unfinished: Callable[[], Any] | None) -> Any:
    """Let a session that isn't whole yet reach only the views where it becomes so."""
    session = current_session()
    if not session.unfinished or getattr(view, "even_unfinished", False):
        return None
    if unfinished is None or request.path.startswith(BEARER_PATHS):
        raise ProblemError(session.unfinished)
    return unfinished()


def _load_without_form() -> bool:
    """Load the session of a form that lacks its token, only to say so on a page; tell whether there is one."""
    token = request.cookies.get(current_app.config["JWT_ACCESS_COOKIE_NAME"], "")
    try:
        claims = decode_token(token)
        g.standing = standing_session(claims)
    except (JWTExtendedException, PyJWTError, ValueError):
        return False
    if g.standing is None or claims.get("type") != "access":
        return False
    _keep(claims)
    return True


def _load_session(*, bearer: bool) -> None:
    if bearer:
        verify_jwt_in_request(locations=["headers"])
        _keep(get_jwt())
        return
    try:
        verify_jwt_in_request(locations=["cookies"])
        _keep(get_jwt())
    except (ExpiredSignatureError, NoAuthorizationError):
        _renew()


def _keep(claims: dict[str, Any]) -> None:
    account = g.standing.account
    g.session = Session(
        actor=Actor(account.id, account.role, account.organisation_id),
        login=account.login,
        display_name=account.display_name,
        family_id=claims["fam"],
        jti=claims["jti"],
        expires_at=claims["exp"],
        csrf=claims["csrf"],
        factor=g.standing.factor,
        unfinished=g.standing.unfinished,
    )


def _renew() -> None:
    """Exchange the refresh cookie for new tokens within this request, so that pages need no script for it."""
    _take_refresh_cookie()
    claims = g.refresh_claims
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        sent = request.headers.get(CSRF_HEADER) or request.form.get(CSRF_FIELD) or ""
        if not hmac.compare_digest(sent.encode(), str(claims["csrf"]).encode()):
            raise CSRFError("form of another session")
    rotated: dict[str, float] = current_app.extensions["just_rotated"]
    if time.monotonic() - rotated.get(claims["jti"], -TWIN_REQUESTS_SECONDS) < TWIN_REQUESTS_SECONDS:
        _keep(claims)  # a twin request of the same page: the tokens are on their way in the other answer
        return
    access, refresh = rotate(claims)
    rotated[claims["jti"]] = time.monotonic()
    while len(rotated) > 1000:
        rotated.pop(next(iter(rotated)), None)
    g.new_tokens = (access, refresh)
    _keep(decode_token(access))


def end_session_before() -> None:
    """End the session that this browser still holds: whoever signs in again leaves none alive behind."""
    for name in ("JWT_REFRESH_COOKIE_NAME", "JWT_ACCESS_COOKIE_NAME"):
        try:
            claims = decode_token(request.cookies.get(current_app.config[name], ""))
        except (JWTExtendedException, PyJWTError, ValueError):
            continue
        standing = standing_session(claims)
        if standing is not None:
            account, held = standing.account, current_app.extensions["ports"]
            actor = Actor(account.id, account.role, account.organisation_id)
            perform(end_session, ports=held, actor=actor, session_id=claims["fam"])
            return


def _take_refresh_cookie() -> None:
    """Check the refresh cookie of this request and keep its claims in ``g.refresh_claims``.

    Raises: the JWT library's errors.
    """
    token = request.cookies.get(current_app.config["JWT_REFRESH_COOKIE_NAME"])
    if not token:
        raise NoAuthorizationError("no refresh cookie")
    take_refresh_token(token)
