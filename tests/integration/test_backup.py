"""A backup is whole or not there; a restore is what was backed up, row by row, on both engines; damage is named."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from server import composition
from server.adapters.database.copying import digests_of
from server.adapters.database.engine import open_engine, writing
from server.adapters.encryption.document_vault import install_vault
from server.settings import Settings
from tests.office import Office, open_office, reopen_office

ROOT = Path(__file__).parents[2]
STEP = int(os.environ.get("KILL_STEP", "45"))  # make soak kills at every call
CALLS = "write,pwrite64,fsync,fdatasync,rename,mkdir,unlink"
APPLICATION = "0c3a9f2e-0000-4000-8000-000000000001"


@dataclass(slots=True)
class Place:
    """An installation by its settings; nothing runs in it."""

    environ: dict[str, str]

    @property
    def settings(self) -> Settings:
        return Settings.from_environ(self.environ)

    @property
    def data(self) -> Path:
        return self.settings.data_dir

    def run(self, *arguments: str, before: tuple[str, ...] = ()) -> tuple[int, str, str]:
        """Run a verb; return exit code, output, errors."""
        done = subprocess.run(
            [*before, sys.executable, "-m", "server", *arguments],
            cwd=ROOT, env=os.environ | self.environ, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    def rows(self) -> dict[str, tuple[int, str]]:
        """Return digests of every table."""
        engine = open_engine(self.settings.database_url)
        try:
            return digests_of(engine)
        finally:
            engine.dispose()


def installed(place: Place, *, people: int) -> Office:
    """Install, and accredit so many."""
    place.data.mkdir(parents=True)
    composition.install(place.settings)
    office = open_office(open_engine(place.settings.database_url))
    office.issued(people)
    return office


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Yield a house of twenty certificates on SQLite."""
    place = Place({"DATA_DIR": str(tmp_path_factory.mktemp("backup") / "house")})
    office = installed(place, people=20)
    yield place
    office.engine.dispose()


