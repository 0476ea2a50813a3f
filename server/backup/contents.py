"""Which file goes into which backup. What opens or signs never lies beside what it opens or signs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from server.adapters.archive.manifest import Kind
from server.settings import ISSUER_FILE, Settings

DATABASE: Final = "database.sqlite3"
DOCUMENT_KEYS: Final = "document_keys"
TOMBSTONE: Final = ".destroyed"
_PRIVATE: Final = "*.key.pem"
_SESSIONS: Final = "*_session.key"


def files_of(kind: Kind, settings: Settings) -> Iterator[tuple[str, Path]]:
    """Yield (path in the backup, file) of everything but the database, in the order to copy it.

    The signer's journal and trust.json come first and the database last: whatever is published meanwhile, the copy
    of the database knows at least as much as the copies of these.
    """
    data = settings.data_dir
    if kind == "document-keys":
        yield from _under(settings.document_keys_dir, DOCUMENT_KEYS, leave=("*.new",))
        return
    if kind == "keys":
        yield from _under(settings.keys_dir, "keys", only=_PRIVATE)
        yield from _under(settings.secrets_dir, "secrets", leave=(_SESSIONS,))
        yield from _under(data / "tls", "tls")
        return
    if (data / ISSUER_FILE).exists():
        yield ISSUER_FILE, data / ISSUER_FILE
    yield from _under(settings.keys_dir, "keys", leave=(_PRIVATE,))
    yield from _under(settings.published_dir, "published", first="trust.json")
    yield from _under(settings.document_keys_dir, DOCUMENT_KEYS, only=f"*{TOMBSTONE}")


def place_of(path: str, settings: Settings, *, data_dir: Path) -> Path:
    """Return where a file of a backup belongs, in the data directory given."""
    top, _, rest = path.partition("/")
    inside = settings.document_keys_dir.is_relative_to(settings.data_dir)
    if top == DOCUMENT_KEYS and not inside:
        return settings.document_keys_dir / rest
    if top == DOCUMENT_KEYS:
        return data_dir / settings.document_keys_dir.relative_to(settings.data_dir) / rest
    return data_dir / path


def _under(
    folder: Path, name: str, *, only: str = "*", leave: tuple[str, ...] = (), first: str = ""
) -> Iterator[tuple[str, Path]]:
    found = [path for path in folder.rglob(only) if path.is_file() and not path.name.startswith(".")]
    for path in sorted(found, key=lambda each: (each.name != first, each)):
        if not any(path.match(pattern) for pattern in leave):
            yield f"{name}/{path.relative_to(folder).as_posix()}", path
