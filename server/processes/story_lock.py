"""While the demo tells its story in the past, the clock's chores rest: by the real clock every window has closed.

The lock is the operating system's, so that a story cut off leaves none behind.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def story_told(path: Path) -> Iterator[None]:
    """Hold the lock while the story is told."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_story_told(path: Path) -> bool:
    """Tell whether somebody holds the lock."""
    if not path.exists():
        return False
    with path.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
