"""Slow down guessing without locking anybody out: failures counted by what is guessed and from where, in memory."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

LONGEST_WAIT_SECONDS: Final = 60.0
FORGET_AFTER_SECONDS: Final = 900.0
MOST_KEYS: Final = 20_000
FREE_FAILURES: Final = 5
FREE_FAILURES_OF_ADDRESS: Final = 30


class Guess(Enum):
    """What failures are counted by; each kind has names of its own and room of its own.

    The value is (name, failures before the first wait, whether a success forgets them).
    """

    ACCOUNT = ("account", FREE_FAILURES, True)
    DEVICE = ("device", FREE_FAILURES, True)
    CODE = ("code", FREE_FAILURES, True)
    PROOF = ("proof", FREE_FAILURES, True)
    OPENING = ("opening", FREE_FAILURES, True)
    ADDRESS = ("address", FREE_FAILURES_OF_ADDRESS, False)
    PASSKEY_ADDRESS = ("passkey address", FREE_FAILURES_OF_ADDRESS, False)


class Key(NamedTuple):
    """One account, browser or address whose failures are counted."""

    kind: Guess
    name: str


@dataclass(slots=True)
class _Failures:
    count: int
    last: float
    before: float  # what `last` was, for an attempt that turns out to be none


class LoginThrottle:
    """After a few failures each next attempt waits longer, up to a minute; nothing is ever locked.

    An attempt counts as a failure before it is made, so that parallel guesses don't pass together; one that was
    right is taken back. A browser that signed in before is counted apart (its own key in place of the account's), so
    that a flood of guesses from elsewhere never keeps an officer out.
    """

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._failures: dict[Guess, OrderedDict[str, _Failures]] = {kind: OrderedDict() for kind in Guess}
        self._lock = threading.Lock()

    def begin(self, keys: Iterable[Key]) -> int:
        """Count an attempt; return 0, or how many whole seconds to wait when it may not be made yet."""
        now, keys = self._monotonic(), tuple(keys)
        with self._lock:
            longest = max((self._wait(key, now) for key in keys), default=0.0)
            if longest > 0:
                return int(longest) + 1
            for key in keys:
                self._count(key, now)
        return 0

    def take_back(self, keys: Iterable[Key]) -> None:
        """Count an attempt no more: it was no wrong guess."""
        with self._lock:
            for key in keys:
                self._uncount(key)

    def succeeded(self, keys: Iterable[Key]) -> None:
        """Forget the failures of an account or browser that has just proven itself (an address keeps its others)."""
        with self._lock:
            for key in keys:
                if key.kind.value[2]:
                    self._failures[key.kind].pop(key.name, None)
                else:
                    self._uncount(key)

    def _count(self, key: Key, now: float) -> None:
        held = self._failures[key.kind]
        kept = held.pop(key.name, None)
        if kept is None or now - kept.last > FORGET_AFTER_SECONDS:
            held[key.name] = _Failures(1, now, now)
        else:
            held[key.name] = _Failures(kept.count + 1, now, kept.last)
        while len(held) > MOST_KEYS:
            held.popitem(last=False)

    def _uncount(self, key: Key) -> None:
        kept = self._failures[key.kind].get(key.name)
        if kept is None:
            return
        kept.count, kept.last = kept.count - 1, kept.before
        if kept.count <= 0:
            del self._failures[key.kind][key.name]

    def _wait(self, key: Key, now: float) -> float:
        kept = self._failures[key.kind].get(key.name)
        free = key.kind.value[1]
        if kept is None or now - kept.last > FORGET_AFTER_SECONDS or kept.count < free:
            return 0.0
        pause: float = min(LONGEST_WAIT_SECONDS, 2.0 ** min(kept.count - free, 6))
        return kept.last + pause - now
