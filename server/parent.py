"""A process ends with the one that started it, however that one ended: nobody goes on serving unseen."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
SERVED_BY: Final = "SERVED_BY"  # in the environment of workers: the process id of the server that starts them


def end_with_parent(how: signal.Signals, *, parent: int) -> None:
    """Ask the kernel for a signal when the parent is gone; on another system than Linux nothing is asked.

    Args:
        parent: its process id, as it told it itself: by now it may be gone.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, how)
    if os.getppid() != parent:
        os.kill(os.getpid(), how)
