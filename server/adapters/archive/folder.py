"""Folders and files that are there whole or not at all, readable by their owner only."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_CHUNK: Final = 1 << 20


class DamagedError(ValueError):
    """A backup is not what was written; one line that names the file."""


class InTheWayError(ValueError):
    """Something lies where a backup or a house should come to be; one line."""


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Yield a folder beside the target, and rename it to the target when all went well; else nothing is left.

    A killed process leaves the one beside, whose name begins with a dot; the next try clears it away.

    Raises: InTheWayError: the target exists, or another process is writing it.
    """
    if target.exists() or target.is_symlink():
        raise InTheWayError(f"{target} exists: say a new name")
    beside = target.with_name(f".{target.name}.partial")
    beside.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(beside, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise InTheWayError(f"{target} is being written by another process") from fault
        try:
            clear(beside)
            yield beside
            sync_tree(beside)
            beside.rename(target)
            sync_folder(target.parent)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    finally:
        os.close(lock)


def clear(folder: Path) -> None:
    """Remove everything in a folder."""
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def copy_file(source: Path, target: Path) -> str:
    """Copy a file, mode 600, and return the SHA-256 of what was written."""
    _make_parents(target)
    digest = hashlib.sha256()
    with source.open("rb") as reading, _created(target) as writing:
        while chunk := reading.read(_CHUNK):
            digest.update(chunk)
            _write_all(writing, chunk)
        os.fsync(writing)
    return digest.hexdigest()


def write_file(target: Path, content: bytes) -> None:
    """Write a new file, mode 600."""
    _make_parents(target)
    with _created(target) as writing:
        _write_all(writing, content)
        os.fsync(writing)


def put_in_place(source: Path, target: Path) -> None:
    """Copy a file to a name that comes to be in one step."""
    beside = target.with_name(f".{target.name}.new")
    beside.unlink(missing_ok=True)
    copy_file(source, beside)
    beside.rename(target)
    sync_folder(target.parent)


def sha256_of(path: Path) -> str:
    """Return a file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_tree(folder: Path) -> None:
    """Bring every file and folder of a tree to the disk."""
    for path in folder.rglob("*"):
        _sync(path)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk."""
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_parents(target: Path) -> None:
    for folder in reversed(target.parents):
        if not folder.exists():
            folder.mkdir(mode=0o700)


@contextmanager
def _created(target: Path) -> Iterator[int]:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
