"""The vault of document copies: one random 256-bit key an application, in a file of its own, apart from the database.

secrets/document_master.key     wraps every other key; 32 bytes, mode 600
document_keys/<application>.key       the application's key, wrapped; mode 600
document_keys/<application>.destroyed says that there was a key and never will be one again

Whoever holds the database or a backup of it, without these files, reads no copy. Destroying an application's key
makes every copy of its documents unreadable, wherever a copy of the database lies.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.accreditation.errors import CodedError
from server.usecases.document_ports import Sealed
from server.usecases.errors import Unavailable

MASTER_FILE: Final = "document_master.key"
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_VERSION: Final = b"\x01"
_KEY, _TOMBSTONE = ".key", ".destroyed"
_PLAIN_NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,63}")


class VaultError(ValueError):
    """Keys are there that the master key can't open any more; one clear line."""


@dataclass(frozen=True, slots=True)
class FileVault:
    """The port `vault` over files; the caller holds the writer's lock while a key is made or destroyed."""

    folder: Path
    master: bytes = field(repr=False)

    def make_key(self, application_id: str) -> None:
        """Make the application's key unless it has one.

        Raises: CodedError `document_key_destroyed`, Unavailable `document_keys_unavailable`.
        """
        with _told():
            if self._file(application_id, _TOMBSTONE).exists():
                raise CodedError("document_key_destroyed")
            path = self._file(application_id, _KEY)
            if not path.exists():
                wrapped = _seal(self.master, os.urandom(_KEY_BYTES), bound_to=_key_name(application_id))
                _write_durably(path, wrapped)

    def seal(self, content: bytes, *, name: Sealed) -> bytes:
        """Return the content sealed under the application's key, bound to what it is.

        Raises: CodedError `document_key_destroyed`, Unavailable `document_keys_unavailable`.
        """
        return _seal(self._key(name.application_id), content, bound_to=_bytes_of(name))

    def open(self, sealed: bytes, *, name: Sealed) -> bytes:
        """Return what was sealed under exactly this name.

        Raises: CodedError `document_key_destroyed`, `document_unreadable`; Unavailable
            `document_keys_unavailable`.
        """
        return _open(self._key(name.application_id), sealed, bound_to=_bytes_of(name))

    def destroy(self, application_id: str) -> None:
        """Destroy the application's key for ever; a second call changes nothing.

        The tombstone comes first: a crash after it leaves a key that is destroyed at the next call and seals
        nothing new meanwhile.
        """
        with _told():
            tombstone, path = self._file(application_id, _TOMBSTONE), self._file(application_id, _KEY)
            if not tombstone.exists():
                _write_durably(tombstone, b"")
            for left in (path, path.with_suffix(".new")):
                _erase(left)

    def keys(self) -> Iterator[str]:
        """Yield the applications that have a key."""
        with _told():
            yield from sorted(path.stem for path in self.folder.glob(f"*{_KEY}"))

    def _key(self, application_id: str) -> bytes:
        with _told():
            if self._file(application_id, _TOMBSTONE).exists():
                raise CodedError("document_key_destroyed")
            wrapped = self._file(application_id, _KEY).read_bytes()
        return _open(self.master, wrapped, bound_to=_key_name(application_id))

    def _file(self, application_id: str, ending: str) -> Path:
        if not _PLAIN_NAME.fullmatch(application_id):
            raise ValueError("not an application's id")
        return self.folder / f"{application_id}{ending}"


def install_vault(folder: Path, *, secrets_dir: Path) -> FileVault:
    """Return the installation's vault; its master key is made once, mode 600, and never replaced.

    Raises: VaultError when one is gone while the other is there, or the master key isn't a key.
    """
    if (secrets_dir / MASTER_FILE).exists() and not folder.exists():
        raise VaultError(f"{folder} is missing, but keys of document copies lay there: restore it from its backup")
    for each in (folder, secrets_dir):
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = secrets_dir / MASTER_FILE
    if not path.exists():
        if any(folder.glob(f"*{_KEY}")):
            raise VaultError(f"{path} is missing, but {folder} holds keys that it wraps: restore it from the backup")
        _write_durably(path, os.urandom(_KEY_BYTES), fresh=True)
    master = path.read_bytes()
    if len(master) != _KEY_BYTES:
        raise VaultError(f"{path} is not a key of {_KEY_BYTES} bytes: restore it from the backup")
    return FileVault(folder, master)


def _seal(key: bytes, content: bytes, *, bound_to: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, content, bound_to)


def _open(key: bytes, sealed: bytes, *, bound_to: bytes) -> bytes:
    nonce, rest = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        if sealed[:1] != _VERSION or len(nonce) != _NONCE_BYTES:
            raise CodedError("document_unreadable")
        return AESGCM(key).decrypt(nonce, rest, bound_to)
    except InvalidTag as error:
        raise CodedError("document_unreadable") from error


def _bytes_of(name: Sealed) -> bytes:
    return "\0".join(("document copy", name.application_id, name.document_id, name.kind)).encode()


def _key_name(application_id: str) -> bytes:
    return f"document key\0{application_id}".encode()


def _write_durably(path: Path, content: bytes, *, fresh: bool = False) -> None:
    """Write a file that is there whole or not at all, whatever is pulled when; mode 600.

    Args:
        fresh: never replace a file that another process made meanwhile.
    """
    new = path.with_suffix(".new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if fresh:
        with contextlib.suppress(FileExistsError):
            os.link(new, path)
        new.unlink(missing_ok=True)
    else:
        new.replace(path)
    _sync_folder(path.parent)


def _erase(path: Path) -> None:
    """Overwrite and remove a file; on media that write elsewhere the wrapping key is what protects."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Say that the keys can't be reached; never where they lie."""
    try:
        yield
    except OSError as error:
        raise Unavailable("document_keys_unavailable") from error
