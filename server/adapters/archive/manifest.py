"""What a backup says of itself: kind, when, whose, every file with its hash, every table with its rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from server.adapters.archive.folder import DamagedError, sha256_of, write_file

FORMAT: Final = 1
FILE: Final = "manifest.json"
DIGEST_FILE: Final = "manifest.sha256"
Kind = Literal["house", "keys", "document-keys"]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of one backup.

    Args:
        created: ISO instant at which the copy of the database was begun.
        schema: revision of the database's shape; None where there is no database inside.
        files: SHA-256 by path.
        tables: rows and digest of all rows by table.
        states: sequence number of the newest state by election.
        acts: number and leaf of the newest act.
    """

    kind: Kind
    created: str
    environment: str
    issuer: str
    files: Mapping[str, str]
    schema: str | None = None
    tables: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    states: Mapping[str, int] = field(default_factory=dict)
    acts: tuple[int, str] = (0, "")


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, and its own hash beside it."""
    content = json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1, sort_keys=True).encode()
    write_file(folder / FILE, content)
    write_file(folder / DIGEST_FILE, hashlib.sha256(content).hexdigest().encode("ascii") + b"\n")


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a backup.

    Raises: DamagedError: one line: not a backup, of another format, or not what was written.
    """
    try:
        content = (folder / FILE).read_bytes()
        told = (folder / DIGEST_FILE).read_bytes()
    except OSError as fault:
        raise DamagedError(f"{folder} is no whole backup: {fault.filename}: {fault.strerror}") from fault
    if told != hashlib.sha256(content).hexdigest().encode("ascii") + b"\n":
        raise DamagedError(f"{folder / FILE} is damaged: take another backup")
    document: dict[str, Any] = json.loads(content)
    if document.pop("format", None) != FORMAT:
        raise DamagedError(f"{folder} was written by a newer version: restore it with that one")
    tables = {name: (int(rows), str(digest)) for name, (rows, digest) in document.pop("tables").items()}
    n, leaf = document.pop("acts")
    return Manifest(**document, tables=tables, acts=(int(n), str(leaf)))


def check_file(folder: Path, manifest: Manifest, path: str) -> None:
    """Compare a file with its hash.

    Raises: DamagedError: it names the file.
    """
    try:
        found = sha256_of(folder / path)
    except OSError as fault:
        raise DamagedError(f"{folder / path} is missing: {fault.strerror}; take another backup") from fault
    if found != manifest.files[path]:
        raise DamagedError(f"{folder / path} is damaged: take another backup")


def strangers(folder: Path, manifest: Manifest) -> list[str]:
    """Return the files that lie in the backup and are not of it."""
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    return sorted(present - set(manifest.files) - {FILE, DIGEST_FILE})
