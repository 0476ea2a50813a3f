"""Codes of authenticator apps (RFC 6238: six digits, thirty seconds, SHA-1 as every app has it)."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Final

import pyotp

from server.accreditation.calendar import unix_seconds

STEP_SECONDS: Final = 30
_TOLERANCE: Final = (0, -1, 1)  # a slow reader, a clock that is a little off


def new_secret() -> str:
    """Return a fresh secret, 160 bits in Base32."""
    return pyotp.random_base32()


def step_of(code: str, *, secret: str, now: datetime, last_step: int) -> int | None:
    """Return the step whose code this is, if it's near `now` and after `last_step`; else None."""
    digits = "".join(code.split())
    totp, present = pyotp.TOTP(secret, interval=STEP_SECONDS), unix_seconds(now) // STEP_SECONDS
    for step in (present + each for each in _TOLERANCE):
        if hmac.compare_digest(totp.generate_otp(step).encode(), digits.encode()) and step > last_step:
            return step
    return None


def code_at(secret: str, now: datetime) -> str:
    """Return the code that an app shows now."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).generate_otp(unix_seconds(now) // STEP_SECONDS)


def address_of(secret: str, *, login: str, site: str) -> str:
    """Return the otpauth address that an app reads from a QR code."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=login, issuer_name=site)
