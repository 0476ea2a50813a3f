"""Killed at every write and sync of a signature: it is there whole or not at all, and never lost once said."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from server.adapters.database.engine import open_engine
from server.usecases.check_acts import check_acts
from server.usecases.revoke import draft_revocation
from tests.migrated import migrated_engine
from tests.office import REGISTRAR, open_office, reopen_office

ROOT = Path(__file__).parents[2]
STEP = int(os.environ.get("KILL_STEP", "27"))  # make soak kills at every call
CALLS = "write,pwrite64,writev,fsync,fdatasync,ftruncate,unlink,unlinkat"
VICTIM = """
import sys
from server.adapters.database.engine import open_engine
from tests.office import SilentOffice, reopen_office
office = reopen_office(open_engine(sys.argv[1]), kind=SilentOffice)
office.sign(sys.argv[2])
print("signed", flush=True)
"""


def run_victim(database: Path, decree: str, *, kill_at: int) -> tuple[bool, bool]:
    """Run the signature with a kill at the n-th call on the database's files; return (said so, was killed)."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.fail("strace is missing: install it (apt-get install strace) to run the kill sweep")
    files = [part for name in (database, f"{database}-journal") for part in ("-P", str(name))]
    command = [strace, "-f", "-qq", "-o", os.devnull, *files, "-e", f"trace={CALLS}"]
    command += ["-e", f"inject={CALLS}:signal=KILL:when={kill_at}"]
    done = subprocess.run(
        [*command, sys.executable, "-c", VICTIM, f"sqlite:///{database}", decree],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return "signed" in done.stdout, done.returncode != 0


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_killed_at_every_write_and_sync(tmp_path: Path) -> None:
    origin = tmp_path / "origin.sqlite3"
    engine = migrated_engine(origin)
    office = open_office(engine)
    (number,) = office.issued(1)
    card = office.ports.queries.certificate(number, now=office.clock.now())
    ids = [card.row.accreditation_id]
    decree = office.do(draft_revocation, by=REGISTRAR, accreditation_ids=ids, kind="V1", facts="Facts", gross=True)
    engine.dispose()
    outcomes = set()
    for kill_at in range(1, 400, STEP):
        victim = tmp_path / "victim.sqlite3"
        for left in tmp_path.glob("victim*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        shutil.copy(origin, victim)
        said, killed = run_victim(victim, decree, kill_at=kill_at)
        outcomes.add((said, inspect(victim, decree, said=said)))
        if not killed:
            break
    assert kill_at > 8, "the sweep ended before it began: does strace see the files?"
    assert (True, True) in outcomes and (False, False) in outcomes


def inspect(database: Path, decree: str, *, said: bool) -> bool:
    """Check that everything or nothing happened; return whether it did."""
    engine = open_engine(f"sqlite:///{database}")
    office = reopen_office(engine)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
        revoked = connection.execute(text("SELECT count(*) FROM accreditation WHERE status = 'revoked'")).scalar_one()
        waiting = connection.execute(text("SELECT count(*) FROM outbox")).scalar_one()
    signed = office.ports.queries.decree(decree).decree.state == "signed"
    kinds = [act.kind for act in office.ports.queries.acts().rows]
    assert signed == bool(revoked) == bool(waiting) == ("revoked" in kinds)
    assert check_acts(office.ports.queries.stored_acts()).bad_act is None
    assert signed or not said
    engine.dispose()
    return signed
