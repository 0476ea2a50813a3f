"""A backup is whole or not there; damage, what does not fit, full disks and kills are one clear line each."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command

from server.adapters.archive.folder import DamagedError, sha256_of
from server.adapters.archive.manifest import DIGEST_FILE, FILE, read_manifest, write_manifest
from server.adapters.database.copying import raw_digests
from server.adapters.database.engine import open_engine, writing
from server.adapters.database.migrate import alembic_config
from server.backup.put_back import verify_backup
from tests.integration.backup.conftest import Place

STEP = int(os.environ.get("KILL_STEP", "120"))  # make soak kills at every call
CALLS = "write,pwrite64,fsync,fdatasync,rename,mkdir,unlink"


def damage(path: Path, how: str) -> None:
    """Flip a byte in the middle, cut the end off, or take the file away."""
    content = bytearray(path.read_bytes())
    if how == "missing":
        path.unlink()
        return
    if how == "short":
        path.write_bytes(content[:-1])
        return
    if content:
        content[len(content) // 2] ^= 0x01
    path.write_bytes(content or b"x")


@pytest.mark.parametrize("how", ["flipped", "short", "missing"])
def test_damage_in_each_file_is_named_and_nothing_is_restored(kept: Path, tmp_path: Path, how: str) -> None:
    names = [path.relative_to(kept) for path in kept.rglob("*") if path.is_file()]
    assert len(names) > 6
    for name in names:
        hurt = tmp_path / "hurt"
        shutil.copytree(kept, hurt)
        damage(hurt / name, how if (kept / name).stat().st_size or how == "missing" else "flipped")
        with pytest.raises(DamagedError) as caught:
            verify_backup(hurt, track=lambda items, _total, _told: items)
        assert str(hurt) in str(caught.value)
        shutil.rmtree(hurt)
    damaged = tmp_path / "one"
    shutil.copytree(kept, damaged)
    damage(damaged / "database.sqlite3", how)
    fresh = Place({"DATA_DIR": str(tmp_path / "fresh")})
    code, _, err = fresh.run("restore", str(damaged))
    assert code == 1 and "database.sqlite3" in err and err.count("\n") == 1
    assert not fresh.data.exists()
    (damaged / "stranger").write_text("x")
    assert fresh.run("restore", "--check", str(damaged))[0] == 1


def rewritten(kept: Path, target: Path, **changes: Any) -> Path:
    """Copy a backup with a manifest that says something else, and its hash."""
    shutil.copytree(kept, target)
    manifest = replace(read_manifest(target), **changes)
    for name in (FILE, DIGEST_FILE):
        (target / name).unlink()
    write_manifest(target, manifest)
    return target


def test_what_does_not_fit_is_refused_in_one_line(kept: Path, house: Place, tmp_path: Path) -> None:
    fresh = Place({"DATA_DIR": str(tmp_path / "fresh")})
    newer = rewritten(kept, tmp_path / "newer", schema="9999")
    other = rewritten(kept, tmp_path / "other", environment="production")
    rows = rewritten(kept, tmp_path / "rows", tables={"act": (1, "0" * 64)})
    for source, expected, said in ((newer, 1, "newer version"), (other, 2, "CEC_ENV"), (rows, 1, "rows of")):
        code, _, err = fresh.run("restore", str(source))
        assert (code, err.count("\n")) == (expected, 1) and said in err
        assert not fresh.data.exists()
    for arguments in (("backup", str(kept)), ("backup", str(house.data / "inside")), ("backup",), ("restore",)):
        assert house.run(*arguments)[0] == 2
    nowhere = Place({"DATA_DIR": str(tmp_path / "nowhere")})
    assert nowhere.run("backup", str(tmp_path / "b"))[0] == 2 and not (tmp_path / "b").exists()


def test_an_older_shape_is_brought_to_ours(house: Place, kept: Path, tmp_path: Path) -> None:
    older = tmp_path / "database.sqlite3"
    shutil.copy(kept / "database.sqlite3", older)
    engine = open_engine(f"sqlite:///{older}")
    with writing(engine) as connection:
        command.downgrade(alembic_config(connection), "0017")
        connection.commit()
    engine.dispose()
    files = {**read_manifest(kept).files, "database.sqlite3": sha256_of(older)}
    old = rewritten(kept, tmp_path / "old", files=files, schema="0017", tables=raw_digests(older))
    shutil.copy(older, old / "database.sqlite3")
    fresh = Place({"DATA_DIR": str(tmp_path / "fresh")})
    assert fresh.run("restore", str(old))[0] == 0
    assert fresh.rows() == house.rows()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a disk of 300 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = os.geteuid() == 0 and not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)], capture_output=True, check=False
    ).returncode  # fmt: skip
    if not mounted:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_one_line_and_leaves_nothing(house: Place, kept: Path, small_disk: Path) -> None:
    code, _, err = house.run("backup", str(small_disk / "b"))
    assert (code, err.count("\n")) == (2, 1) and ("full" in err or "No space" in err)
    assert not list(small_disk.iterdir())
    code, _, err = Place({"DATA_DIR": str(small_disk / "d")}).run("restore", str(kept))
    assert (code, err.count("\n")) == (2, 1) and ("full" in err or "No space" in err)
    assert not list((small_disk / "d").iterdir())


def killed(kill_at: int) -> tuple[str, ...]:
    """Return what kills a command at its n-th write, sync or rename."""
    if shutil.which("strace") is None:
        pytest.fail("strace is missing: install it (apt-get install strace) to run the kill sweep")
    calls = f"inject={CALLS}:signal=KILL:when={kill_at}"
    return ("strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={CALLS}", "-e", calls)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_backup_killed_anywhere_is_whole_or_not_there(house: Place, tmp_path: Path) -> None:
    outcomes = set()
    for kill_at in range(3, 4000, STEP):
        target = tmp_path / "b"
        code, _, _ = house.run("backup", str(target), before=killed(kill_at))
        whole = target.exists()
        outcomes.add(whole)
        if whole:
            assert house.run("restore", "--check", str(target))[0] == 0
            shutil.rmtree(target)
        assert house.run("backup", str(target))[0] == 0, "what a killed one left is in nobody's way"
        shutil.rmtree(target)
        assert not list(tmp_path.iterdir())
        if code == 0:
            break
    assert outcomes == {True, False} and kill_at > 40


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_restore_killed_anywhere_starts_nothing_and_is_run_again(
    house: Place, kept: Path, tmp_path: Path, kind: str, database_url: Callable[[str], dict[str, str]]
) -> None:
    expected = house.rows()
    for kill_at in range(3, 4000, STEP):
        fresh = Place({"DATA_DIR": str(tmp_path / "fresh"), **database_url(kind)})
        code, _, _ = fresh.run("restore", str(kept), before=killed(kill_at))
        if code == 0:
            break
        if fresh.data.exists() and list(fresh.data.iterdir()):
            code, _, err = fresh.run("signer")
            assert code == 2 and err.startswith("Cannot start: ")
        again, _, err = fresh.run("restore", str(kept))
        assert again == 0 or "is not empty" in err, err  # killed when all was done
        assert fresh.rows() == expected
        shutil.rmtree(fresh.data)
    assert kill_at > 40
