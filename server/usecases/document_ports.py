"""What keeping copies of documents needs from outside: a vault for their keys, a place that makes them anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Sealed:
    """What sealed bytes are: under another application, document or kind they can't be opened."""

    application_id: str
    document_id: str
    kind: str


@runtime_checkable
class Vault(Protocol):
    """Keeps the keys of document copies, one an application, apart from the database."""

    def make_key(self, application_id: str) -> None:
        """Make the application's key unless it has one.

        Raises: CodedError `document_key_destroyed`, Unavailable `document_keys_unavailable`.
        """
        ...

    def seal(self, content: bytes, *, name: Sealed) -> bytes:
        """Return the content sealed. Raises: as `make_key`."""
        ...

    def open(self, sealed: bytes, *, name: Sealed) -> bytes:
        """Return what was sealed under this name. Raises: as `make_key`; CodedError `document_unreadable`."""
        ...

    def destroy(self, application_id: str) -> None:
        """Destroy the application's key for ever; a second call changes nothing."""
        ...

    def keys(self) -> Iterator[str]:
        """Yield the applications that have a key."""
        ...


@dataclass(frozen=True, slots=True)
class Crop:
    """The part of a photo to keep, as fractions of its width and height from the upper left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Reencoded:
    """A copy made anew from what was uploaded: pixels only, nothing else of the file survives."""

    content: bytes
    media_type: str  # "image/jpeg" or "application/pdf"
    pages: int


class Reencoder(Protocol):
    """Checks what was uploaded in a limited process and makes it anew; implemented by adapters/documents."""

    def reencode(self, content: bytes, *, kind: str, crop: Crop | None = None) -> Reencoded:
        """Return the copy to keep. `kind` is that of DocumentCopy; `crop` is for photos, centred by default.

        Raises: CodedError `document_type_unknown`, `document_encrypted`, `document_broken`, `document_too_large`…
            (adapters/documents/reencoder.py has them all); Unavailable `documents_busy`.
        """
        ...
