"""Tokens of sessions: which app they are for, what they say, where they are kept, their one-time exchange."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Literal

from flask import Response, current_app, g
from flask_jwt_extended import (
    create_access_token,
    create_refresh_token,
    decode_token,
    set_access_cookies,
    set_refresh_cookies,
    unset_jwt_cookies,
)
from flask_jwt_extended.exceptions import NoAuthorizationError

from server.usecases.perform import perform
from server.usecases.ports import Actor, Ports
from server.usecases.refresh_session import refresh_session
from server.usecases.views_of_accounts import StandingSession

ACCESS_LIFETIME: Final = timedelta(minutes=10)
IDLE_LIFETIME: Final = timedelta(minutes=60)
CSRF_FIELD: Final = "csrf_token"
CSRF_HEADER: Final = "X-CSRF-Token"
SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Audience:
    """One app that people sign in to; a token, cookie or secret of one is nothing to another.

    `url` is the app's origin and issuer of its tokens; `roles` may enter, accounts of any other are unknown here.
    """

    name: Literal["console", "portal"]
    url: str
    roles: tuple[str, ...]
    secrets_dir: Path

    def cookie(self, purpose: str) -> str:
        """Return the name of one of the app's cookies; it differs per app, since cookies ignore ports."""
        return f"__Host-{self.name}-{purpose}"


def audience() -> Audience:
    """Return who this app is for."""
    found: Audience = current_app.extensions["audience"]
    return found


def session_secret(folder: Path, *, name: str) -> bytes:
    """Return the secret that signs an app's sessions, made on first use; 32 bytes, mode 600.

    Raises: ValueError for a file that doesn't hold 32 bytes: whoever knows the secret makes tokens.
    """
    path = folder / f"{name}_session.key"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _write_once(path, os.urandom(SECRET_BYTES))
    secret = path.read_bytes()
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"{path} is damaged: it must hold {SECRET_BYTES} bytes")
    return secret


def _write_once(path: Path, content: bytes) -> None:
    """Put a file in its place whole, unless another process was first."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(beside)
    beside.unlink()


def token_configuration(audience: Audience, secret: bytes) -> dict[str, Any]:
    """Return flask-jwt-extended's settings: what its defaults leave weak is said here."""
    return {
        "JWT_SECRET_KEY": hmac.new(secret, f"{audience.name} tokens".encode(), hashlib.sha256).hexdigest(),
        "JWT_ALGORITHM": "HS256",
        "JWT_TOKEN_LOCATION": ["headers", "cookies"],
        "JWT_ENCODE_ISSUER": audience.url,
        "JWT_DECODE_ISSUER": audience.url,
        "JWT_ENCODE_AUDIENCE": audience.name,
        "JWT_DECODE_AUDIENCE": audience.name,
        "JWT_ACCESS_TOKEN_EXPIRES": ACCESS_LIFETIME,
        "JWT_REFRESH_TOKEN_EXPIRES": IDLE_LIFETIME,
        "JWT_ACCESS_COOKIE_NAME": audience.cookie("access"),
        "JWT_REFRESH_COOKIE_NAME": audience.cookie("refresh"),
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


def take_refresh_token(token: str) -> None:
    """Check a refresh token and keep its claims in ``g.refresh_claims``, its session in ``g.standing``.

    Raises: the JWT library's errors.
    """
    claims = decode_token(token)
    if claims.get("type") != "refresh":
        raise NoAuthorizationError("not a refresh token")
    g.standing = standing_session(claims)
    if g.standing is None:
        raise NoAuthorizationError("session ended")
    g.refresh_claims = claims


def standing_session(claims: Mapping[str, Any]) -> StandingSession | None:
    """Ask the database whose session a token is of; None once it has ended or where its role may not enter."""
    ports: Ports = current_app.extensions["ports"]
    family, jti = str(claims.get("fam", "")), str(claims.get("jti", ""))
    found = ports.queries.open_session(family, jti=jti, now=ports.clock.now())
    return found if found is not None and found.account.role in audience().roles else None


def rotate(claims: dict[str, Any]) -> tuple[str, str]:
    """Exchange the refresh token with these claims for a new pair (access, refresh).

    Raises: NoAuthorizationError once the token was used before; the session has then ended.
    """
    ports: Ports = current_app.extensions["ports"]
    account = g.standing.account
    actor = Actor(account.id, account.role, account.organisation_id)
    done = perform(refresh_session, ports=ports, actor=actor, family_id=claims["fam"], jti=claims["jti"])
    if "jti" not in done.result:
        raise NoAuthorizationError(done.result["refused"])
    return make_tokens(account.id, family_id=claims["fam"], refresh_jti=done.result["jti"])


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
