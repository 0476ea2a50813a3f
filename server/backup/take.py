"""Taking a backup: every file copied and hashed, the database as of one moment, the folder whole or not there."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DatabaseError

from server.adapters.archive.folder import copy_file, sha256_of, whole_folder
from server.adapters.archive.manifest import Kind, Manifest, write_manifest
from server.adapters.database.copying import CopyError, closing_engine, copy_out, fault_of, raw_digests
from server.adapters.database.engine import open_engine
from server.adapters.database.migrate import is_current, revision_of
from server.adapters.database.queries import SqlQueries
from server.adapters.signing.key_store import open_roots
from server.backup.contents import DATABASE, files_of
from server.backup.errors import BackupError
from server.settings import Settings

Track = Callable[[Iterable[Any], int, str], Iterable[Any]]


def take_backup(settings: Settings, target: Path, *, kind: Kind, now: datetime, track: Track) -> Manifest:
    """Write a backup of one kind to a folder that doesn't exist yet, and return its manifest.

    Raises:
        BackupError: nothing to back up, the database isn't of this version's shape, or it can't be copied.
        InTheWayError: the folder exists.
        OSError: no room; nothing is left of the try.
    """
    if not (settings.keys_dir / "roots").exists():
        raise BackupError("nothing_there", f"{settings.data_dir} holds no installation: is DATA_DIR right?")
    _must_be_apart(settings, target)
    with whole_folder(target) as folder:
        named = list(files_of(kind, settings))
        hashes: dict[str, str] = {}
        for name, source in track(named, len(named), "Copying files"):
            with contextlib.suppress(FileNotFoundError):  # pruned meanwhile: no state anyone holds names it
                hashes[name] = copy_file(source, folder / name)
        if not hashes:
            raise BackupError("nothing_there", f"there is nothing of the kind {kind} to back up")
        told = _with_database(settings, folder, hashes, track) if kind == "house" else {}
        manifest = Manifest(
            kind=kind,
            created=now.isoformat(timespec="seconds"),
            environment=settings.environment,
            issuer=open_roots(settings.keys_dir)[-1].issuer,
            files=hashes,
            **told,
        )
        write_manifest(folder, manifest)
    return manifest


def _with_database(settings: Settings, folder: Path, hashes: dict[str, str], track: Track) -> dict[str, Any]:
    """Copy the database and return what the manifest tells of it."""
    file = folder / DATABASE
    with closing_engine(open_engine(settings.database_url)) as engine:
        if not is_current(engine):
            raise BackupError("another_shape", "the database is not of this version's shape: start this version once")
        try:
            for copy in track((copy_out,), 1, "Copying the database"):
                copy(engine, file)
        except (sqlite3.Error, DatabaseError, CopyError) as fault:
            raise BackupError("database_copy", f"the database can't be copied: {_line(fault)}") from fault
    damaged = fault_of(file)
    if damaged:
        raise BackupError("database_damaged", f"the database is damaged ({damaged}): nothing was backed up")
    hashes[DATABASE] = sha256_of(file)
    with closing_engine(open_engine(f"sqlite:///{file}")) as copy:
        newest = SqlQueries(copy).acts(limit=1).rows
        states = {row.id: row.seq for row in SqlQueries(copy).elections() if row.seq}
        schema = revision_of(copy)
        acts = (newest[0].n, newest[0].leaf) if newest else (0, "")
    return {"schema": schema, "tables": raw_digests(file), "states": states, "acts": acts}


def _line(fault: Exception) -> str:
    told = fault.orig if isinstance(fault, DatabaseError) else fault
    return str(told).strip().splitlines()[0]


def _must_be_apart(settings: Settings, target: Path) -> None:
    """A backup inside what it backs up would be copied by the next one."""
    for folder in (settings.data_dir, settings.document_keys_dir):
        if target.resolve().is_relative_to(folder.resolve()):
            raise BackupError("inside", f"{target} lies inside {folder}: a backup belongs onto another disk")
