"""Officers' sessions, shared by the pages and the JSON API: hardened JWTs, and a guard that denies by default.

A page's session lives in two ``__Host-`` cookies; an API client may send a bearer token instead. Every request
asks the database whether the session still stands. What a route lets in is said on its view, or nobody enters.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from flask import Flask, Response, current_app, g, request
from flask_jwt_extended import (
    JWTManager,
    create_access_token,
    create_refresh_token,
    decode_token,
    get_jwt,
    set_access_cookies,
    set_refresh_cookies,
    unset_jwt_cookies,
    verify_jwt_in_request,
)  # fmt: skip
from flask_jwt_extended.exceptions import CSRFError, JWTExtendedException, NoAuthorizationError
from jwt import ExpiredSignatureError, PyJWTError

from server.usecases.perform import perform
from server.usecases.ports import Actor, Ports
from server.usecases.refresh_session import refresh_session
from server.web.errors import ProblemError

ACCESS_LIFETIME: Final = timedelta(minutes=10)
IDLE_LIFETIME: Final = timedelta(minutes=60)
TWIN_REQUESTS_SECONDS: Final = 20.0
CSRF_FIELD: Final = "csrf_token"
CSRF_HEADER: Final = "X-CSRF-Token"
AUDIENCE: Final = "console"
V = TypeVar("V", bound=Callable[..., Any])


class SessionSettings(Protocol):
    """What sessions need of the settings."""

    @property
    def console_url(self) -> str:
        """Origin of the console: issuer of the tokens."""
        ...

    @property
    def secrets_dir(self) -> Path:
        """Where the session secret is kept."""
        ...


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in on this request; `csrf` is what forms of this session carry."""

    actor: Actor
    login: str
    display_name: str
    family_id: str
    jti: str
    expires_at: int
    csrf: str


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


def session_secret(folder: Path) -> bytes:
    """Return the secret that signs sessions, made on first use; 32 bytes, mode 600."""
    path = folder / "console_session.key"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(32))
    return path.read_bytes()


def register_sessions(
    app: Flask,
    *,
    ports: Ports,
    settings: SessionSettings,
    unauthorised: Callable[[], Any],
    forged: Callable[[], Any],
) -> None:
    """Guard every route of the app.

    Args:
        unauthorised: answers a page request without a session (shows the login).
        forged: answers a page request of a session whose form lacks this session's token.
    """
    secret = session_secret(settings.secrets_dir)
    app.config.update(_configuration(settings, secret))
    app.extensions["ports"] = ports
    app.extensions["session_secret"] = secret
    app.extensions["just_rotated"] = {}
    manager = JWTManager(app)

    @manager.token_in_blocklist_loader
    def _ended(_header: dict[str, Any], claims: dict[str, Any]) -> bool:
        family, jti = str(claims.get("fam", "")), str(claims.get("jti", ""))
        g.account = ports.queries.open_session(family, jti=jti, now=ports.clock.now())
        return g.account is None

    @app.before_request
    def _guard() -> Any:
        view = current_app.view_functions.get(request.endpoint or "")
        if view is None:
            return None
        open_to = getattr(view, "open_to", None)
        if open_to is None:
            raise ProblemError("forbidden")
        return _admit(open_to, unauthorised=unauthorised, forged=forged) if open_to else None

    @app.after_request
    def _renewed(response: Response) -> Response:
        tokens = g.pop("new_tokens", None)
        if tokens is not None:
            set_access_cookies(response, tokens[0])
            set_refresh_cookies(response, tokens[1])
        return response


def _configuration(settings: SessionSettings, secret: bytes) -> dict[str, Any]:
    return {
        "JWT_SECRET_KEY": hmac.new(secret, b"console tokens", hashlib.sha256).hexdigest(),
        "JWT_ALGORITHM": "HS256",
        "JWT_TOKEN_LOCATION": ["headers", "cookies"],
        "JWT_ENCODE_ISSUER": settings.console_url,
        "JWT_DECODE_ISSUER": settings.console_url,
        "JWT_ENCODE_AUDIENCE": AUDIENCE,
        "JWT_DECODE_AUDIENCE": AUDIENCE,
        "JWT_ACCESS_TOKEN_EXPIRES": ACCESS_LIFETIME,
        "JWT_REFRESH_TOKEN_EXPIRES": IDLE_LIFETIME,
        "JWT_ACCESS_COOKIE_NAME": "__Host-console-access",
        "JWT_REFRESH_COOKIE_NAME": "__Host-console-refresh",
        "JWT_COOKIE_SECURE": True,
        "JWT_COOKIE_SAMESITE": "Strict",
        "JWT_SESSION_COOKIE": True,
        "JWT_COOKIE_CSRF_PROTECT": True,
        "JWT_CSRF_IN_COOKIES": False,
        "JWT_CSRF_CHECK_FORM": True,
        "JWT_ACCESS_CSRF_FIELD_NAME": CSRF_FIELD,
        "JWT_REFRESH_CSRF_FIELD_NAME": CSRF_FIELD,
        "JWT_ACCESS_CSRF_HEADER_NAME": CSRF_HEADER,
        "JWT_REFRESH_CSRF_HEADER_NAME": CSRF_HEADER,
    }


