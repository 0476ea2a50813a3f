"""The publisher: the only process that makes election states; asked over a socket, and by the clock.

Timers: every state is signed again before its ttl is over (60 s on voting days), at the minute a revocation
takes effect, and whenever a publication that was asked for hasn't happened yet. What fails is tried again.
"""

from __future__ import annotations

import contextlib
import json
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from server.accreditation.errors import CodedError
from server.adapters.push.events_client import EventsClient
from server.adapters.signing.socket_signer import SocketSigner
from server.composition import compose_ports
from server.processes import pruning
from server.processes.document_timer import DocumentTimer
from server.processes.local_socket import LocalServer, listen
from server.processes.publication import Desk, PublishingOffice
from server.processes.story_lock import is_story_told
from server.processes.window_timer import WindowTimer
from server.settings import Settings
from server.usecases.candidate import StatePolicy

LOG = logging.getLogger("server.publisher")
_LONGEST_WAIT_SECONDS: Final = 5.0
_LONGEST_RETRY_SECONDS: Final = 30.0
_FIRST_RETRY_SECONDS: Final = 1.0
_LINE_LIMIT_BYTES: Final = 65_536
_IDLE_SECONDS: Final = 30.0


class Chore(Protocol):
    """What the clock asks for beside publishing: done by `turn`, coming again at `next_at`."""

    def turn(self) -> None:
        """Do what is due now."""
        ...

    def next_at(self) -> datetime | None:
        """Return when to be awake for it."""
        ...


@dataclass(slots=True)
class Timetable:
    """When what is due, and after how long what failed is tried again."""

    office: PublishingOffice
    chores: Mapping[str, Chore] = field(default_factory=dict)
    chores_rest: Callable[[], bool] = lambda: False
    _wake: threading.Event = field(default_factory=threading.Event)
    _retry: dict[str, tuple[datetime, float]] = field(default_factory=dict)
    _effective: dict[str, datetime] = field(default_factory=dict)
    _next_pruning: datetime | None = None
    _stopping: bool = False

    def wake(self) -> None:
        """Look at the table anew."""
        self._wake.set()

    def stop(self) -> None:
        """End `run`."""
        self._stopping = True
        self._wake.set()

    def run(self) -> None:
        """Publish what is due until stopped."""
        while not self._stopping:
            self._wake.clear()
            self.turn()
            if not self._stopping:
                self._wake.wait(self._seconds_to_next())

    def turn(self) -> None:
        """Reconcile if that is still to be done, publish everything that is due now, prune once an hour."""
        if not self.office.reconciled and not self._tried("", self.office.reconcile):
            return
        for election in sorted(set(self._due_now())):
            if self._tried(election, lambda each=election: self.office.publish(each)):
                self._effective.pop(election, None)
        for name, chore in () if self.chores_rest() else self.chores.items():
            self._tried(name, chore.turn)
        now = self.office.desk.clock.now()
        if (self._next_pruning is None or self._next_pruning <= now) and self._tried("(pruning)", self.office.prune):
            self._next_pruning = now + pruning.EVERY

    def _due_now(self) -> Iterator[str]:
        now = self.office.desk.clock.now()
        yield from (election for election, at in self.office.due().items() if at <= now)
        yield from (election for election, at in self._effective.items() if at <= now)
        try:
            yield from self.office.desk.queries.pending_publications()
        except Exception as fault:
            LOG.error("the database does not answer (%s); trying again", type(fault).__name__)

    def _tried(self, name: str, act: Any) -> bool:
        """Do it unless it failed a moment ago; failures wait 1, 2, 4 … 30 s."""
        now = self.office.desk.clock.now()
        not_before, pause = self._retry.get(name, (now, _FIRST_RETRY_SECONDS))
        if now < not_before:
            return False
        try:
            act()
        except Exception as fault:
            code = fault.code if isinstance(fault, CodedError) else type(fault).__name__
            LOG.error("%s failed (%s); next try in %.0f s", name or "start", code, pause)
            later = min(pause * 2, _LONGEST_RETRY_SECONDS)
            self._retry[name] = (now + timedelta(seconds=pause), later)
            return False
        self._retry.pop(name, None)
        return True

    def _seconds_to_next(self) -> float:
        now = self.office.desk.clock.now()
        moments = [at for name, at in self.office.due().items() if name not in self._retry]
        moments += [not_before for not_before, _ in self._retry.values()]
        moments += self._look_ahead(now)
        chores = [chore.next_at() for name, chore in self.chores.items() if name not in self._retry]
        moments += [at for at in chores if at is not None]
        seconds = min(((moment - now).total_seconds() for moment in moments), default=_LONGEST_WAIT_SECONDS)
        return min(_LONGEST_WAIT_SECONDS, max(0.05, seconds))

    def _look_ahead(self, now: datetime) -> list[datetime]:
        """Note the next minute at which a revocation takes effect; return when to be awake."""
        with contextlib.suppress(Exception):  # the database is asked again in a moment
            coming = self.office.desk.queries.next_effective_instant()
            if coming is not None:
                self._effective[coming[1]] = min(coming[0], self._effective.get(coming[1], coming[0]))
        return [at for election, at in self._effective.items() if election not in self._retry]


