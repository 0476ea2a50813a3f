"""The mail process: sends what the outbox holds. A process of its own, so that a slow mail server delays no state.

It is the only one that speaks to the mail server, and holds its password; it signs nothing and publishes nothing.
"""

from __future__ import annotations

import logging
import signal
import threading
from dataclasses import dataclass, field
from typing import Final

from server.composition import compose_ports, compose_postman
from server.settings import Settings
from server.usecases.ports import Actor, Clock, Queries, UnitOfWorkFactory
from server.usecases.send_mail import NotDelivered, Postman, claim_message, settle_message

LOG = logging.getLogger("server.mail")
SYSTEM: Final = Actor("mail", "system")
LOOK_EVERY_SECONDS: Final = 2.0
PAUSE_SECONDS: Final = 30.0
# The server's own troubles: the next letter would meet them too.
_OF_THE_SERVER: Final = (
    "mail_server_silent", "mail_not_encrypted", "mail_login_refused", "mail_sender_refused", "mail_folder_unwritable",
)  # fmt: skip


@dataclass(slots=True)
class PostOffice:
    """Claims, sends and settles, one letter after another."""

    unit_of_work: UnitOfWorkFactory
    queries: Queries
    clock: Clock
    postman: Postman
    _stopping: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """End `run` after the letter in hand."""
        self._stopping.set()

    def run(self) -> None:
        """Send what is due until stopped."""
        while not self._stopping.is_set():
            try:
                well = self.turn()
            except Exception as fault:
                LOG.error("the outbox can't be worked (%s); trying again", type(fault).__name__)
                well = False
            self._stopping.wait(LOOK_EVERY_SECONDS if well else PAUSE_SECONDS)

    def turn(self) -> bool:
        """Try every letter that is due; tell whether the server was there.

        Raises: what the database raises.
        """
        for message_id in self.queries.messages_due(now=self.clock.now()):
            if self._stopping.is_set():
                break
            fault = self._try(message_id)
            if fault in _OF_THE_SERVER:
                LOG.error("mail server: %s; trying again in %.0f s", fault, PAUSE_SECONDS)
                return False
        return True

    def _try(self, message_id: str) -> str | None:
        with self.unit_of_work() as uow:
            letter = claim_message(uow=uow, clock=self.clock, actor=SYSTEM, message_id=message_id)
            uow.commit()
        if letter is None:
            return None
        fault, final = None, False
        try:
            self.postman.send(letter)
        except NotDelivered as refusal:
            fault, final = refusal.code, refusal.final
        with self.unit_of_work() as uow:
            state = settle_message(
                uow=uow, clock=self.clock, actor=SYSTEM, message_id=message_id, fault=fault, final=final
            )
            uow.commit()
        if state == "failed":
            LOG.warning("an e-mail was given up (%s); the administrator sees which", fault)
        return fault


def main(settings: Settings) -> int:
    """Work the outbox until told to stop."""
    ports = compose_ports(settings)
    office = PostOffice(ports.unit_of_work, ports.queries, ports.clock, compose_postman(settings))
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: office.stop())
    office.run()
    return 0