def current_session() -> Session:
    """Return the session of this request; only for views that need one."""
    session = g.get("session")
    if not isinstance(session, Session):
        raise ProblemError("unauthorised")
    return session


def _admit(roles: Iterable[str], *, unauthorised: Callable[[], Any], forged: Callable[[], Any]) -> Any:
    api = request.path.startswith("/api/")
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


def _load_without_form() -> bool:
    """Load the session of a form that lacks its token, only to say so on a page; tell whether there is one."""
    token = request.cookies.get(current_app.config["JWT_ACCESS_COOKIE_NAME"], "")
    try:
        claims = decode_token(token)
        ports: Ports = current_app.extensions["ports"]
        g.account = ports.queries.open_session(claims["fam"], jti=claims["jti"], now=ports.clock.now())
    except (JWTExtendedException, PyJWTError, ValueError):
        return False
    if g.account is None or claims.get("type") != "access":
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
    account = g.account
    g.session = Session(
        actor=Actor(account.id, account.role),
        login=account.login,
        display_name=account.display_name,
        family_id=claims["fam"],
        jti=claims["jti"],
        expires_at=claims["exp"],
        csrf=claims["csrf"],
    )


def _renew() -> None:
    """Exchange the refresh cookie for new tokens within this request, so that pages need no script for it."""
    verify_jwt_in_request_of_refresh_cookie()
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


def verify_jwt_in_request_of_refresh_cookie() -> None:
    """Check the refresh cookie of this request and keep its claims in ``g.refresh_claims``.

    Raises: the JWT library's errors.
    """
    token = request.cookies.get(current_app.config["JWT_REFRESH_COOKIE_NAME"])
    if not token:
        raise NoAuthorizationError("no refresh cookie")
    take_refresh_token(token)


def take_refresh_token(token: str) -> None:
    """Check a refresh token and keep its claims in ``g.refresh_claims``, its account in ``g.account``.

    Raises: the JWT library's errors.
    """
    claims = decode_token(token)
    if claims.get("type") != "refresh":
        raise NoAuthorizationError("not a refresh token")
    ports: Ports = current_app.extensions["ports"]
    g.account = ports.queries.open_session(claims["fam"], jti=claims["jti"], now=ports.clock.now())
    if g.account is None:
        raise NoAuthorizationError("session ended")
    g.refresh_claims = claims


def rotate(claims: dict[str, Any]) -> tuple[str, str]:
    """Exchange the refresh token with these claims for a new pair (access, refresh).

    Raises: NoAuthorizationError once the token was used before; the session has then ended.
    """
    ports: Ports = current_app.extensions["ports"]
    actor = Actor(g.account.id, g.account.role)
    done = perform(refresh_session, ports=ports, actor=actor, family_id=claims["fam"], jti=claims["jti"])
    if "jti" not in done.result:
        raise NoAuthorizationError(done.result["refused"])
    return make_tokens(g.account.id, family_id=claims["fam"], refresh_jti=done.result["jti"])


def make_tokens(user_id: str, *, family_id: str, refresh_jti: str) -> tuple[str, str]:
    """Return (access, refresh) of a session family; both carry the family's form token."""
    more = {"fam": family_id, "csrf": form_token(family_id)}
    refresh = create_refresh_token(user_id, additional_claims={**more, "jti": refresh_jti})
    return create_access_token(user_id, additional_claims=more), refresh


def form_token(family_id: str) -> str:
    """Return the token that forms of a session carry; the same while the session lives."""
    secret: bytes = current_app.extensions["session_secret"]
    return hmac.new(secret, f"form {family_id}".encode(), hashlib.sha256).hexdigest()


def start_session(response: Response, *, tokens: tuple[str, str]) -> None:
    """Put both tokens into their cookies."""
    set_access_cookies(response, tokens[0])
    set_refresh_cookies(response, tokens[1])


def end_session(response: Response) -> None:
    """Take both cookies away."""
    g.pop("new_tokens", None)
    unset_jwt_cookies(response)
