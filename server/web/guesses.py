"""Signing in with guesses slowed down, for the page and for the API alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from server.accreditation.errors import CodedError
from server.usecases.errors import InvalidInput
from server.usecases.passwords import clean_login
from server.usecases.sign_in import OpenedSession, SecondFactorNeeded, sign_in, sign_in_with_code
from server.usecases.sign_in_with_passkey import PasskeyAnswer, sign_in_with_passkey
from server.web.acting import ports
from server.web.client_address import client_address
from server.web.errors import ProblemError
from server.web.throttle import Guess, Key, LoginThrottle
from server.web.tokens import audience

DEVICE: Final = "device"
_WRONG_GUESSES: Final = frozenset({"password_wrong", "second_factor_wrong"})
_DEVICE_SECONDS: Final = 90 * 86_400


def try_sign_in(login: str, *, password: str, code: str | None = None) -> OpenedSession:
    """Sign in unless too many guesses came before.

    Raises: ProblemError `rate_limited` with `seconds`; what `sign_in` raises.
    """
    keys = _keys(login)

    def _try() -> OpenedSession:
        return sign_in(
            ports(), login=login, password=password, roles=audience().roles, agent=browser_name(), code=code
        )

    return slowed(keys if code is None else [*keys, code_key(login)], _try)


def try_code(login: str, *, user_id: str, code: str) -> OpenedSession:
    """Sign in with a code after the password was proven, unless too many wrong codes came before.

    Raises: ProblemError `rate_limited` with `seconds`; what `sign_in_with_code` raises.
    """

    def _try() -> OpenedSession:
        return sign_in_with_code(
            ports(), login=login, user_id=user_id, code=code, roles=audience().roles, agent=browser_name()
        )

    return slowed([code_key(login), address_key()], _try)


def try_passkey(given: PasskeyAnswer) -> OpenedSession:
    """Sign in with a passkey: nobody can guess one, so a flood of passwords doesn't slow it; only its own does.

    Raises: ProblemError `rate_limited` with `seconds`; what `sign_in_with_passkey` raises.
    """

    def _try() -> OpenedSession:
        return sign_in_with_passkey(ports(), given=given, roles=audience().roles, agent=browser_name())

    return slowed([Key(Guess.PASSKEY_ADDRESS, client_address())], _try)


def slowed(keys: list[Key], attempt: Callable[[], OpenedSession]) -> OpenedSession:
    """Make an attempt that counts against these keys unless it succeeds.

    Raises: ProblemError `rate_limited` with `seconds`; what the attempt raises.
    """
    seconds = begin(keys)
    if seconds:
        raise ProblemError("rate_limited", seconds=seconds)
    try:
        opened = attempt()
    except CodedError as error:
        if isinstance(error, SecondFactorNeeded):  # the password was right
            throttle().take_back(keys)
        raise
    throttle().succeeded(keys)
    return opened


def slowed_proof(login: str, prove: Callable[[], object]) -> None:
    """Have the signed-in person prove the password again, slowed down like any guess of it.

    Raises: CodedError `too_many_guesses` with `seconds`, to be said on the form; InvalidInput `password_wrong`.
    """
    keys = [Key(Guess.PROOF, clean_login(login)), address_key()]
    seconds = begin(keys)
    if seconds:
        raise CodedError("too_many_guesses", seconds=seconds)
    try:
        prove()
    except CodedError as error:
        wrong = {each.code for each in error.errors} if isinstance(error, InvalidInput) else set()
        if not wrong & _WRONG_GUESSES:  # refused for something else
            throttle().take_back(keys)
        raise
    throttle().succeeded(keys)


def begin(keys: list[Key]) -> int:
    """Count an attempt; return 0, or the seconds to wait, which the answer says in Retry-After too."""
    seconds = throttle().begin(keys)
    if seconds:
        g.retry_after = seconds
    return seconds


def throttle() -> LoginThrottle:
    """Return the app's memory of failures."""
    found: LoginThrottle = current_app.extensions["login_throttle"]
    return found


def browser_name() -> str:
    """Return what the browser calls itself, printable and short enough to keep."""
    told = request.headers.get("User-Agent", "")
    return "".join(character for character in told if character.isprintable())[:160]


def code_key(login: str) -> Key:
    """Return the key under which wrong codes of an account are counted."""
    return Key(Guess.CODE, clean_login(login))


def address_key() -> Key:
    """Return the key of where the request comes from."""
    return Key(Guess.ADDRESS, client_address())


def remember_device(response: Response, *, user_id: str) -> None:
    """Mark the browser as one that signed in to this account: a flood of guesses elsewhere won't slow it."""
    value = str(_devices().dumps(user_id))
    response.set_cookie(
        audience().cookie(DEVICE), value, max_age=_DEVICE_SECONDS, secure=True, httponly=True, samesite="Strict",
        path="/",
    )  # fmt: skip


def _keys(login: str) -> list[Key]:
    cleaned = clean_login(login)
    return [_device_key(cleaned) or Key(Guess.ACCOUNT, cleaned), address_key()]


def _device_key(login: str) -> Key | None:
    cookie = request.cookies.get(audience().cookie(DEVICE))
    if not cookie:
        return None
    try:
        user_id = _devices().loads(cookie, max_age=_DEVICE_SECONDS)
    except BadSignature:
        return None
    known = ports().queries.account(login)
    return Key(Guess.DEVICE, cookie[-43:]) if known is not None and known.id == user_id else None


def _devices() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.extensions["session_secret"], salt=DEVICE)
