"""Keyed hashes (HMAC-SHA256) under a key that lies with the installation's secrets, apart from the database."""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

KEY_FILE: Final = "deprived_list.key"
_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class KeyedHash:
    """Matching port: whoever holds the database alone can't try names against it."""

    key: bytes = field(repr=False)

    def hash(self, text: str) -> bytes:
        """Return the keyed hash, 32 bytes."""
        return hmac.new(self.key, text.encode(), hashlib.sha256).digest()


def install_keyed_hash(folder: Path) -> KeyedHash:
    """Return the installation's keyed hash; its key is made once, mode 600, and never replaced.

    A lost key makes every entry unfindable, so it belongs into the backup of the secrets.
    """
    path = folder / KEY_FILE
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return KeyedHash(path.read_bytes())
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(_KEY_BYTES))
    return KeyedHash(path.read_bytes())
