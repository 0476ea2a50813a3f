"""The signing port over the signer process's socket: this side never sees a private key."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from server.adapters.signing.frames import MAX_BATCH, FrameError, receive_frame, send_frame
from server.usecases.errors import Unavailable

Role = Literal["issue", "state"]
_BATCH_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A state in the signer's journal: sequence number and SHA-256 of its Sig_structure."""

    seq: int
    digest: bytes


@dataclass(slots=True)
class SocketSigner:
    """Asks the signer process; one connection a call."""

    socket_path: Path
    timeout_seconds: float = 10.0
    _key_ids: dict[str, bytes] = field(default_factory=dict)

    def key_id(self, role: Role) -> bytes:
        """Return the 8-byte kid of the role's key; asked once.

        Raises:
            Unavailable: ``signer_unavailable``.
        """
        if role not in self._key_ids:
            self._key_ids = self._ask({"op": "key_ids"})["key_ids"]
        return self._key_ids[role]

    def sign(self, role: Role, sig_structures: Sequence[bytes]) -> list[bytes]:
        """Return a 64-byte signature for each Sig_structure, in order.

        Raises:
            Unavailable: ``signer_unavailable``, or the code of the signer's refusal with ``position``.
        """
        signatures: list[bytes] = []
        for batch in _batches(sig_structures):
            answer = self._ask({"op": "sign", "role": role, "batch": batch})
            signatures.extend(answer["signatures"])
        if len(signatures) != len(sig_structures):
            raise Unavailable("signer_unavailable")
        return signatures

    def confirm(self, token: bytes) -> Confirmed:
        """Tell the signer that a state is stored and about to be published; returns the newest it knows.

        Raises:
            Unavailable: ``signer_unavailable``, ``signer_forked``, or why the token isn't one of ours.
        """
        answer = self._ask({"op": "confirm", "token": token})
        return Confirmed(int(answer["seq"]), bytes(answer["digest"]))

    def journal(self) -> dict[str, Confirmed]:
        """Return the newest confirmed state of each election.

        Raises:
            Unavailable: ``signer_unavailable``.
        """
        newest = self._ask({"op": "journal"})["journal"]
        return {str(election): Confirmed(int(seq), bytes(digest)) for election, (seq, digest) in newest.items()}

    def _ask(self, question: dict[str, Any]) -> dict[Any, Any]:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(self.timeout_seconds)
                connection.connect(str(self.socket_path))
                send_frame(connection, question)
                answer = receive_frame(connection)
        except (OSError, FrameError) as fault:
            raise Unavailable("signer_unavailable") from fault
        if answer is None:
            raise Unavailable("signer_unavailable")
        if "error" in answer:
            raise Unavailable(str(answer["error"]), position=answer.get("position", 0))
        return answer


def _batches(messages: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Split into batches that fit both the signer's count and a frame."""
    batch: list[bytes] = []
    size = 0
    for message in messages:
        if batch and (len(batch) >= MAX_BATCH or size + len(message) > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(message)
        size += len(message)
    if batch:
        yield batch
