"""A restore is what was backed up, row by row, on both engines; what opens or signs is kept apart."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from server.accreditation.calendar import start_of
from server.adapters.database.engine import open_engine, writing
from server.adapters.encryption.document_vault import install_vault
from server.usecases.delete_due_copies import delete_due_copies
from server.usecases.uploads import append_upload, begin_upload, finish_upload
from tests.integration.backup.conftest import Place, installed
from tests.office import SYSTEM, reopen_office
from tests.uploaders import DUE, applicant, file, jpeg, published

PICTURE = jpeg(600, 800)
APPLICATION = "0c3a9f2e-0000-4000-8000-000000000001"


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
    code, _, err = fresh.run("publish")
    assert code == 2 and "secrets is missing" in err
    assert fresh.run("check-acts")[0] == 0  # reads need no secret
    assert not fresh.settings.secrets_dir.exists()


def test_copies_whose_days_are_over_are_in_no_backup_and_come_back_from_none(tmp_path: Path) -> None:
    own = Place({"DATA_DIR": str(tmp_path / "own")})
    office = installed(own, people=1)
    office._keys = own.data
    by = applicant(office, people=1)
    made = office.do(begin_upload, by=by.actor, vault=office.ports.vault, nomination_id=by.people[0],
                     kind="identity_document", total_bytes=len(PICTURE))  # fmt: skip
    office.do(append_upload, by=by.actor, vault=office.ports.vault, upload_id=made["id"], start=0, content=PICTURE)
    finish_upload(ports=office.ports, actor=by.actor, upload_id=made["id"])
    with office.engine.connect() as connection:
        sealed = bytes(connection.execute(text("SELECT sealed FROM document_copy")).scalar_one())
    file(office, by, to="check")
    published(office)
    for name, flags in {"before": (), "papers": ("--document-keys",), "keys": ("--keys",)}.items():
        assert own.run("backup", str(tmp_path / name), *flags)[0] == 0
    office.clock.instant = start_of(DUE)
    delete_due_copies(ports=office.ports, actor=SYSTEM)
    assert own.run("backup", str(tmp_path / "after"))[0] == 0
    office.engine.dispose()
    canary = sealed[100:164]
    assert canary in (tmp_path / "before" / "database.sqlite3").read_bytes()
    assert canary not in (tmp_path / "after" / "database.sqlite3").read_bytes()
    for name, stays in {"before": [], "after": [by.application_id]}.items():
        fresh = Place({"DATA_DIR": str(tmp_path / f"fresh-{name}")})
        assert fresh.run("restore", str(tmp_path / name))[0] == 0
        for tombstone in fresh.settings.document_keys_dir.glob("*.destroyed"):
            tombstone.unlink()  # the database's own record is enough
        assert fresh.run("restore", str(tmp_path / "keys"))[0] == 0
        code, out, _ = fresh.run("restore", str(tmp_path / "papers"), "--json")
        assert (code, json.loads(out)["stay_destroyed"]) == (0, stays)
        again = reopen_office(open_engine(fresh.settings.database_url))
        again._keys, again.clock.instant = fresh.data, start_of(DUE)
        delete_due_copies(ports=again.ports, actor=SYSTEM)
        assert list(again.ports.vault.keys()) == [], "the next look of the publisher ends it"
        again.engine.dispose()