def serve_connection(connection: socket.socket, office: PublishingOffice) -> None:
    """Answer ``{"publish": ELECTION}`` lines with ``{"seq", "connections"}`` or ``{"error": code}``."""
    connection.settimeout(_IDLE_SECONDS)
    with connection.makefile("rwb") as lines:
        while line := lines.readline(_LINE_LIMIT_BYTES):
            lines.write(json.dumps(answer(line, office)).encode() + b"\n")
            lines.flush()


def answer(line: bytes, office: PublishingOffice) -> dict[str, Any]:
    """Answer one line; what fails here stays in the outbox and is done by the timetable."""
    try:
        question = json.loads(line)
        election = question["publish"]
        if not isinstance(election, str):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        return {"error": "publisher_malformed"}
    try:
        receipt = office.publish(election)
    except CodedError as refusal:
        return {"error": refusal.code}
    except Exception as fault:
        LOG.error("publication of %s failed (%s); trying again", election, type(fault).__name__)
        office.on_change()
        return {"error": "publisher_unavailable"}
    return {"seq": receipt.seq, "connections": receipt.connections}


def open_office(settings: Settings) -> PublishingOffice:
    """Bind publishing to database, signer, files and the event process."""
    ports = compose_ports(settings)
    policy = StatePolicy(
        ttl_seconds=settings.state_ttl_seconds,
        voting_day_ttl_seconds=settings.voting_day_ttl_seconds,
        lifetime_seconds=settings.state_lifetime_seconds,
    )
    return PublishingOffice(
        Desk(
            unit_of_work=ports.unit_of_work,
            queries=ports.queries,
            clock=ports.clock,
            sealing=ports.sealing,
            signer=SocketSigner(settings.signer_socket),
            policy=policy,
            published_dir=settings.published_dir,
            keys_dir=settings.keys_dir,
            events=EventsClient(settings.events_socket),
        )
    )


def main(settings: Settings) -> int:
    """Serve the socket and the timetable until told to stop."""
    office = open_office(settings)
    desk = office.desk
    windows = WindowTimer(desk.unit_of_work, desk.queries, desk.clock)
    chores: dict[str, Chore] = {"windows": windows, "documents": DocumentTimer(compose_ports(settings))}
    timetable = Timetable(office, chores, lambda: is_story_told(settings.story_lock))
    office.on_change = timetable.wake
    timetable.turn()  # reconciled before the socket opens, when signer and database are there
    with LocalServer(listen(settings.publisher_socket), lambda c: serve_connection(c, office)) as server:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: timetable.stop())
        serving = threading.Thread(target=server.serve_forever, args=(0.5,), daemon=True)
        serving.start()
        timetable.run()
        server.shutdown()
    settings.publisher_socket.unlink(missing_ok=True)
    return 0
