"""An installation under a temporary directory, with a present that stands still and no other process."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rich.console import Console

from server import composition
from server.adapters.signing.key_store import load_signer
from server.adapters.signing.pem_signer import PemSigner
from server.demo import build
from server.settings import Settings
from server.usecases.candidate import StatePolicy
from server.usecases.ports import Actor, Clock, Ports, Receipt, Sealing, UnitOfWorkFactory
from server.usecases.publish_state import publish_state

QUIET = Console(file=io.StringIO())


class StoppedClock:
    """A present that stands still."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@dataclass
class HerePublisher:
    """Publishes in this process: the use case alone, no files and no event streams."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock
    sealing: Sealing

    def publish(self, election: str) -> Receipt:
        with self.unit_of_work() as uow:
            made = publish_state(
                uow=uow, clock=self.clock, actor=Actor("publisher", "system"), election_id=election,
                sealing=self.sealing, policy=StatePolicy(), published=None,
            )  # fmt: skip
            uow.commit()
        return Receipt(election, made.state.seq, 0)


@dataclass
class House:
    """An installation under a temporary directory."""

    settings: Settings
    ports: Ports
    clock: StoppedClock

    def build(self) -> None:
        build(self.settings, self.ports, self.clock, QUIET)

    def acts(self) -> list[tuple[int, str]]:
        found, after = [], None
        while True:
            page = self.ports.queries.acts(after=after, limit=200)
            found += [(row.n, row.kind) for row in page.rows]
            after = page.next
            if after is None:
                return sorted(found)


def open_house(folder: Path, now: datetime, *, replay: bool = False) -> House:
    environ = {"DATA_DIR": str(folder), "ORIGINS": "https://o.shailoo.gov.kg", "DEMO_REPLAY": "01"[replay]}
    settings = Settings.from_environ(environ)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    composition.install(settings)
    clock = StoppedClock(now)
    ports = composition.compose_ports(settings, clock=clock)
    signer: PemSigner = load_signer(settings.keys_dir, environment="demo")
    ports = replace(ports, signer=signer)
    return House(settings, replace(ports, publisher=HerePublisher(ports.unit_of_work, clock, ports.sealing)), clock)
