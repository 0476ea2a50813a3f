"""Handing a new state to the event process."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path

from server.adapters.push.json_line import NoAnswerError, ask


@dataclass(frozen=True, slots=True)
class EventsClient:
    """Pushes states to every open connection; a silent event process stops nothing."""

    socket_path: Path
    timeout_seconds: float = 3.0

    def push(self, election: str, *, seq: int, token: bytes) -> int | None:
        """Return at how many connections the bytes are; None when the event process didn't answer.

        It reads the published files at its own start, so what it missed isn't lost.
        """
        text = urlsafe_b64encode(token).rstrip(b"=").decode("ascii")
        question = {"election": election, "seq": seq, "token": text}
        try:
            answer = ask(self.socket_path, question, timeout_seconds=self.timeout_seconds)
        except NoAnswerError:
            return None
        connections = answer.get("connections")
        return connections if type(connections) is int else None
