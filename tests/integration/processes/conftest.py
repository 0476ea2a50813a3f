"""Real processes over a data directory of their own, started and ended by each test."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server import composition
from server.accreditation.calendar import at, day_of
from server.adapters.signing.socket_signer import SocketSigner
from server.adapters.system_clock import SystemClock
from server.settings import Settings
from server.usecases.add_organisation import add_organisation
from server.usecases.call_election import call_election
from server.usecases.draft_accreditation import add_annex_line, draft_accreditation_decree
from server.usecases.issue import issue_credentials
from server.usecases.perform import Outcome, perform
from server.usecases.ports import Actor, Ports
from server.usecases.publish_decree import publish_decree
from server.usecases.records import UserAccount
from server.usecases.revoke import draft_revocation
from server.usecases.sign_decree import sign_decree
from tests.office import APPROVER, RECORDS, REGISTRAR, a_line

ROOT = Path(__file__).parents[3]
ELECTION = "kg-test"


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class House:
    """An installation with its processes."""

    settings: Settings
    environ: dict[str, str]
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def ports(self) -> Ports:
        """Return the console's ports."""
        return composition.compose_ports(self.settings)

    @property
    def signer(self) -> SocketSigner:
        """Return a client of the signer."""
        return SocketSigner(self.settings.signer_socket)

    def start(self, *names: str) -> None:
        """Start processes and wait until their sockets answer."""
        sockets = {
            "signer": self.settings.signer_socket,
            "publisher": self.settings.publisher_socket,
            "events": self.settings.events_socket,
        }
        for name in names:
            with (self.settings.data_dir / f"{name}.log").open("ab") as log:
                self.children[name] = subprocess.Popen(
                    [sys.executable, "-m", "server", name], env=self.environ, cwd=ROOT, stderr=log, stdout=log
                )
            child = self.children[name]
            until(lambda path=sockets[name], child=child: _answers(path) or child.poll() is not None)
            assert child.poll() is None, self.said(name)
        if "events" in names:
            until(lambda: _port_answers(self.settings.events_port))

    def stop(self, name: str, *, by: int = signal.SIGTERM) -> int:
        """End a process and return its exit code."""
        child = self.children.pop(name)
        child.send_signal(by)
        return child.wait(timeout=20)

    def said(self, name: str) -> str:
        """Return what a process wrote."""
        return (self.settings.data_dir / f"{name}.log").read_text("utf-8")

    def close(self) -> None:
        """End every process."""
        for name in list(self.children):
            self.stop(name, by=signal.SIGKILL)

    def do(self, verb: Any, *, by: Actor, **arguments: Any) -> Outcome[Any]:
        """Perform a verb through the real publisher."""
        return perform(verb, ports=self.ports, actor=by, **arguments)

    def issued(self, people: int = 1) -> list[str]:
        """Call an election, accredit, issue, post; return certificate numbers."""
        ports = self.ports
        with ports.unit_of_work() as uow:
            for actor in (REGISTRAR, APPROVER, RECORDS):
                uow.add(UserAccount(actor.user_id, actor.role, actor.role, actor.role, "x", "en", ports.clock.now()))
            uow.commit()
        now = ports.clock.now()
        self.do(
            call_election,
            by=REGISTRAR,
            code=ELECTION,
            prefix="TE",
            kinds=["president"],
            titles={"ky": "Шайлоо", "ru": "Выборы", "en": "Election"},
            date_set_at=at(day_of(now) - timedelta(days=30), 10),
            call_published_at=at(day_of(now) - timedelta(days=29), 10),
            voting_days=[day_of(now) + timedelta(days=30)],
            window_rule="E-3_inclusive",
        )
        organisation = self.do(add_organisation, by=REGISTRAR, name="Lowland Election Watch").result
        decree = self.do(draft_accreditation_decree, by=REGISTRAR, election_id=ELECTION, subject="Observers").result
        for number in range(1, people + 1):
            line = replace(a_line(number), organisation=organisation)
            self.do(add_annex_line, by=REGISTRAR, decree_id=decree, line=line)
        self.sign(decree, number="1")
        result = self.do(issue_credentials, by=REGISTRAR, decree_id=decree, sealing=ports.sealing).result
        self.do(publish_decree, by=RECORDS, decree_id=decree)
        return list(result["numbers"])

    def sign(self, decree_id: str, *, number: str) -> Outcome[Any]:
        """Sign a draft today."""
        ports = self.ports
        return self.do(
            sign_decree,
            by=APPROVER,
            decree_id=decree_id,
            number=number,
            decree_date=day_of(ports.clock.now()),
            sealing=ports.sealing,
        )

    def revoke(self, number: str, *, decree: str) -> Outcome[Any]:
        """Revoke a holder's accreditation from this minute."""
        card = self.ports.queries.certificate(number, now=SystemClock().now())
        draft = self.do(
            draft_revocation,
            by=REGISTRAR,
            accreditation_ids=[card.row.accreditation_id],
            kind="V1",
            facts="Told voters whom to vote for",
            gross=True,
        ).result
        return self.sign(draft, number=decree)


def until(true: Callable[[], bool], *, seconds: float = 30) -> None:
    """Wait for something another process does; it is looked at, never slept for."""
    waiter = subprocess.Popen(["sleep", str(seconds)])
    try:
        while not true():
            try:
                waiter.wait(timeout=0.02)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError("it did not happen in time")
    finally:
        waiter.kill()
        waiter.wait()


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


def _port_answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Return an installation in which nothing runs yet."""
    environ = os.environ | {
        "DATA_DIR": str(tmp_path_factory.mktemp("d")),
        "EVENTS_PORT": str(free_port()),
        "CEC_ENV": "demo",
        "HOST": "localhost",
    }
    settings = Settings.from_environ(environ)
    settings.data_dir.mkdir(exist_ok=True)
    composition.install(settings)
    house = House(settings, environ)
    yield house
    house.close()
