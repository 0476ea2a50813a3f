"""The signer: the only process that holds private keys, behind a local socket.

It signs what the rules let through and nothing else (`signing_rules`), and remembers every state it signed
(`signing_journal`).
"""

from __future__ import annotations

import ctypes
import logging
import resource
import socket
import sys
import threading
from collections.abc import Sequence
from typing import Any, Final, Literal

from server.adapters.signing.frames import MAX_BATCH, FrameError, receive_frame, send_frame
from server.adapters.signing.key_store import KeyStoreError, load_signer, open_roots
from server.credential.election_state import open_state
from server.credential.errors import CredentialError
from server.credential.root import Root, Trust
from server.credential.signer import Signer
from server.processes.local_socket import serve_until_told
from server.processes.signing_journal import JournalError, SigningJournal
from server.processes.signing_rules import Refusal, check_credential, check_state
from server.settings import Settings, SettingsError
from server.standing import check_restored

LOG = logging.getLogger("server.signer")
_PR_SET_DUMPABLE: Final = 4
_IDLE_SECONDS: Final = 30.0


class SigningDesk:
    """Checks and signs; one state at a time, so that the journal and the signatures never disagree."""

    def __init__(self, signer: Signer, *, root: Root, journal: SigningJournal) -> None:
        self._signer = signer
        self._trust = Trust(root, root.issuer, root.origins, root.iat)
        self._journal = journal
        self._lock = threading.Lock()

    def answer(self, question: dict[Any, Any]) -> dict[Any, Any]:
        """Answer one frame; a refusal names its code and the position in the batch."""
        match question:
            case {"op": "key_ids", **rest} if not rest:
                return {"key_ids": {role: self._signer.key_id(role) for role in ("issue", "state")}}
            case {"op": "journal", **rest} if not rest:
                confirmed = self._journal.confirmed()
                return {"journal": {election: [state.seq, state.digest] for election, state in confirmed.items()}}
            case {"op": "confirm", "token": bytes() as token, **rest} if not rest:
                return self._confirm(token)
            case {"op": "sign", "role": ("issue" | "state") as role, "batch": list() as batch, **rest} if not rest:
                return self._sign(role, batch)
        return {"error": "signer_malformed"}

    def _sign(self, role: Literal["issue", "state"], batch: Sequence[Any]) -> dict[Any, Any]:
        if len(batch) > MAX_BATCH or not all(isinstance(each, bytes) for each in batch):
            return {"error": "signer_malformed"}
        sign = self._sign_credentials if role == "issue" else self._sign_states
        return sign(batch)

    def _sign_credentials(self, batch: Sequence[bytes]) -> dict[Any, Any]:
        """Sign all or none."""
        kid = self._signer.key_id("issue")
        for position, structure in enumerate(batch):
            try:
                check_credential(structure, kid=kid, issuer=self._trust.issuer)
            except Refusal as refusal:
                return {"error": refusal.code, "position": position}
        return {"signatures": self._signer.sign("issue", batch)}

    def _sign_states(self, batch: Sequence[bytes]) -> dict[Any, Any]:
        """Sign in order; a refusal returns no signature, and what was logged before it is nobody's."""
        kid = self._signer.key_id("state")
        signatures: list[bytes] = []
        with self._lock:
            for position, structure in enumerate(batch):
                try:
                    state = check_state(structure, kid=kid, issuer=self._trust.issuer, book=self._journal)
                except Refusal as refusal:
                    return {"error": refusal.code, "position": position}
                self._journal.signing(state)
                signatures.extend(self._signer.sign("state", [structure]))
        return {"signatures": signatures}

    def _confirm(self, token: bytes) -> dict[Any, Any]:
        """Take note that a state which one of our keys signed is stored; the newest one stays."""
        with self._lock:
            try:
                state = open_state(token, trust=self._trust, held=())
                self._journal.confirm(state, token)
            except CredentialError as fault:
                return {"error": f"signer_{fault.code}"}
            except Refusal as refusal:
                return {"error": refusal.code}
            newest = self._journal.confirmed()[state.election]
        return {"seq": newest.seq, "digest": newest.digest}


def serve_connection(connection: socket.socket, desk: SigningDesk) -> None:
    """Answer frames until the other side leaves; a malformed one ends the connection."""
    connection.settimeout(_IDLE_SECONDS)
    try:
        while (question := receive_frame(connection)) is not None:
            send_frame(connection, desk.answer(question))
    except FrameError:
        LOG.warning("a malformed frame was refused")


def open_desk(settings: Settings) -> SigningDesk:
    """Load keys and journal.

    Raises:
        SettingsError: keys are missing, of another environment or readable by others; a damaged journal; a house
            restored and not reconciled.
    """
    check_restored(settings)
    try:
        signer = load_signer(settings.keys_dir, environment=settings.environment)
        root = open_roots(settings.keys_dir)[-1]
        journal = SigningJournal(settings.keys_dir / "journal")
    except (KeyStoreError, JournalError) as fault:
        raise SettingsError(str(fault)) from fault
    if root.issuer != settings.issuer:
        raise SettingsError(f"ISSUER is {settings.issuer}, but the keys belong to {root.issuer}")
    return SigningDesk(signer, root=root, journal=journal)


def main(settings: Settings) -> int:
    """Serve until told to stop."""
    _keep_memory_private()
    desk = open_desk(settings)
    serve_until_told(settings.signer_socket, lambda connection: serve_connection(connection, desk))
    return 0


def _keep_memory_private() -> None:
    """No core dumps, and no other process of our user may attach and read the keys."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
