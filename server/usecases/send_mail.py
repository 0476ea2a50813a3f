"""The outbox of e-mail: claimed in a transaction of its own before it is sent, settled in another after.

An e-mail that was sent and settled is never sent again, and two workers never claim the same one. A crash after the
server took it and before that was written down can't be told from a crash before: it is sent once more when its
claim runs out, under the same Message-ID, by which receivers drop the second copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from server.accreditation.calendar import as_utc
from server.accreditation.errors import CodedError
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Message, UserAccount
from server.usecases.roles import ORGANISATION

CLAIM_LASTS: Final = timedelta(minutes=5)  # longer than the post office may take for one letter
LONGEST_PAUSE_MINUTES: Final = 60
MOST_TRIES: Final = 30  # with these pauses, a day


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail ready to go; `app` is where its reader signs in: "portal" or "console"."""

    id: str
    recipient: str
    language: str
    subject: str
    body: str
    written_at: datetime
    app: str


class NotDelivered(CodedError):
    """The post office couldn't send; `final`: no other try would help, e.g. the address doesn't exist."""

    def __init__(self, code: str, *, final: bool = False) -> None:
        super().__init__(code)
        self.final = final


class Postman(Protocol):
    """Hands letters over; implemented by adapters/mail."""

    def send(self, letter: Letter) -> None:
        """Hand one letter over; its Message-ID follows from its id. Raises: NotDelivered."""
        ...


def claim_message(*, uow: UnitOfWork, clock: Clock, actor: Actor, message_id: str) -> Letter | None:
    """Take an e-mail that is due (system), or return None where another has it or it was settled.

    Raises: NotFound.
    """
    actor.must_be("system")
    message, now = uow.get(Message, message_id), clock.now()
    if message.state != "waiting" or message.next_try_at is None or as_utc(message.next_try_at) > now:
        return None
    uow.change(message, attempts=message.attempts + 1, next_try_at=now + CLAIM_LASTS)
    reader = uow.first(UserAccount, email=message.recipient)
    officer = reader is not None and reader.role != ORGANISATION
    return Letter(
        message.id, message.recipient, message.language, message.subject, message.body, message.created_at,
        "console" if officer else "portal",
    )  # fmt: skip


def settle_message(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, message_id: str, fault: str | None = None, final: bool = False
) -> str:
    """Write down how a try ended (system): sent, to be tried again after 1 to 60 minutes, or given up; return which.

    Args:
        fault: code of what went wrong, None when it was sent.
        final: no other try would help.

    Raises: NotFound.
    """
    actor.must_be("system")
    message, now = uow.get(Message, message_id), clock.now()
    if message.state == "sent":
        return "sent"
    if fault is None:
        uow.change(message, state="sent", sent_at=now, next_try_at=None, fault=None)
        return "sent"
    if final or message.attempts >= MOST_TRIES:
        uow.change(message, state="failed", next_try_at=None, fault=fault)
        return "failed"
    uow.change(message, next_try_at=now + pause_after(message.attempts), fault=fault)
    return "waiting"


def retry_message(*, uow: UnitOfWork, clock: Clock, actor: Actor, message_id: str) -> str:
    """Let an e-mail that was given up be tried anew (administrator).

    Raises: Forbidden, NotFound, Conflict `message_not_failed`.
    """
    actor.must_be("administrator")
    message = uow.get(Message, message_id)
    if message.state != "failed":
        raise Conflict("message_not_failed")
    uow.change(message, state="waiting", attempts=0, next_try_at=clock.now())
    return message.id


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many tries: 1, 2, 4 … 60 minutes."""
    return timedelta(minutes=min(LONGEST_PAUSE_MINUTES, 2 ** max(0, min(attempts, 10) - 1)))
