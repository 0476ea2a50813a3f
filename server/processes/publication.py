"""Publishing: sign the next state, store it, write the files, tell the event process; one at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol

from server.accreditation import regulation
from server.adapters.published import layout
from server.adapters.published.writer import PublishedWriter, StateFiles
from server.adapters.push.events_client import EventsClient
from server.adapters.signing.key_store import anchor_file, root_files
from server.adapters.signing.socket_signer import Confirmed
from server.credential.signer import Signer
from server.processes.pruning import prune
from server.usecases.candidate import StatePolicy
from server.usecases.errors import Unavailable
from server.usecases.ports import Actor, Clock, Queries, Sealing, UnitOfWorkFactory
from server.usecases.public_statistics import public_statistics
from server.usecases.publish_state import Publication, publish_state, stored_publication
from server.usecases.views import ElectionRow, PublicObserver

LOG = logging.getLogger("server.publisher")
SYSTEM: Final = Actor("publisher", "system")


class ConfirmingSigner(Signer, Protocol):
    """The signer with its journal."""

    def confirm(self, token: bytes) -> Confirmed:
        """Tell the signer that a state is stored; returns the newest it knows."""
        ...

    def journal(self) -> dict[str, Confirmed]:
        """Return the newest confirmed state of each election."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What publishing needs from outside."""

    unit_of_work: UnitOfWorkFactory
    queries: Queries
    clock: Clock
    sealing: Sealing
    signer: ConfirmingSigner
    policy: StatePolicy
    published_dir: Path
    keys_dir: Path
    events: EventsClient


@dataclass(frozen=True, slots=True)
class Published:
    """The receipt: sequence number, and open connections (None when the event process didn't answer)."""

    seq: int
    connections: int | None


