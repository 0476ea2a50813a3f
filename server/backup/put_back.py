"""Putting a backup back: verified first, into what is empty, and resumable whatever kills it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from server.adapters.archive.folder import DamagedError, clear, put_in_place, sync_folder, write_file
from server.adapters.archive.manifest import Manifest, check_file, read_manifest, strangers
from server.adapters.database.copying import (
    CopyError,
    closing_engine,
    deleted_applications,
    digests_of,
    fault_of,
    is_empty,
    load,
    lock_of,
    raw_digests,
)
from server.adapters.database.engine import open_engine
from server.adapters.database.migrate import is_current, is_known, upgrade
from server.backup.contents import DATABASE, place_of
from server.backup.errors import BackupError
from server.backup.take import Track
from server.settings import Settings
from server.standing import RESTORED_FILE, RESTORING_FILE, sqlite_file

_STAGED: Final = ".restoring.sqlite3"


def verify_backup(source: Path, *, track: Track) -> Manifest:
    """Check the manifest, every file's hash, and every row of the database.

    Raises: DamagedError, BackupError `newer_schema`: one line.
    """
    manifest = read_manifest(source)
    for path in track(sorted(manifest.files), len(manifest.files), "Checking files"):
        check_file(source, manifest, path)
    alien = strangers(source, manifest)
    if alien:
        raise DamagedError(f"{source / alien[0]} is not of this backup: take it away")
    if manifest.kind == "house":
        if not is_known(manifest.schema):
            raise BackupError(
                "newer_schema", f"{source} was made by a newer version (schema {manifest.schema}): use that version"
            )
        for file in track((source / DATABASE,), 1, "Checking the database"):
            _check_rows(file, manifest)
    return manifest


def put_back_house(source: Path, settings: Settings, manifest: Manifest, *, track: Track) -> None:
    """Restore a verified backup of the house into an empty data directory and an empty database.

    A restore that was killed is begun again by the next one; until it ends, nothing starts there.

    Raises: BackupError: something lives there already, or the backup belongs to another environment or issuer.
    """
    _must_fit(settings, manifest)
    with _resumable(settings), closing_engine(open_engine(settings.database_url)) as engine:
        names = [name for name in sorted(manifest.files) if name != DATABASE]
        for name in track(names, len(names), "Restoring files"):
            target = place_of(name, settings, data_dir=settings.data_dir)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            put_in_place(source / name, target)
        settings.document_keys_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        for put in track((_put_database,), 1, "Restoring the database"):
            put(source / DATABASE, settings, engine, manifest)
        mark = {"backup": manifest.created, "states": dict(manifest.states)}
        write_file(settings.data_dir / RESTORED_FILE, json.dumps(mark).encode())


def put_back_beside(source: Path, settings: Settings, manifest: Manifest, *, track: Track) -> list[str]:
    """Restore keys into a restored house; return the document keys that stay destroyed.

    Raises: BackupError: no house is there yet, or other files are.
    """
    if not (settings.keys_dir / "roots").exists():
        raise BackupError("no_house", f"{settings.data_dir} holds no house: restore its backup first")
    if (settings.data_dir / RESTORING_FILE).exists():
        raise BackupError("unfinished", f"a restore into {settings.data_dir} was interrupted: run it again first")
    _must_fit(settings, manifest)
    buried = _buried(source, settings, manifest)
    wanted = {name: place_of(name, settings, data_dir=settings.data_dir) for name in manifest.files}
    for name, target in wanted.items():
        if (
            target.exists()
            and target.read_bytes() != (source / name).read_bytes()
            and not name.endswith(".destroyed")
        ):
            raise BackupError("in_the_way", f"{target} exists and is another: nothing was restored")
    # Tombstones first: whatever stops this, no key stands where one was destroyed.
    names = sorted(wanted, key=lambda name: (not name.endswith(".destroyed"), name))
    skipped = []
    for name in track(names, len(names), "Restoring files"):
        if Path(name).suffix == ".key" and Path(name).stem in buried and name.startswith("document_keys/"):
            skipped.append(Path(name).stem)
        elif not wanted[name].exists():
            wanted[name].parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            put_in_place(source / name, wanted[name])
    return skipped


def _must_fit(settings: Settings, manifest: Manifest) -> None:
    if manifest.environment != settings.environment:
        raise BackupError(
            "another_environment", f"the backup is of {manifest.environment} and CEC_ENV is {settings.environment}"
        )
    if settings.environment == "production" and manifest.issuer != settings.issuer:
        raise BackupError("another_issuer", f"the backup is of {manifest.issuer} and ISSUER is {settings.issuer}")


@contextmanager
def _resumable(settings: Settings) -> Iterator[None]:
    """Mark the data directory while a restore goes on; take away what an interrupted one left."""
    data, mark = settings.data_dir, settings.data_dir / RESTORING_FILE
    present = {path.name for path in data.iterdir()} if data.exists() else set()
    if present and mark.name not in present:
        raise BackupError("in_the_way", f"{data} is not empty: a restore goes into an empty DATA_DIR")
    database = sqlite_file(settings)
    if database is not None and database.exists() and mark.name not in present:
        raise BackupError("in_the_way", f"{database} exists: a restore never writes over a database")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not present:
        write_file(mark, b"")
        sync_folder(data)
    for path in data.iterdir():
        if path != mark:
            _remove(path)
    try:
        yield
    except BaseException:
        clear(data)
        raise
    sync_folder(data)
    mark.unlink()
    sync_folder(data)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        clear(path)
        path.rmdir()
    else:
        path.unlink()


def _put_database(file: Path, settings: Settings, engine: Engine, manifest: Manifest) -> None:
    """Bring the copy to this version's shape beside its place, check it, and put it there in one step."""
    place = sqlite_file(settings)
    staged = (place.parent if place is not None else settings.data_dir) / _STAGED
    staged.unlink(missing_ok=True)
    staged.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        put_in_place(file, staged)
        _check_rows(staged, manifest)
        with closing_engine(open_engine(f"sqlite:///{staged}")) as copy:
            upgrade(copy)
        damaged = fault_of(staged)
        if damaged:
            raise BackupError("migration_failed", f"the database can't be brought to this version's shape: {damaged}")
        if place is not None:
            staged.rename(place)
            sync_folder(place.parent)
        elif is_empty(engine):
            load(staged, engine)
        elif not _holds(engine, staged):  # if it does, a restore was killed just after this
            raise BackupError("in_the_way", "the database that DATABASE_URL names holds rows: say an empty one")
    except (DatabaseError, CopyError, sqlite3.Error) as fault:
        line = str(fault).strip().splitlines()[0]
        raise BackupError("database_load", f"the database can't be restored: {line}") from fault
    finally:
        staged.unlink(missing_ok=True)
        lock_of(staged).unlink(missing_ok=True)


