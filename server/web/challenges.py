"""Signed slips between two steps of signing in or of setting up a second factor: short-lived, some for one use."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any, Final

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

SLIP_SECONDS: Final = 1800
_MOST_SPENT: Final = 50_000


class SpentSlips:
    """Slips that were used; in memory, since the app is one process and a slip lives half an hour."""

    def __init__(self) -> None:
        self._spent: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def spend(self, slip: str) -> bool:
        """Take a slip; False when it was taken before."""
        with self._lock:
            if slip in self._spent:
                return False
            self._spent[slip] = None
            while len(self._spent) > _MOST_SPENT:
                self._spent.popitem(last=False)
        return True


def give_slip(purpose: str, content: Any) -> str:
    """Return a slip that carries JSON values, signed for one purpose of this app."""
    return str(_slips(purpose).dumps(content))


def read_slip(purpose: str, slip: str) -> Any:
    """Return what a slip carries, or None for one that is forged, for something else, or too old."""
    try:
        return _slips(purpose).loads(slip[:4000], max_age=SLIP_SECONDS)
    except BadSignature:
        return None


def spend_slip(purpose: str, slip: str) -> Any:
    """Return what a slip carries, once; None as `read_slip`, and at every further use."""
    content = read_slip(purpose, slip)
    spent: SpentSlips = current_app.extensions.setdefault("spent_slips", SpentSlips())
    return content if content is not None and spent.spend(slip) else None


def _slips(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.extensions["session_secret"], salt=f"slip {purpose}")