@dataclass(slots=True)
class PublishingOffice:
    """Owns publication: reconciles at the start, then publishes one election at a time."""

    desk: Desk
    on_change: Callable[[], None] = lambda: None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _current: dict[str, StateFiles] = field(default_factory=dict)
    _due: dict[str, datetime] = field(default_factory=dict)
    _reconciled: bool = False

    @property
    def reconciled(self) -> bool:
        """Whether database, published files and the signer's journal agree."""
        return self._reconciled

    def due(self) -> Mapping[str, datetime]:
        """Return when each election has to be signed again."""
        return dict(self._due)

    def reconcile(self) -> None:
        """Compare the database with what was published and signed, then write every file again.

        Raises:
            Unavailable: ``restored_database``: the database is older than what phones hold; nothing is signed
                until a newer one is in place. ``signer_unavailable``.
        """
        with self._lock:
            stored = self._stored()
            for token in self._published_tokens():
                self._confirm_published(token)
            for publication in stored.values():
                self.desk.signer.confirm(publication.state.token)
            for election, confirmed in self.desk.signer.journal().items():
                self._compare(election, confirmed, stored.get(election))
            self._writer().write_roots(root_files(self.desk.keys_dir), anchor=anchor_file(self.desk.keys_dir))
            for election, publication in stored.items():
                self._take(election, publication)
                self._writer().write_state(self._current[election])
            self._write_trust()
            self._reconciled = True
        for election, files in self._current.items():
            self.desk.events.push(election, seq=files.seq, token=files.token)
            self._write_lists(election)
        self._write_elections()

    def publish(self, election: str) -> Published:
        """Make, sign, store, write and push the election's next state.

        Raises:
            Unavailable: ``publisher_not_ready`` before reconciliation, or the signer doesn't answer.
            CodedError: what `publish_state` refuses.
        """
        if not self._reconciled:
            raise Unavailable("publisher_not_ready")
        with self._lock:
            publication = self._signed(election)
            self._reconciled = False  # until the files hold what the database now holds
            token, seq = publication.state.token, publication.state.seq
            self.desk.signer.confirm(token)
            self._take(election, publication)
            self._writer().write_state(self._current[election])
            self._write_trust()
            self._reconciled = True
            connections = self.desk.events.push(election, seq=seq, token=token)
        self._write_lists(election)
        self._write_elections()
        self.on_change()
        return Published(seq, connections)

    def prune(self) -> None:
        """Remove published files that no state anyone may hold names, unless files and database differ."""
        with self._lock:
            if self._reconciled:
                desk = self.desk
                removed = prune(desk.published_dir, desk.queries, self._current, now=desk.clock.now())
                if removed:
                    LOG.info("%d published files, named by no state any more, were removed", removed)

    def _signed(self, election: str) -> Publication:
        try:
            before: bytes | None = layout.state_file(self.desk.published_dir, election).read_bytes()
        except OSError:
            before = None
        with self.desk.unit_of_work() as uow:
            publication = publish_state(
                uow=uow,
                clock=self.desk.clock,
                actor=SYSTEM,
                election_id=election,
                sealing=self.desk.sealing,
                policy=self.desk.policy,
                published=before,
            )
            uow.commit()
        return publication

    def _stored(self) -> dict[str, Publication]:
        ids = [row.id for row in self.desk.queries.elections() if row.seq]
        with self.desk.unit_of_work() as uow:
            found = {each: stored_publication(uow=uow, election_id=each) for each in ids}
        return {election: publication for election, publication in found.items() if publication is not None}

    def _published_tokens(self) -> Iterator[bytes]:
        for path in layout.state_files(self.desk.published_dir):
            yield path.read_bytes()

    def _confirm_published(self, token: bytes) -> None:
        """What the folder holds is a witness too, unless it is damaged or not signed by us."""
        try:
            self.desk.signer.confirm(token)
        except Unavailable as fault:
            if fault.code == "signer_unavailable":
                raise
            LOG.warning("a published state is not one of ours or damaged (%s); it will be replaced", fault.code)

    def _compare(self, election: str, confirmed: Confirmed, publication: Publication | None) -> None:
        held = publication.state.seq if publication is not None else 0
        if publication is None or publication.state.structure_sha256 != confirmed.digest:
            LOG.error(
                "the database is older than what was published (election %s: database %d, published %d): "
                "nothing is signed; restore a newer backup of the database, or see python -m server reconcile",
                election,
                held,
                confirmed.seq,
            )
            raise Unavailable("restored_database", election=election, database=held, published=confirmed.seq)

    def _take(self, election: str, publication: Publication) -> None:
        state = publication.state
        self._current[election] = StateFiles(
            election=election,
            uri=f"{self.desk.sealing.trust.issuer}/s/{election}",
            seq=state.seq,
            token=state.token,
            index_hex=publication.index_hex,
            index=state.index,
            notices_hex=publication.notices_hex,
            notices=state.notices,
            shards=publication.shards,
        )
        self._due[election] = next_signing(state.issued_at, ttl_seconds=publication.ttl_seconds)

    def _writer(self) -> PublishedWriter:
        return PublishedWriter(self.desk.published_dir)

    def _write_trust(self) -> None:
        book = {"version": regulation.REGULATION_VERSION, "sha256": regulation.regulation_digest().hex()}
        states = [self._current[election] for election in sorted(self._current)]
        self._writer().write_trust(roots=root_files(self.desk.keys_dir), states=states, regulation=book)

    def _write_lists(self, election: str) -> None:
        with self._lists():
            now = self.desk.clock.now()
            rows = [observer_row(row) for row in self.desk.queries.public_observers(election, now=now)]
            document = {
                "election": election,
                "as_of": int(now.timestamp()),
                "count": len(rows),
                "observers": rows,
            }
            self._writer().write_observers(election, document)
        with self._lists():
            counted = self.desk.queries.statistics(election, published=True)
            self._writer().write_statistics(election, public_statistics(counted, now=self.desk.clock.now()))

    def _write_elections(self) -> None:
        with self._lists():
            rows = [election_row(row) for row in self.desk.queries.elections() if row.id in self._current]
            self._writer().write_elections(rows)

    @contextmanager
    def _lists(self) -> Iterator[None]:
        """A list that can't be written now is late, not lost: it is written with the next state."""
        try:
            with self._lock:
                yield
        except Exception as fault:
            LOG.error("a public list could not be written: %s", type(fault).__name__)


def next_signing(issued_at: datetime, *, ttl_seconds: int) -> datetime:
    """Return when a state has to be signed again: a little before its ttl is over."""
    return issued_at + timedelta(seconds=ttl_seconds - max(1, ttl_seconds // 10))


def observer_row(row: PublicObserver) -> dict[str, Any]:
    """Write a line of the public list as JSON values."""
    return {
        "name": row.name_latin,
        "name_cyrillic": row.name_cyrillic,
        "organisation": row.organisation,
        "organisation_ky": row.organisation_ky,
        "organisation_ru": row.organisation_ru,
        "certificate_number": row.number,
        "decree_number": row.decree_number,
        "decree_date": row.decree_date.isoformat(),
        "status": row.status,
    }


def election_row(row: ElectionRow) -> dict[str, Any]:
    """Write an election as JSON values."""

    def iso(day: date | None) -> str | None:
        return day.isoformat() if day is not None else None

    return {
        "id": row.id,
        "prefix": row.prefix,
        "titles": dict(row.titles),
        "voting_days": [day.isoformat() for day in row.voting_days],
        "repeat_voting_days": [day.isoformat() for day in row.repeat_voting_days],
        "term_basis": row.term_basis,
        "results_published_day": iso(row.results_published_day),
        "accredited": row.accredited,
        "revoked": row.revoked,
        "certificates": row.certificates,
    }
