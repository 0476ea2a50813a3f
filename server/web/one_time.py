"""One-time passwords: made by the app, shown once, the same again when the same request is repeated."""

from __future__ import annotations

import base64
import hashlib
import hmac

from flask import current_app

_CHARACTERS = 16


def one_time_password(once: str, *, actor_id: str, login: str) -> str:
    """Return 80 random-looking bits as four groups, bound to the request's key; nothing of it is kept anywhere.

    Args:
        once: the request's idempotency key: sent twice, it names the same password.
        login: which no password may contain.
    """
    secret: bytes = current_app.extensions["session_secret"]
    for attempt in range(1000):
        said = f"one-time password {actor_id} {once} {attempt}".encode()
        drawn = base64.b32encode(hmac.new(secret, said, hashlib.sha256).digest()).decode().lower()[:_CHARACTERS]
        password = "-".join(drawn[start : start + 4] for start in range(0, _CHARACTERS, 4))
        if login.strip().lower() not in password:
            break
    return password
