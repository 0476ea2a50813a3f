"""The publisher port over its local socket."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from server.adapters.push.json_line import NoAnswerError, ask
from server.usecases.errors import Unavailable
from server.usecases.ports import Receipt


@dataclass(frozen=True, slots=True)
class PublisherClient:
    """Asks the publisher process to publish an election's state now."""

    socket_path: Path
    timeout_seconds: float = 10.0

    def publish(self, election: str) -> Receipt:
        """Return the new sequence number and the open connections it was sent to.

        Raises:
            Unavailable: ``publisher_unavailable`` when it doesn't answer, else the code of its refusal; the
                outbox keeps the request and the publisher does it when it can.
        """
        try:
            answer = ask(self.socket_path, {"publish": election}, timeout_seconds=self.timeout_seconds)
        except NoAnswerError as fault:
            raise Unavailable("publisher_unavailable") from fault
        if "error" in answer:
            raise Unavailable(str(answer["error"]), election=election)
        seq, connections = answer.get("seq"), answer.get("connections")
        if type(seq) is not int or not (connections is None or type(connections) is int):
            raise Unavailable("publisher_unavailable")
        return Receipt(election, seq, connections)
