"""Slow down guessing without locking anybody out: failures counted per account and per address, in memory."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

FREE_FAILURES: Final = 5
FREE_FAILURES_OF_ADDRESS: Final = 30
LONGEST_WAIT_SECONDS: Final = 60.0
FORGET_AFTER_SECONDS: Final = 900.0
MOST_KEYS: Final = 20_000


@dataclass(slots=True)
class _Failures:
    count: int
    last: float


class LoginThrottle:
    """After a few failures each next attempt waits longer, up to a minute; nothing is ever locked.

    A browser that signed in before is counted apart (its own key in place of the account's), so that a flood
    of guesses from elsewhere never keeps an officer out.
    """

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._failures: OrderedDict[str, _Failures] = OrderedDict()
        self._lock = threading.Lock()

    def wait_seconds(self, keys: Iterable[str]) -> int:
        """Return how many whole seconds to wait before the next attempt; 0 when it may be made now."""
        now = self._monotonic()
        with self._lock:
            waits = [self._wait(key, now) for key in keys]
        longest = max(waits, default=0.0)
        return 0 if longest <= 0 else int(longest) + 1

    def failed(self, keys: Iterable[str]) -> None:
        """Count a failed attempt."""
        now = self._monotonic()
        with self._lock:
            for key in keys:
                kept = self._failures.pop(key, None)
                fresh = kept is None or now - kept.last > FORGET_AFTER_SECONDS
                self._failures[key] = _Failures(1 if fresh or kept is None else kept.count + 1, now)
            while len(self._failures) > MOST_KEYS:
                self._failures.popitem(last=False)

    def succeeded(self, keys: Iterable[str]) -> None:
        """Forget the failures of an account or browser that has just proven itself (an address keeps its own)."""
        with self._lock:
            for key in keys:
                if not key.startswith("address:"):
                    self._failures.pop(key, None)

    def _wait(self, key: str, now: float) -> float:
        kept = self._failures.get(key)
        if kept is None or now - kept.last > FORGET_AFTER_SECONDS:
            return 0.0
        free = FREE_FAILURES_OF_ADDRESS if key.startswith("address:") else FREE_FAILURES
        if kept.count < free:
            return 0.0
        pause: float = min(LONGEST_WAIT_SECONDS, 2.0 ** min(kept.count - free, 6))
        return kept.last + pause - now
