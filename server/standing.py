"""Looks at what an earlier start left in the data directory, before anything is served or signed.

A part that is missing or damaged beside others that are there is no fresh installation: making it anew would orphan
papers already issued, or hand tokens to a forger. So the start is refused with one line that names the file.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from server.settings import Settings, SettingsError

RESTORED_FILE: Final = "restored.json"
RESTORING_FILE: Final = ".restoring"
_SECRET_BYTES: Final = 32
_SEE: Final = "restore it from the backup (docs/operations.md)"


def check_standing(settings: Settings) -> None:
    """Refuse a data directory that lost a part or holds a damaged one.

    Raises:
        SettingsError: one line: the file, and what to do.
    """
    check_restored(settings)
    database = sqlite_file(settings)
    if database is not None and database.exists():
        _check_sqlite(database)
    check_present(settings)
    installed = settings.keys_dir.exists() and any(settings.keys_dir.iterdir())
    for name in ("environment", "trust_anchor.cbor", "roots"):
        if installed and not (settings.keys_dir / name).exists():
            raise SettingsError(f"{settings.keys_dir / name} is missing; {_SEE}")
    check_secrets(settings.secrets_dir)


def check_present(settings: Settings) -> None:
    """Refuse a house that published states and lost its keys, database or secrets: they are never made anew.

    Raises:
        SettingsError: one line that names what is missing.
    """
    database = sqlite_file(settings)
    published = settings.published_dir / "trust.json"
    present = {
        "keys": (settings.keys_dir / "environment", settings.keys_dir.exists()),
        "database": (database, database is None or database.exists()),
        "secrets": (settings.secrets_dir, settings.secrets_dir.exists()),
    }
    for name, (path, there) in present.items():
        if published.exists() and not there:
            raise SettingsError(f"{path} is missing, yet states were published: never make the {name} anew; {_SEE}")


def check_restored(settings: Settings) -> None:
    """Refuse to serve or sign from a backup before it was compared with what was published after it.

    Raises:
        SettingsError: one line: what to do.
    """
    data = settings.data_dir
    if (data / RESTORING_FILE).exists():
        raise SettingsError(f"a restore into {data} was interrupted: run it again (python -m server restore …)")
    if (data / RESTORED_FILE).exists():
        raise SettingsError(
            f"{data} was restored from a backup and not yet compared with what was published after it: "
            "nothing is signed; see python -m server reconcile --help"
        )


def check_secrets(folder: Path) -> None:
    """Refuse a secret that isn't whole: an empty one would let anybody sign tokens.

    Raises:
        SettingsError: one line that names the file.
    """
    for path in sorted(folder.glob("*.key")) if folder.exists() else ():
        if path.stat().st_size != _SECRET_BYTES:
            raise SettingsError(
                f"{path} is damaged: it holds {path.stat().st_size} bytes, not {_SECRET_BYTES}; {_SEE}, or remove "
                "it if it is a session key: everybody signs in again"
            )


def sqlite_file(settings: Settings) -> Path | None:
    """Return the file of a SQLite database; None for PostgreSQL."""
    prefix = "sqlite:///"
    return Path(settings.database_url.removeprefix(prefix)) if settings.database_url.startswith(prefix) else None


def _check_sqlite(path: Path) -> None:
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as fault:
        found = str(fault)
    finally:
        connection.close()
    if found != "ok":
        raise SettingsError(f"the database {path} is damaged ({found}); {_SEE}")