def _holds(engine: Engine, file: Path) -> bool:
    with closing_engine(open_engine(f"sqlite:///{file}")) as copy:
        return is_current(engine) and digests_of(engine) == digests_of(copy)


def _check_rows(file: Path, manifest: Manifest) -> None:
    damaged = fault_of(file)
    if damaged:
        raise DamagedError(f"{file} is damaged ({damaged}): take another backup")
    found = raw_digests(file)
    different = sorted(name for name in {*found, *manifest.tables} if found.get(name) != manifest.tables.get(name))
    if different:
        raise DamagedError(f"{file}: rows of {', '.join(different)} are not those of the manifest")


def _buried(source: Path, settings: Settings, manifest: Manifest) -> set[str]:
    """Return the applications whose key was destroyed, by tombstones on both sides or by the database's record."""
    told = {Path(name).stem for name in manifest.files if name.endswith(".destroyed")}
    told |= {path.stem for path in settings.document_keys_dir.glob("*.destroyed")}
    with suppress(DatabaseError), closing_engine(open_engine(settings.database_url)) as engine:
        told |= set(deleted_applications(engine))
    return told


def missing_apart(settings: Settings) -> dict[str, Any]:
    """Return what a restored house still lacks: private keys, secrets, and how many keys of documents it has."""
    private = [name for name in ("issue", "state") if not (settings.keys_dir / f"{name}.key.pem").exists()]
    secrets = [
        name
        for name in ("deprived_list.key", "document_master.key", "totp.key")
        if not (settings.secrets_dir / name).exists()
    ]
    keys = sum(1 for _ in settings.document_keys_dir.glob("*.key"))
    return {"private_keys": private, "secrets": secrets, "document_keys": keys}