@pytest.fixture(scope="module")
def kept(house: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return its backup."""
    target = tmp_path_factory.mktemp("kept") / "backup"
    assert house.run("backup", str(target))[0] == 0
    return target


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> Callable[[str], dict[str, str]]:
    """Return a maker of settings for an empty database of the kind asked for."""

    def make(kind: str) -> dict[str, str]:
        if kind == "sqlite":
            return {}
        cluster, name = request.getfixturevalue("postgres_url"), f"b{uuid.uuid4().hex}"
        admin = open_engine(cluster)
        with admin.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        return {"DATABASE_URL": cluster.rsplit("/", 1)[0] + f"/{name}"}

    return make


@pytest.mark.parametrize("source", ["sqlite", "postgresql"])
@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_every_row_comes_back_on_either_engine(
    source: str, target: str, database_url: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    origin = Place({"DATA_DIR": str(tmp_path / "origin"), **database_url(source)})
    installed(origin, people=12).engine.dispose()
    assert origin.run("backup", str(tmp_path / "b"))[0] == 0
    fresh = Place({"DATA_DIR": str(tmp_path / "fresh"), **database_url(target)})
    code, out, err = fresh.run("restore", str(tmp_path / "b"), "--json")
    told = json.loads(out)
    assert (code, told["acts_hold"], told["may_start"]) == (0, True, False), err
    assert fresh.rows() == origin.rows()
    engine = open_engine(fresh.settings.database_url)
    with pytest.raises(Exception, match="guard:act"), writing(engine) as connection:
        connection.execute(text("DELETE FROM act"))
    with writing(engine) as connection:
        connection.execute(text("UPDATE credential SET replaced_by = NULL"))  # keys are checked at once again
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            connection.execute(text("INSERT INTO outbox VALUES ('none', '2027-01-01')"))
    engine.dispose()
    code, _, err = fresh.run("restore", str(tmp_path / "b"))
    assert code == 2 and "is not empty" in err and err.count("\n") == 1


def test_a_database_with_rows_is_never_written_over(
    kept: Path, database_url: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    living = Place({"DATA_DIR": str(tmp_path / "living"), **database_url("postgresql")})
    installed(living, people=1).engine.dispose()
    before = living.rows()
    fresh = Place({**living.environ, "DATA_DIR": str(tmp_path / "fresh")})
    code, _, err = fresh.run("restore", str(kept))
    assert code == 2 and "holds rows" in err
    assert living.rows() == before and not list(fresh.data.iterdir())
    (tmp_path / "other").mkdir()
    lone = Place({"DATA_DIR": str(tmp_path / "other")})
    shutil.copy(kept / "database.sqlite3", tmp_path / "mine.sqlite3")
    lone.environ["DATABASE_URL"] = f"sqlite:///{tmp_path / 'mine.sqlite3'}"
    assert lone.run("restore", str(kept))[0] == 2


def test_writers_go_on_and_the_copy_is_of_one_moment(house: Place, tmp_path: Path) -> None:
    folder = tmp_path / "busy"
    shutil.copytree(house.data, folder)
    busy = Place({"DATA_DIR": str(folder)})
    office = reopen_office(open_engine(busy.settings.database_url))
    ended, made = threading.Event(), []

    def write() -> None:
        while not ended.is_set():
            made.append(office.organisation(f"Watchers {len(made)}"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            before = len(made)
            assert busy.run("backup", str(tmp_path / f"b{number}"))[0] == 0
            assert len(made) > before, "writers waited for the whole backup"
    finally:
        ended.set()
        writer.join()
    for number in range(3):
        code, out, _ = Place({"DATA_DIR": str(tmp_path / f"r{number}")}).run(
            "restore", str(tmp_path / f"b{number}"), "--json"
        )
        assert code == 0 and json.loads(out)["acts_hold"]
    office.engine.dispose()


def test_secrets_keys_and_document_keys_stay_out_of_the_ordinary_backup(
    house: Place, kept: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    shutil.copytree(house.data, folder)
    own = Place({"DATA_DIR": str(folder)})
    vault = install_vault(own.settings.document_keys_dir, secrets_dir=own.settings.secrets_dir)
    vault.make_key(APPLICATION)
    vault.make_key("0c3a9f2e-0000-4000-8000-000000000002")
    (own.settings.secrets_dir / "console_session.key").write_bytes(os.urandom(32))
    secret = {path: path.read_bytes() for name in ("keys", "secrets", "document_keys")
              for path in (folder / name).rglob("*.key*")}  # fmt: skip
    assert len(secret) > 8
    kinds = {"house": (), "keys": ("--keys",), "papers": ("--document-keys",)}
    for name, flags in kinds.items():
        assert own.run("backup", str(tmp_path / name), *flags)[0] == 0
    inside = {name: b"\0".join(path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file())
              for name in kinds}  # fmt: skip
    for path, content in secret.items():
        where = {name for name, found in inside.items() if content in found}
        if path.name.endswith("_session.key"):
            assert where == set()
        else:
            assert where == ({"papers"} if "document_keys" in path.parts else {"keys"}), path
    for path in [*(tmp_path / "house").rglob("*"), tmp_path / "house"]:
        assert path.stat().st_mode & 0o077 == 0


def test_a_destroyed_key_never_comes_back(house: Place, tmp_path: Path) -> None:
    folder = tmp_path / "house"
    shutil.copytree(house.data, folder)
    own = Place({"DATA_DIR": str(folder)})
    vault = install_vault(own.settings.document_keys_dir, secrets_dir=own.settings.secrets_dir)
    vault.make_key(APPLICATION)
    vault.make_key("0c3a9f2e-0000-4000-8000-000000000002")
    assert own.run("backup", str(tmp_path / "papers"), "--document-keys")[0] == 0
    vault.destroy(APPLICATION)
    assert own.run("backup", str(tmp_path / "house-backup"))[0] == 0
    assert own.run("backup", str(tmp_path / "keys"), "--keys")[0] == 0
    fresh = Place({"DATA_DIR": str(tmp_path / "fresh")})
    assert fresh.run("restore", str(tmp_path / "papers"))[0] == 2, "no house is there yet"
    for name in ("house-backup", "keys"):
        assert fresh.run("restore", str(tmp_path / name))[0] == 0
    code, out, _ = fresh.run("restore", str(tmp_path / "papers"), "--json")
    assert (code, json.loads(out)["stay_destroyed"]) == (0, [APPLICATION])
    again = install_vault(fresh.settings.document_keys_dir, secrets_dir=fresh.settings.secrets_dir)
    assert list(again.keys()) == ["0c3a9f2e-0000-4000-8000-000000000002"]
    (fresh.settings.secrets_dir / "totp.key").write_bytes(os.urandom(32))
    code, _, err = fresh.run("restore", str(tmp_path / "keys"))
    assert code == 2 and "totp.key" in err


def test_a_house_without_its_secrets_never_makes_them_anew(kept: Path, tmp_path: Path) -> None:
    fresh = Place({"DATA_DIR": str(tmp_path / "fresh")})
    assert fresh.run("restore", str(kept))[0] == 0
    assert fresh.run("reconcile", "--accept")[0] == 0
    (fresh.data / "published").mkdir(exist_ok=True)
    (fresh.data / "published" / "trust.json").write_text("{}")
    code, _, err = fresh.run("check-acts")
    assert code == 2 and "secrets is missing" in err
    assert not fresh.settings.secrets_dir.exists()


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
    from server.adapters.archive.folder import DamagedError
    from server.backup.put_back import verify_backup

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
    from dataclasses import replace

    from server.adapters.archive.manifest import DIGEST_FILE, FILE, read_manifest, write_manifest

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
    from alembic import command

    from server.adapters.archive.folder import sha256_of
    from server.adapters.archive.manifest import read_manifest
    from server.adapters.database.copying import raw_digests
    from server.adapters.database.migrate import alembic_config

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
