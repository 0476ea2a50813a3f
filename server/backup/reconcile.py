"""After a restore: read what was published, say what the backup lacks, and go on from there when told to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from server.adapters.archive.folder import put_in_place, sync_folder
from server.adapters.database.copying import closing_engine
from server.adapters.database.engine import open_engine
from server.adapters.database.unit_of_work import unit_of_work_factory
from server.adapters.published import layout
from server.adapters.published.reader import Snapshot, read_snapshot
from server.adapters.signing.key_store import KeyStoreError, anchor_file, open_roots
from server.adapters.system_clock import SystemClock
from server.backup.errors import BackupError
from server.credential.election_state import ElectionState, open_state
from server.credential.errors import CredentialError
from server.credential.root import Root, Trust
from server.settings import Settings
from server.standing import RESTORED_FILE
from server.usecases.adopt_published import Gap, PublishedState, adopt_published_state, find_gap
from server.usecases.ports import Actor

INSTALLATION: Final = Actor("installation", "system")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the database lacks of what was published, by election; `newer` are the gaps that are there."""

    published: Path
    gaps: Sequence[Gap]

    @property
    def newer(self) -> list[Gap]:
        """The elections of which the public knows more than the database."""
        return [gap for gap in self.gaps if gap.is_there]


def is_restored(settings: Settings) -> bool:
    """Tell whether a restore waits for its comparison."""
    return (settings.data_dir / RESTORED_FILE).exists()


def compare(settings: Settings, published: Path) -> Comparison:
    """Compare the database with a published folder, and with the signer's journal.

    Raises: BackupError: the folder is not whole or not of this house, or the journal knows more than it.
    """
    states = read_published(settings, published)
    with closing_engine(open_engine(settings.database_url)) as engine:
        gaps = _gaps(engine, states)
    known = {gap.election: max(gap.held or 0, gap.published) for gap in gaps}
    for state in _journal(settings):
        if state.seq > known.get(state.election, 0) and state.seq > _held(settings, state.election):
            raise BackupError(
                "journal_ahead",
                f"the signer confirmed state {state.seq} of {state.election}, but {published} holds "
                f"{known.get(state.election, 0)}: find the published folder that holds it",
            )
    return Comparison(published, gaps)


def accept(settings: Settings, published: Path) -> Comparison:
    """Take over what was published after the backup; from now on the house may sign again.

    Raises: BackupError: see `compare`, or `clash`: this database went another way than the public knows.
    """
    found = compare(settings, published)
    for gap in found.newer:
        if gap.clashes:
            raise BackupError(
                "clash",
                f"{gap.election}: this database signed or issued something else under numbers that the public knows "
                "otherwise; restore a backup from before that",
            )
    _take_over_roots(settings, published)
    clock, missing = SystemClock(), {gap.election for gap in found.newer if gap.held is None}
    with closing_engine(open_engine(settings.database_url)) as engine:
        open_unit = unit_of_work_factory(engine)
        for state in read_published(settings, published):
            election = state.held.state.election
            if election in {gap.election for gap in found.newer} - missing:
                with open_unit() as uow:
                    adopt_published_state(uow=uow, clock=clock, actor=INSTALLATION, published=state)
                    uow.commit()
    for election in missing:  # the publisher meets it at its start and refuses until the election is entered again
        kept = layout.state_file(settings.published_dir, election)
        if published.resolve() != settings.published_dir.resolve():
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            put_in_place(layout.state_file(published, election), kept)
    release(settings)
    return found


def release(settings: Settings) -> None:
    """Let the house start again."""
    (settings.data_dir / RESTORED_FILE).unlink(missing_ok=True)
    sync_folder(settings.data_dir)


def _gaps(engine: Engine, states: Sequence[PublishedState]) -> list[Gap]:
    with unit_of_work_factory(engine)() as uow:
        return [find_gap(uow=uow, actor=INSTALLATION, published=state) for state in states]


def _held(settings: Settings, election: str) -> int:
    with closing_engine(open_engine(settings.database_url)) as engine, unit_of_work_factory(engine)() as uow:
        newest = uow.publication().newest(election)
        return 0 if newest is None else newest.seq


def read_published(settings: Settings, published: Path) -> list[PublishedState]:
    """Return the newest state of each election in a published folder, checked as a verifier would.

    Raises: BackupError: it is not whole, or not of this house.
    """
    if not layout.trust_file(published).exists():
        if published == settings.published_dir:
            return []  # nothing was ever published
        raise BackupError("published_missing", f"{published} is no published folder: it holds no trust.json")
    try:
        snapshot = read_snapshot(published, before=None)
        ours = anchor_file(settings.keys_dir)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise BackupError("published_damaged", f"{published} is not whole ({fault}): find another copy") from fault
    if snapshot.files["/trust_anchor.cbor"] != ours:
        raise BackupError("published_foreign", f"{published} was published under another trust anchor")
    return [_state(snapshot, election) for election in sorted(snapshot.states)]


def _state(snapshot: Snapshot, election: str) -> PublishedState:
    held = snapshot.states[election]
    notices = snapshot.files[f"/api/v1/notices/{election}/{held.state.notices_hash.hex()}"]
    return PublishedState(held, snapshot.files[f"/s/{election}"], notices)


def _journal(settings: Settings) -> list[ElectionState]:
    root = _newest_root(settings)
    trust = Trust(root, root.issuer, root.origins, root.iat)
    found = []
    for path in sorted((settings.keys_dir / "journal").glob("*.cwt")):
        try:
            found.append(open_state(path.read_bytes(), trust=trust, held=()))
        except CredentialError as fault:
            raise BackupError("journal_damaged", f"{path} is damaged: restore it, never delete it") from fault
    return found


def _newest_root(settings: Settings) -> Root:
    try:
        return open_roots(settings.keys_dir)[-1]
    except KeyStoreError as fault:
        raise BackupError("no_keys", str(fault)) from fault


def _take_over_roots(settings: Settings, published: Path) -> None:
    """A root of a later version, which newer states name, was checked against the anchor when the folder was read."""
    version = 1
    while (source := layout.root_file(published, version)).exists():
        target = settings.keys_dir / "roots" / source.name
        if not target.exists():
            put_in_place(source, target)
        elif hashlib.sha256(target.read_bytes()).digest() != hashlib.sha256(source.read_bytes()).digest():
            raise BackupError("published_foreign", f"{source} is another root than {target}")
        version += 1
