"""One question and one answer as lines of JSON over a local socket."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

_ANSWER_LIMIT_BYTES: Final = 65_536


class NoAnswerError(OSError):
    """The process isn't there, didn't answer in time, or answered nonsense."""


def ask(path: Path, question: Mapping[str, Any], *, timeout_seconds: float) -> dict[str, Any]:
    """Send one line and return the answer.

    Raises:
        NoAnswerError: no process, no answer in time, or no JSON object.
    """
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(timeout_seconds)
            connection.connect(str(path))
            connection.sendall(json.dumps(question).encode() + b"\n")
            with connection.makefile("rb") as lines:
                answer = json.loads(lines.readline(_ANSWER_LIMIT_BYTES))
    except (OSError, ValueError) as fault:
        raise NoAnswerError(f"{path.name}: {fault}") from fault
    if not isinstance(answer, dict):
        raise NoAnswerError(f"{path.name}: not an object")
    return answer
