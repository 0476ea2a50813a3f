"""What signing in needs from outside: passkeys by WebAuthn, and a seal for the secrets of authenticator apps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a browser is asked: `options` go to it as JSON, `state` stays with the app until the answer comes."""

    options: Mapping[str, Any]
    state: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What an authenticator made: its credential's id, public key (COSE_Key) and first counter."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


class Passkeys(Protocol):
    """WebAuthn for one relying party, named by the host of an origin; implemented by adapters/passkeys."""

    def usable_at(self, origin: str) -> bool:
        """Tell whether browsers make passkeys there: at a name (not an address), over HTTPS or on localhost."""
        ...

    def ask_to_create(self, origin: str, *, user_id: str, login: str, name: str, known: Sequence[bytes]) -> Challenge:
        """Ask for a passkey that finds its account by itself and proves its holder; none of the known ones."""
        ...

    def created(self, origin: str, *, state: Mapping[str, Any], answer: Mapping[str, Any]) -> NewPasskey:
        """Check what the authenticator made. Raises: CodedError `passkey_refused`."""
        ...

    def ask_to_prove(self, origin: str) -> Challenge:
        """Ask for any passkey of this site."""
        ...

    def credential_id(self, answer: Mapping[str, Any]) -> bytes:
        """Return which passkey an answer claims to be of. Raises: CodedError `passkey_refused`."""
        ...

    def proven(self, origin: str, *, state: Mapping[str, Any], answer: Mapping[str, Any], passkey: NewPasskey) -> int:
        """Check an answer of this passkey and return its counter. Raises: CodedError `passkey_refused`."""
        ...


class TotpSecrets(Protocol):
    """Seals secrets of authenticator apps with a key outside the database; implemented by adapters/encryption."""

    def seal(self, secret: str, *, user_id: str) -> bytes:
        """Return the secret sealed, bound to its account."""
        ...

    def open(self, sealed: bytes, *, user_id: str) -> str:
        """Return what was sealed for this account. Raises: CodedError `totp_secret_unreadable`."""
        ...
