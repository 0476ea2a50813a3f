"""What the demo remembers between starts: when it first started, and the passwords it made (mode 600)."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from server.settings import Settings, SettingsError
from server.usecases.ports import Clock
from server.usecases.roles import OFFICERS, ORGANISATION, SECOND_FACTOR_REQUIRED
from server.usecases.totp_codes import new_secret

ROLES: Final = OFFICERS


@dataclass(frozen=True, slots=True)
class Notebook:
    """What the first start noted.

    Attributes:
        started_at: the first start, UTC.
        passwords: by role; logins equal roles.
        totp: secrets of authenticator apps, by role.
        with_replay: the election of 2021 is replayed (DEMO_REPLAY); installations of an earlier version go on
            without it, since their log already holds later acts.
    """

    started_at: datetime
    passwords: dict[str, str]
    totp: dict[str, str]
    with_replay: bool = False


def open_notebook(settings: Settings, clock: Clock) -> Notebook:
    """Return the notes of the first start, made now if this is it.

    Raises: SettingsError: the file is damaged.
    """
    path = _path(settings)
    if not path.exists():
        first = {"started_at": clock.now().isoformat(), "passwords": {}, "replay": settings.demo_replay}
        write_private(path, first)
    note = _read(path)
    passwords = {role: secrets.token_urlsafe(12) for role in (*ROLES, ORGANISATION)} | note["passwords"]
    apps = {role: new_secret() for role in SECOND_FACTOR_REQUIRED} | note.get("totp", {})
    if (passwords, apps) != (note["passwords"], note.get("totp")):  # the first start, or a version with more roles
        write_private(path, {**note, "passwords": passwords, "totp": apps})
    return read_notebook(settings)


def read_notebook(settings: Settings) -> Notebook:
    """Return the notes of the first start.

    Raises: SettingsError: missing or damaged.
    """
    note = _read(_path(settings))
    passwords = {role: str(password) for role, password in note["passwords"].items()}
    started_at, apps = datetime.fromisoformat(note["started_at"]), dict(note.get("totp", {}))
    return Notebook(started_at, passwords, apps, bool(note.get("replay", False)))


def write_private(path: Path, content: Any) -> None:
    """Write JSON readable by this user only, in one step."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        note = json.loads(path.read_text("utf-8"))
        if not isinstance(note["passwords"], dict) or not datetime.fromisoformat(note["started_at"]):
            raise ValueError("not a notebook")
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise SettingsError(f"{path} is missing or damaged: remove DATA_DIR and start afresh") from fault
    return dict(note)


def _path(settings: Settings) -> Path:
    return settings.secrets_dir / "demo-notebook.json"
