"""A start over a data directory that lost a part is refused with one line that names it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from server.settings import Settings, SettingsError
from server.standing import check_standing
from server.web.tokens import session_secret


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return a data directory as a run leaves it: database, keys, secrets, published states."""
    found = Settings.from_environ({"DATA_DIR": str(tmp_path / "data")})
    for folder in (found.published_dir, found.keys_dir / "roots", found.secrets_dir):
        folder.mkdir(parents=True)
    (found.published_dir / "trust.json").write_text("{}")
    for name in ("environment", "trust_anchor.cbor"):
        (found.keys_dir / name).write_bytes(b"x")
    (found.secrets_dir / "console_session.key").write_bytes(bytes(32))
    connection = sqlite3.connect(found.data_dir / "observers.sqlite3")
    connection.executescript("CREATE TABLE t (a); INSERT INTO t VALUES (1);")
    connection.close()
    return found


def test_a_whole_directory_and_an_empty_one_may_start(settings: Settings, tmp_path: Path) -> None:
    check_standing(settings)
    check_standing(Settings.from_environ({"DATA_DIR": str(tmp_path / "new")}))


@pytest.mark.parametrize(
    "lost", ["observers.sqlite3", "keys", "secrets", "keys/trust_anchor.cbor", "keys/environment", "keys/roots"]
)
def test_what_is_lost_is_named(settings: Settings, lost: str) -> None:
    path = settings.data_dir / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(SettingsError, match=Path(lost).name):
        check_standing(settings)


@pytest.mark.parametrize("content", [b"", b"short", bytes(33)])
def test_a_secret_that_is_not_whole_is_named(settings: Settings, content: bytes) -> None:
    (settings.secrets_dir / "console_session.key").write_bytes(content)
    with pytest.raises(SettingsError, match=r"console_session\.key is damaged"):
        check_standing(settings)
    with pytest.raises(ValueError, match="damaged"):
        session_secret(settings.secrets_dir, name="console")


def test_a_session_secret_is_made_once(tmp_path: Path) -> None:
    made = session_secret(tmp_path, name="console")
    assert len(made) == 32
    assert session_secret(tmp_path, name="console") == made
    assert [path.name for path in tmp_path.iterdir()] == ["console_session.key"]


@pytest.mark.parametrize("damage", ["junk", "torn"])
def test_a_damaged_database_is_named(settings: Settings, damage: str) -> None:
    path = settings.data_dir / "observers.sqlite3"
    content = path.read_bytes()
    path.write_bytes(b"junk" * 100 if damage == "junk" else content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(SettingsError, match="damaged"):
        check_standing(settings)


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"DATA_DIR": "/proc/none"}, "DATA_DIR"),
        ({"DATABASE_URL": "postgresql://x:y@127.0.0.1:1/z"}, "DATABASE_URL"),
    ],
)
def test_a_start_that_cannot_be_says_one_line(tmp_path: Path, environ: dict[str, str], named: str) -> None:
    ports = {name: str(port) for name, port in zip(("PORT", "CONSOLE_PORT", "PORTAL_PORT", "EVENTS_PORT"),
                                                   range(23461, 23465), strict=True)}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "server", "run"],
        env=os.environ | {"DATA_DIR": str(tmp_path)} | ports | environ,
        capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("Cannot start: ")
    assert named in done.stderr
