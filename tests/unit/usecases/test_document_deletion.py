"""When the term's days are over nothing of a person's copy is left anywhere, and a record says so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from server.accreditation.calendar import start_of
from server.accreditation.errors import CodedError
from server.adapters.database.engine import open_engine
from server.processes.document_timer import DocumentTimer
from server.usecases.act_on_election import draft_election_act
from server.usecases.check_acts import check_acts
from server.usecases.delete_due_copies import delete_copies_of, delete_due_copies
from server.usecases.ports import Actor
from server.usecases.read_copy import read_copy
from server.usecases.records import DocumentDeletion, Nomination, UploadPart
from server.usecases.uploads import append_upload, begin_upload, finish_upload
from tests.office import LAWYER, REGISTRAR, SYSTEM, Office, reopen_office
from tests.uploaders import DUE, PUBLISHED, Applicant, applicant, file, jpeg, published

CONTENT = jpeg(text=b"CANARYCONTENT" * 3)


def with_copies(office: Office, *, login: str = "org-a", people: int = 2) -> tuple[Applicant, list[str]]:
    """Return an applicant, filed, with a copy for each person; one more upload was left unfinished."""
    by = applicant(office, people=people, login=login)
    copies = []
    for person in by.people:
        made = office.do(begin_upload, by=by.actor, vault=office.ports.vault, nomination_id=person,
                         kind="identity_document", total_bytes=len(CONTENT))  # fmt: skip
        office.do(append_upload, by=by.actor, vault=office.ports.vault, upload_id=made["id"], start=0,
                  content=CONTENT)  # fmt: skip
        copies.append(finish_upload(ports=office.ports, actor=by.actor, upload_id=made["id"])["id"])
    left = office.do(begin_upload, by=by.actor, vault=office.ports.vault, nomination_id=by.people[0],
                     kind="evidence", total_bytes=100)  # fmt: skip
    office.do(append_upload, by=by.actor, vault=office.ports.vault, upload_id=left["id"], start=0,
              content=b"CANARYPART")  # fmt: skip
    file(office, by, to="check")
    return by, copies


def places(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield every file below a folder with its bytes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path, path.read_bytes()


def test_nothing_is_left_in_database_files_logs_or_backups(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    by, copies = with_copies(office)
    kept = office.do(read_copy, by=LAWYER, vault=office.ports.vault, document_id=copies[0]).content
    backup = tmp_path / "backup.sqlite3"
    shutil.copy(tmp_path / "office.sqlite3", backup)
    published(office)
    office.clock.instant = start_of(DUE)
    DocumentTimer(office.ports).turn()

    searched = 0
    for path, content in places(tmp_path):
        for canary in (b"CANARYCONTENT", b"CANARYPART", kept[:64], kept[-64:], kept[500:564]):
            assert canary not in content, path
        searched += 1
    assert searched >= 3  # database, its backup, the tombstone, the master key
    for canary in ("CANARY", "NLD", "1980"):
        assert canary not in caplog.text
    with office.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM document_copy WHERE sealed IS NOT NULL").scalar() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM upload_part").scalar() == 0
        log = b"".join(connection.exec_driver_sql("SELECT entry FROM act").scalars())
    assert b"CANARY" not in log
    _unreadable_in(backup, by.application_id, copies, kept)


def _unreadable_in(backup: Path, application: str, copies: list[str], kept: bytes) -> None:
    """The backup still holds the sealed bytes, and no key opens them any more."""
    engine = open_engine(f"sqlite:///{backup}")
    old = reopen_office(engine)
    old._keys = backup.parent / "office.sqlite3-keys"
    with engine.connect() as connection:
        sealed = connection.exec_driver_sql("SELECT sealed FROM document_copy").scalars().all()
        part = connection.exec_driver_sql("SELECT sealed FROM upload_part").scalar_one()
    assert len(sealed) == 2 and all(sealed) and part
    for document in copies:
        with pytest.raises(CodedError, match="document_key_destroyed"):
            old.do(read_copy, by=LAWYER, vault=old.ports.vault, document_id=document)
    everything = b"".join(content for _, content in places(backup.parent))
    assert kept[:64] not in everything and application.encode() in everything
    assert not list(backup.parent.rglob("*.key"))[1:]  # the master key alone
    engine.dispose()


def test_a_record_and_an_act_say_what_was_deleted_and_nothing_else(office: Office) -> None:
    by, _ = with_copies(office)
    published(office)
    office.clock.instant = start_of(DUE)
    assert delete_due_copies(ports=office.ports, actor=SYSTEM) == 1
    with office.ports.unit_of_work() as uow:
        (record,) = uow.find(DocumentDeletion)
    assert (record.application_id, record.copies, record.reason) == (by.application_id, 2, "retention_ended")
    assert (record.due_on, record.deleted_at) == (DUE, office.clock.now())
    (act,) = [row for row in office.ports.queries.acts().rows if row.kind == "document_copies_deleted"]
    assert act.subjects == {"application": by.application_id, "deletion": record.id}
    assert check_acts(office.ports.queries.stored_acts()).bad_act is None
    (row,) = office.ports.queries.document_deletions().rows
    assert "CANARY" not in repr(row)
    assert delete_due_copies(ports=office.ports, actor=SYSTEM) == 0


@pytest.mark.parametrize("early", [timedelta(days=40), timedelta(days=1), timedelta(seconds=1)])
def test_not_a_second_before_its_day(office: Office, early: timedelta) -> None:
    by, copies = with_copies(office)
    published(office)
    office.clock.instant = max(start_of(DUE) - early, office.clock.now())
    assert delete_due_copies(ports=office.ports, actor=SYSTEM) == 0
    with pytest.raises(CodedError, match="copies_not_due"):
        office.do(delete_copies_of, by=SYSTEM, vault=office.ports.vault, application_id=by.application_id)
    assert office.do(read_copy, by=LAWYER, vault=office.ports.vault, document_id=copies[0]).content


@pytest.mark.parametrize("act", ["repeat_voting", "election_annulment", "results_withdrawal", None])
def test_never_while_the_end_of_the_term_is_open(office: Office, act: str | None) -> None:
    _, copies = with_copies(office)
    if act is not None:
        published(office)
        office.clock.move(days=1)
        day = PUBLISHED + timedelta(days=20) if act == "repeat_voting" else None
        drafted = office.do(draft_election_act, by=REGISTRAR, election_id="kg-2027-pr", kind=act, day=day, facts="F")
        office.sign(drafted)
    office.clock.move(days=3650)
    assert delete_due_copies(ports=office.ports, actor=SYSTEM) == 0
    assert office.do(read_copy, by=LAWYER, vault=office.ports.vault, document_id=copies[0]).content


def test_drafts_never_filed_and_people_withdrawn_go_with_the_rest(office: Office) -> None:
    with_copies(office)
    draft = applicant(office, login="org-b")
    office.do(begin_upload, by=draft.actor, vault=office.ports.vault, nomination_id=draft.people[0], kind="photo",
              total_bytes=10)  # fmt: skip
    with office.ports.unit_of_work() as uow:
        for each in uow.find(Nomination, state="check"):
            uow.change(each, state="withdrawn", state_from=office.clock.now())
        uow.commit()
    published(office)
    office.clock.instant = start_of(DUE)
    assert delete_due_copies(ports=office.ports, actor=SYSTEM) == 2
    assert list(office.ports.vault.keys()) == []
    with pytest.raises(CodedError, match="document_key_destroyed"):
        office.do(begin_upload, by=draft.actor, vault=office.ports.vault, nomination_id=draft.people[0],
                  kind="photo", total_bytes=10)  # fmt: skip


def test_much_is_done_piece_by_piece(office: Office) -> None:
    for login in ("org-a", "org-b", "org-c"):
        with_copies(office, login=login, people=1)
    published(office)
    office.clock.instant = start_of(DUE)
    assert delete_due_copies(ports=office.ports, actor=SYSTEM, most=2) == 2
    assert delete_due_copies(ports=office.ports, actor=SYSTEM, most=2) == 1


def test_one_that_cannot_be_deleted_now_is_deleted_next_time(office: Office) -> None:
    by, _ = with_copies(office)
    published(office)
    office.clock.instant = start_of(DUE)
    office.ports.vault.destroy(by.application_id)  # as after a crash between the key and the record
    assert delete_due_copies(ports=office.ports, actor=SYSTEM) == 1
    with office.ports.unit_of_work() as uow:
        assert uow.count(DocumentDeletion) == 1 and uow.count(UploadPart) == 0


def test_only_the_clock_may(office: Office) -> None:
    by, _ = with_copies(office)
    for role in ("registrar", "administrator", "records"):
        with pytest.raises(CodedError, match="forbidden"):
            office.do(delete_copies_of, by=Actor("user-two", role), vault=office.ports.vault,
                      application_id=by.application_id)  # fmt: skip
