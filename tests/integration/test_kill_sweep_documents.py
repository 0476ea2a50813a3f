"""Killed at every write and sync of an upload's part, its end, and the deletion: nothing half, nothing that lies."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from server.accreditation.calendar import start_of
from server.accreditation.errors import CodedError
from server.adapters.database.engine import open_engine
from server.usecases.check_acts import check_acts
from server.usecases.delete_due_copies import delete_due_copies
from server.usecases.ports import Actor
from server.usecases.read_copy import read_copy
from server.usecases.records import CopyOnFile, DocumentDeletion, PartOnFile, Upload
from server.usecases.uploads import append_upload, begin_upload, finish_upload
from tests.integration.test_kill_sweep import CALLS, ROOT, STEP
from tests.migrated import migrated_engine
from tests.office import SYSTEM, Office, open_office, reopen_office
from tests.uploaders import DUE as DUE_DAY
from tests.uploaders import Applicant, applicant, file, jpeg, published

PICTURE = jpeg(600, 800)
HALF = len(PICTURE) // 2
DUE = start_of(DUE_DAY)
VICTIM = """
import sys
from tests.integration import test_kill_sweep_documents as sweep
act, database, upload, account, organisation = sys.argv[1:]
getattr(sweep, act)(sweep.opened(database), sweep.Actor(account, "organisation", organisation), upload)
print("done", flush=True)
"""


def opened(database: str | Path) -> Office:
    """Open an office on the day on which copies are due."""
    office = reopen_office(open_engine(f"sqlite:///{database}"))
    office.clock.instant = DUE
    return office


def append_second(office: Office, actor: Actor, upload: str) -> None:
    """Send the second half."""
    office.do(append_upload, by=actor, vault=office.ports.vault, upload_id=upload, start=HALF,
              content=PICTURE[HALF:])  # fmt: skip


def finish(office: Office, actor: Actor, upload: str) -> None:
    """Finish the upload."""
    finish_upload(ports=office.ports, actor=actor, upload_id=upload)


def delete(office: Office, _actor: Actor, _upload: str) -> None:
    """Delete what is due."""
    delete_due_copies(ports=office.ports, actor=SYSTEM)


def prepare(folder: Path, act: str) -> tuple[Path, Applicant, str]:
    """Make a database, and keys, just before the act."""
    database = folder / "origin" / "office.sqlite3"
    database.parent.mkdir()
    engine = migrated_engine(database)
    office = open_office(engine)
    by = applicant(office, people=1)
    made = office.do(begin_upload, by=by.actor, vault=office.ports.vault, nomination_id=by.people[0],
                     kind="identity_document", total_bytes=len(PICTURE))  # fmt: skip
    office.do(append_upload, by=by.actor, vault=office.ports.vault, upload_id=made["id"], start=0,
              content=PICTURE[:HALF])  # fmt: skip
    if act != "append_second":
        append_second(office, by.actor, made["id"])
    if act == "delete":
        finish(office, by.actor, made["id"])
        file(office, by, to="check")
        published(office)
    engine.dispose()
    return database.parent, by, str(made["id"])


def run_victim(folder: Path, act: str, by: Applicant, upload: str, *, kill_at: int) -> tuple[bool, bool]:
    """Do the act with a kill at the n-th call on database and keys; return (said so, was killed)."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.fail("strace is missing: install it (apt-get install strace) to run the kill sweep")
    database, keys = folder / "office.sqlite3", folder / "office.sqlite3-keys" / "document_keys"
    files = [database, Path(f"{database}-journal"), keys]
    files += [keys / f"{by.application_id}{ending}" for ending in (".key", ".new", ".destroyed")]
    calls = f"{CALLS},rename,renameat,renameat2"
    command = [strace, "-f", "-qq", "-o", os.devnull, *(part for path in files for part in ("-P", str(path)))]
    command += ["-e", f"trace={calls}", "-e", f"inject={calls}:signal=KILL:when={kill_at}"]
    told = [act, str(database), upload, by.actor.user_id, str(by.actor.organisation_id)]
    done = subprocess.run(
        [*command, sys.executable, "-c", VICTIM, *told], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return "done" in done.stdout, done.returncode != 0


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("act", ["append_second", "finish", "delete"])
def test_killed_at_every_write_and_sync(tmp_path: Path, act: str) -> None:
    origin, by, upload = prepare(tmp_path, act)
    inspect: Callable[[Office, Applicant, str], bool] = INSPECT[act]
    outcomes = set()
    for kill_at in range(1, 400, STEP):
        victim = tmp_path / "victim"
        shutil.rmtree(victim, ignore_errors=True)
        shutil.copytree(origin, victim)
        said, killed = run_victim(victim, act, by, upload, kill_at=kill_at)
        office = opened(victim / "office.sqlite3")
        happened = inspect(office, by, upload)
        assert happened or not said
        assert check_acts(office.ports.queries.stored_acts()).bad_act is None
        office.engine.dispose()
        outcomes.add((said, happened))
        if not killed:
            break
    assert kill_at > 8, "the sweep ended before it began: does strace see the files?"
    assert (True, True) in outcomes and (False, False) in outcomes


def appended(office: Office, by: Applicant, upload: str) -> bool:
    """The offset says exactly what is there; going on from it gives the whole file."""
    with office.ports.unit_of_work() as uow:
        received = uow.get(Upload, upload).received_bytes
        assert received == sum(part.length for part in uow.find(PartOnFile, upload_id=upload))
    append_second(office, by.actor, upload)
    finish(office, by.actor, upload)
    return received == len(PICTURE)


def finished(office: Office, by: Applicant, upload: str) -> bool:
    """There is a copy and no part, or all parts and no copy; asked again it is finished once."""
    with office.ports.unit_of_work() as uow:
        kept, parts = uow.count(CopyOnFile), uow.count(PartOnFile, upload_id=upload)
        assert (kept, parts) in ((1, 0), (0, 2))
    finish(office, by.actor, upload)
    with office.ports.unit_of_work() as uow:
        (copy,) = uow.find(CopyOnFile)
    assert office.do(read_copy, by=by.actor, vault=office.ports.vault, document_id=copy.id).content
    return bool(kept)


def deleted(office: Office, by: Applicant, _upload: str) -> bool:
    """No copy is recorded as deleted that a key still opens; the next run ends the work, once."""
    with office.ports.unit_of_work() as uow:
        recorded = uow.count(DocumentDeletion)
        (copy,) = uow.find(CopyOnFile)
    assert (copy.deleted_at is not None) == bool(recorded)
    assert not (recorded and list(office.ports.vault.keys()))
    delete(office, by.actor, "")
    assert list(office.ports.vault.keys()) == []
    with pytest.raises(CodedError):
        office.do(read_copy, by=by.actor, vault=office.ports.vault, document_id=copy.id)
    with office.ports.unit_of_work() as uow:
        assert uow.count(DocumentDeletion) == 1
    return bool(recorded)


INSPECT = {"append_second": appended, "finish": finished, "delete": deleted}
