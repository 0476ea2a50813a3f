"""The signer: the only process that holds private keys, behind a local socket.

It signs what the rules let through and nothing else (`signing_rules`), and remembers every state it signed
(`signing_journal`).
"""

from __future__ import annotations

import ctypes
import logging
import resource
import signal
import socket
import socketserver
import sys
import threading
from collections.abc import Sequence
from typing import Any, Final, Literal

from server.adapters.signing.frames import MAX_BATCH, FrameError, receive_frame, send_frame
from server.adapters.signing.key_store import KeyStoreError, load_signer
from server.credential.signer import Signer
from server.processes.local_socket import listen, same_user
from server.processes.signing_journal import JournalError, SigningJournal
from server.processes.signing_rules import Refusal, check_credential, check_state
from server.settings import Settings, SettingsError

LOG = logging.getLogger("server.signer")
_PR_SET_DUMPABLE: Final = 4
_IDLE_SECONDS: Final = 30.0


class SigningDesk:
    """Checks and signs; one state at a time, so that the journal and the signatures never disagree."""

    def __init__(self, signer: Signer, *, issuer: str, journal: SigningJournal) -> None:
        self._signer = signer
        self._issuer = issuer
        self._journal = journal
        self._lock = threading.Lock()

    def answer(self, question: dict[Any, Any]) -> dict[Any, Any]:
        """Answer one frame; a refusal names its code and the position in the batch."""
        match question:
            case {"op": "key_ids", **rest} if not rest:
                return {"key_ids": {role: self._signer.key_id(role) for role in ("issue", "state")}}
            case {"op": "journal", **rest} if not rest:
                return {"journal": self._journal.sequence()}
            case {"op": "sign", "role": ("issue" | "state") as role, "batch": list() as batch, **rest} if (
                not rest
            ):
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
                check_credential(structure, kid=kid, issuer=self._issuer)
            except Refusal as refusal:
                return {"error": refusal.code, "position": position}
        return {"signatures": self._signer.sign("issue", batch)}

    def _sign_states(self, batch: Sequence[bytes]) -> dict[Any, Any]:
        """Sign in order; a refusal keeps what was journalled before it and returns no signature."""
        kid = self._signer.key_id("state")
        signatures: list[bytes] = []
        with self._lock:
            for position, structure in enumerate(batch):
                try:
                    state = check_state(structure, kid=kid, issuer=self._issuer, newest=self._journal.newest)
                except Refusal as refusal:
                    return {"error": refusal.code, "position": position}
                self._journal.write(state, structure)
                signatures.extend(self._signer.sign("state", [structure]))
        return {"signatures": signatures}


class _Handler(socketserver.BaseRequestHandler):
    """One connection: strangers are cut off before a byte is read, nonsense ends it."""

    request: socket.socket
    server: SignerServer

    def handle(self) -> None:
        if not same_user(self.request):
            return
        self.request.settimeout(_IDLE_SECONDS)
        try:
            while (question := receive_frame(self.request)) is not None:
                send_frame(self.request, self.server.desk.answer(question))
        except FrameError:
            LOG.warning("a malformed frame was refused")
        except OSError:
            return


class SignerServer(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Serves the desk on an already listening socket."""

    daemon_threads = True

    def __init__(self, listening: socket.socket, desk: SigningDesk) -> None:
        self.desk = desk
        super().__init__(("", 0), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listening

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, _ = self.socket.accept()
        return connection, "local"

    def handle_error(self, request: Any, client_address: Any) -> None:
        fault = sys.exc_info()[0]
        LOG.error("a request failed: %s", fault.__name__ if fault else "unknown")

    def shutdown_request(self, request: Any) -> None:
        self.close_request(request)


def open_desk(settings: Settings) -> SigningDesk:
    """Load keys and journal.

    Raises:
        SettingsError: keys are missing, of another environment or readable by others; a damaged journal.
    """
    try:
        signer = load_signer(settings.keys_dir, environment=settings.environment)
        journal = SigningJournal(settings.keys_dir / "journal")
    except (KeyStoreError, JournalError) as fault:
        raise SettingsError(str(fault)) from fault
    return SigningDesk(signer, issuer=settings.issuer, journal=journal)


def main(settings: Settings) -> int:
    """Serve until told to stop."""
    _keep_memory_private()
    desk = open_desk(settings)
    with SignerServer(listen(settings.signer_socket), desk) as server:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: threading.Thread(target=server.shutdown).start())
        server.serve_forever(poll_interval=0.5)
    settings.signer_socket.unlink(missing_ok=True)
    return 0


def _keep_memory_private() -> None:
    """No core dumps, and no other process of our user may attach and read the keys."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
