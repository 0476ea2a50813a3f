"""The signer's own memory: the last state it signed for each election, on disk before the signature leaves.

An old database restored from backup meets this journal and can neither un-revoke anyone nor use a sequence
number twice.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from server.credential.election_state import ElectionState
from server.processes.signing_rules import Refusal, parse_state_structure


class SigningJournal:
    """One file an election, named by the hash of its id, holding the Sig_structure last signed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._newest: dict[str, ElectionState] = {}
        for path in sorted(folder.glob("*.cbor")):
            self._load(path)

    def newest(self, election: str) -> ElectionState | None:
        """Return the last signed state of an election, with its digest."""
        return self._newest.get(election)

    def sequence(self) -> dict[str, int]:
        """Return the last signed sequence number of every election."""
        return {election: state.seq for election, state in self._newest.items()}

    def write(self, state: ElectionState, structure: bytes) -> None:
        """Put the state on disk; returns only when it would survive a power cut."""
        path = self._folder / f"{hashlib.sha256(state.election.encode()).hexdigest()[:32]}.cbor"
        beside = path.with_suffix(".new")
        with beside.open("wb") as file:
            file.write(structure)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        self._newest[state.election] = state

    def _load(self, path: Path) -> None:
        structure = path.read_bytes()
        try:
            state = parse_state_structure(structure)
        except Refusal as fault:
            raise JournalError(
                f"signer's journal {path} is damaged: restore it from backup, never delete it"
            ) from fault
        self._newest[state.election] = state


class JournalError(ValueError):
    """A journal file isn't what the signer wrote; the message is one clear line."""
