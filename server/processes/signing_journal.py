"""The signer's own memory of election states.

Three steps make a state: it is *signed*, its database commits, it is *confirmed*; only then is it published.
A crash before the commit leaves a signed state that nobody ever saw, and the next one may take its number.
What was confirmed is on disk before the answer leaves: an old database restored from backup meets this
journal and can neither un-revoke anyone nor use a published number twice.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final

from server.credential import cose
from server.credential.election_state import ElectionState
from server.credential.errors import CredentialError
from server.processes.signing_rules import Refusal, parse_state_structure

_PENDING_LIMIT: Final = 16
_LOG: Final = "signed.log"


class JournalError(ValueError):
    """A journal file isn't what the signer wrote; the message is one clear line."""


class SigningJournal:
    """The last confirmed token of each election in a file of its own, and a log of every state signed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._confirmed: dict[str, ElectionState] = {}
        self._pending: dict[str, dict[bytes, ElectionState]] = {}
        for path in sorted(folder.glob("*.cwt")):
            state = self._load(path)
            self._confirmed[state.election] = state

    def before(self, state: ElectionState) -> ElectionState | None:
        """Return the state that this one names as its previous, else the last confirmed one, else None."""
        pending = self._pending.get(state.election, {})
        return pending.get(state.previous) or self._confirmed.get(state.election)

    def confirmed(self) -> dict[str, ElectionState]:
        """Return the last confirmed state of every election."""
        return dict(self._confirmed)

    def signing(self, state: ElectionState) -> None:
        """Log that a state is about to be signed; returns when the line would survive a power cut."""
        line = f"{hashlib.sha256(state.election.encode()).hexdigest()[:16]} {state.seq} {state.digest.hex()}\n"
        descriptor = os.open(self._folder / _LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, line.encode("ascii"))
            os.fdatasync(descriptor)
        finally:
            os.close(descriptor)
        pending = self._pending.setdefault(state.election, {})
        pending[state.digest] = state
        while len(pending) > _PENDING_LIMIT:
            del pending[next(iter(pending))]

    def confirm(self, state: ElectionState, token: bytes) -> None:
        """Remember a state of our own signature as published; an older one changes nothing.

        Raises:
            Refusal: ``signer_forked``: another state of the same number was confirmed.
        """
        held = self._confirmed.get(state.election)
        if held is not None and held.seq == state.seq and held.digest != state.digest:
            raise Refusal("signer_forked")
        if held is None or state.seq > held.seq:
            self._write(state.election, token)
            self._confirmed[state.election] = state
            self._pending.pop(state.election, None)

    def _write(self, election: str, token: bytes) -> None:
        path = self._folder / f"{hashlib.sha256(election.encode()).hexdigest()[:32]}.cwt"
        beside = path.with_suffix(".new")
        with beside.open("wb") as file:
            file.write(token)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _load(self, path: Path) -> ElectionState:
        try:
            return parse_state_structure(cose.open_sign1(path.read_bytes()).sig_structure())
        except (CredentialError, Refusal) as fault:
            raise JournalError(
                f"the signer's journal {path} is damaged: restore it from backup, never delete it"
            ) from fault
