"""The drill: backup while the office works, the disk lost, everything restored; the later revocation stays."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.adapters.database.copying import digests_of
from server.adapters.database.engine import open_engine
from server.adapters.published.reader import PublishedReader
from server.adapters.system_clock import SystemClock
from server.credential import qr_text
from server.credential.verify import verify
from server.settings import Settings
from server.usecases.draft_accreditation import add_annex_line, draft_accreditation_decree
from server.usecases.issue import issue_credentials
from tests.integration.processes.conftest import ELECTION, ROOT, House, free_port, until
from tests.office import REGISTRAR, a_line

PEOPLE = 200


def run(house: House, *arguments: str) -> tuple[int, Any]:
    """Run a verb of the command line and return its exit code and JSON."""
    done = subprocess.run(
        [sys.executable, "-m", "server", *arguments, "--json"],
        cwd=ROOT, env=house.environ, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def rows_of(database: Path) -> dict[str, tuple[int, str]]:
    engine = open_engine(f"sqlite:///{database}")
    try:
        return digests_of(engine)
    finally:
        engine.dispose()


def verdicts(house: House, texts: list[str]) -> list[str]:
    """Return the public site's verdict on each printed paper."""
    site = PublishedReader(house.settings.published_dir, clock=SystemClock())
    snapshot = site.current()
    assert snapshot is not None
    return [verify(each, trust=snapshot.trust, states=snapshot.states, device_now=site.now()).code for each in texts]


def paper(house: House, number: str) -> str:
    """Return the QR text that is printed on a certificate."""
    card = house.ports.queries.certificate(number, now=SystemClock().now())
    return qr_text.to_text(card.sealed, origin=house.settings.origins[0])


@pytest.mark.timeout(600)
def test_a_lost_disk_takes_back_nothing_that_the_public_saw(house: House, tmp_path: Path) -> None:
    house.start("signer", "events", "publisher")
    numbers = house.issued(PEOPLE)
    papers = [paper(house, number) for number in numbers]
    house.revoke(numbers[0], decree="2")
    backup, keys, mirror = (tmp_path / name for name in ("backup", "keys", "mirror"))
    assert run(house, "backup", str(keys), "--keys")[0] == 0
    code, told = run(house, "backup", str(backup))
    assert code == 0 and told["rows"] > PEOPLE * 5
    assert set(told["states"]) == {ELECTION}
    house.revoke(numbers[1], decree="3")
    later = house.ports.queries.certificate(numbers[1], now=SystemClock().now()).row
    assert verdicts(house, papers[:3]) == ["revoked", "revoked", "valid"]
    shutil.copytree(house.settings.published_dir, mirror)  # what a mirror of the public site holds
    house.close()
    shutil.rmtree(house.settings.data_dir)

    environ = os.environ | {"DATA_DIR": str(tmp_path / "new"), "EVENTS_PORT": str(free_port()), "CEC_ENV": "demo",
                            "HOST": "localhost"}  # fmt: skip
    born = House(Settings.from_environ(environ), environ)
    try:
        code, told = run(born, "restore", str(backup))
        assert (code, told["acts_hold"], told["may_start"]) == (0, True, False)
        assert told["missing"]["private_keys"] == ["issue", "state"]
        assert rows_of(born.settings.data_dir / "observers.sqlite3") == rows_of(backup / "database.sqlite3")
        assert run(born, "restore", str(keys))[0] == 0
        refused = subprocess.run(
            [sys.executable, "-m", "server", "signer"], cwd=ROOT, env=environ, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert refused.returncode == 2 and "not yet compared" in refused.stderr and refused.stderr.count("\n") == 1
        code, told = run(born, "reconcile", "--published", str(mirror))
        (gap,) = told["elections"]
        assert code == 1 and gap["published_seq"] > gap["database_seq"] and gap["acts_lost"] >= 2
        (lost,) = gap["revoked"]
        assert (lost["certificate"], lost["decree"], lost["kind"]) == (later.number, "3", "V1")
        assert run(born, "reconcile", "--published", str(mirror), "--accept")[0] == 0

        born = House(Settings.from_environ(environ), environ)  # the issuer's name is known by now
        born.start("signer", "events", "publisher")
        assert verdicts(born, papers[:3]) == ["revoked", "revoked", "valid"]
        assert set(verdicts(born, papers[2:])) == {"valid"}
        code, told = run(born, "publish")
        assert (code, told["error"]) == (2, "revocations_missing")
        receipt = born.revoke(numbers[1], decree="3").receipts[-1]
        assert receipt.seq is not None and receipt.seq > gap["published_seq"]
        assert verdicts(born, papers[:3]) == ["revoked", "revoked", "valid"]
        code, told = run(born, "check-acts")
        assert code == 0 and told["bad_act"] is None and told["bad_state"] is None
    finally:
        born.close()


@pytest.mark.timeout(300)
def test_an_index_given_out_after_the_backup_is_never_given_again(house: House, tmp_path: Path) -> None:
    house.start("signer", "publisher")
    (first,) = house.issued(1)
    assert run(house, "backup", str(tmp_path / "backup"))[0] == 0
    assert run(house, "backup", str(tmp_path / "keys"), "--keys")[0] == 0
    second = issued_again(house, number=2, decree="2")
    old = [paper(house, first), paper(house, second)]
    assert verdicts(house, old) == ["valid", "valid"]
    house.close()
    mirror = tmp_path / "mirror"
    shutil.copytree(house.settings.published_dir, mirror)
    shutil.rmtree(house.settings.data_dir)

    environ = {**house.environ, "DATA_DIR": str(tmp_path / "new")}
    born = House(Settings.from_environ(environ), environ)
    try:
        code, told = run(born, "restore", str(tmp_path / "backup"), "--published", str(mirror))
        assert (code, told["elections"][0]["issued"]) == (1, [1])
        assert run(born, "restore", str(tmp_path / "keys"))[0] == 0
        assert run(born, "reconcile", "--published", str(mirror), "--accept")[0] == 0
        born = House(Settings.from_environ(environ), environ)
        born.start("signer", "publisher")
        until(lambda: verdicts(born, old) == ["valid", "replaced"])
        third = issued_again(born, number=2, decree="2")
        assert born.ports.queries.certificate(third, now=SystemClock().now()).row.idx == 2
        assert verdicts(born, [*old, paper(born, third)]) == ["valid", "replaced", "valid"]
    finally:
        born.close()


def issued_again(house: House, *, number: int, decree: str) -> str:
    """Accredit one more person by a decree of that number; return the certificate's number."""
    ports = house.ports
    organisation = ports.queries.organisations().rows[0].id
    draft = house.do(draft_accreditation_decree, by=REGISTRAR, election_id=ELECTION, subject="More").result
    house.do(add_annex_line, by=REGISTRAR, decree_id=draft, line=replace(a_line(number), organisation=organisation))
    house.sign(draft, number=decree)
    result = house.do(issue_credentials, by=REGISTRAR, decree_id=draft, sealing=ports.sealing).result
    return str(result["numbers"][0])
