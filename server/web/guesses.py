"""Signing in with guesses slowed down, for the page and for the API alike."""

from __future__ import annotations

from typing import Final

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from server.accreditation.errors import CodedError
from server.usecases.passwords import clean_login
from server.usecases.sign_in import OpenedSession, sign_in
from server.web.acting import ports
from server.web.errors import ProblemError
from server.web.throttle import LoginThrottle
from server.web.tokens import audience

DEVICE: Final = "device"
_DEVICE_SECONDS: Final = 90 * 86_400


def try_sign_in(login: str, *, password: str) -> OpenedSession:
    """Sign in unless too many guesses came before.

    Raises: ProblemError `rate_limited` with `seconds`; CodedError `sign_in_failed`.
    """
    throttle: LoginThrottle = current_app.extensions["login_throttle"]
    keys = _keys(clean_login(login))
    seconds = throttle.wait_seconds(keys)
    if seconds:
        raise ProblemError("rate_limited", seconds=seconds)
    try:
        opened = sign_in(ports(), login=login, password=password, roles=audience().roles)
    except CodedError:
        throttle.failed(keys)
        raise
    throttle.succeeded(keys)
    return opened


def remember_device(response: Response, *, user_id: str) -> None:
    """Mark the browser as one that signed in to this account: a flood of guesses elsewhere won't slow it."""
    value = str(_devices().dumps(user_id))
    response.set_cookie(
        audience().cookie(DEVICE),
        value,
        max_age=_DEVICE_SECONDS,
        secure=True,
        httponly=True,
        samesite="Strict",
        path="/",
    )


def _keys(login: str) -> list[str]:
    return [_device_key(login) or f"account:{login}", f"address:{request.remote_addr}"]


def _device_key(login: str) -> str | None:
    cookie = request.cookies.get(audience().cookie(DEVICE))
    if not cookie:
        return None
    try:
        user_id = _devices().loads(cookie, max_age=_DEVICE_SECONDS)
    except BadSignature:
        return None
    known = ports().queries.account(login)
    return f"device:{cookie[-43:]}" if known is not None and known.id == user_id else None


def _devices() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.extensions["session_secret"], salt=DEVICE)
