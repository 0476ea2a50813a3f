"""Secrets of authenticator apps, sealed with AES-256-GCM under a key that lies apart from the database."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.accreditation.errors import CodedError

KEY_FILE: Final = "totp.key"
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_PURPOSE: Final = b"totp "


@dataclass(frozen=True, slots=True)
class SealedTotpSecrets:
    """The port TotpSecrets; a sealed secret moved to another account's row opens no more."""

    key: bytes = field(repr=False)

    def seal(self, secret: str, *, user_id: str) -> bytes:
        """Return nonce and ciphertext, bound to the account."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self.key).encrypt(nonce, secret.encode(), _PURPOSE + user_id.encode())

    def open(self, sealed: bytes, *, user_id: str) -> str:
        """Return what was sealed for this account.

        Raises: CodedError `totp_secret_unreadable`: another key, another account, or damaged.
        """
        nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return AESGCM(self.key).decrypt(nonce, ciphertext, _PURPOSE + user_id.encode()).decode()
        except (InvalidTag, ValueError) as fault:
            raise CodedError("totp_secret_unreadable") from fault


def install_totp_secrets(folder: Path) -> SealedTotpSecrets:
    """Return the installation's seal; its key is made once, mode 600, and belongs into the backup of the secrets."""
    path = folder / KEY_FILE
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return SealedTotpSecrets(path.read_bytes())
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(_KEY_BYTES))
    return SealedTotpSecrets(path.read_bytes())
