"""An authenticator app for tests: it never shows a code twice, since the server takes each but once."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pyotp

from server.usecases.totp_codes import STEP_SECONDS

_used: dict[str, int] = {}


def fresh_code(secret: str, *, now: datetime | None = None) -> str:
    """Return a code that is good now and was never shown; the clock's own neighbours count too.

    Without `now` it waits for the real clock, as a person would, once three codes were used within a minute.
    """
    while True:
        present, into = divmod(int((now or datetime.now(UTC)).timestamp()), STEP_SECONDS)
        earliest = present if into > STEP_SECONDS // 3 else present - 1  # the last one may be too old on arrival
        step = max(_used.get(secret, 0) + 1, earliest)
        if step <= present + 1:
            _used[secret] = step
            return pyotp.TOTP(secret).generate_otp(step)
        assert now is None, "three codes were used at this instant: move the clock"
        time.sleep(1)
