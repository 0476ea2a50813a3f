"""Copies of documents: uploads in parts, who may add, remove and read them, what filing still lacks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from server.accreditation.errors import CodedError
from server.usecases.applications import discard_application
from server.usecases.delete_due_copies import tend_documents
from server.usecases.documents import MOST_COPIES, copies_of, forget_copies, keep_copy, remove_copy
from server.usecases.errors import Forbidden, NotFound
from server.usecases.file_application import missing_of
from server.usecases.ports import Actor
from server.usecases.read_copy import read_copy
from server.usecases.records import DocumentAccess, DocumentDeletion, Nomination
from server.usecases.uploads import MOST_BYTES, MOST_PART_BYTES, append_upload, begin_upload, finish_upload
from tests.office import APPROVER, LAWYER, MFA, NOW, RECORDS, REGISTRAR, SYSTEM, Office
from tests.uploaders import Applicant, applicant, file, jpeg

PICTURE = jpeg()


def uploaded(
    office: Office, by: Applicant | Actor, nomination: str, *, kind: str = "identity_document",
    content: bytes = PICTURE, part: int = 20_000, **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """Upload a file in parts and finish it; return the copy's facts."""
    actor = by.actor if isinstance(by, Applicant) else by
    upload = begun(office, actor, nomination, kind=kind, size=len(content))
    for start in range(0, len(content), part):
        append(office, actor, upload, start, content[start : start + part])
    return finish_upload(ports=office.ports, actor=actor, upload_id=upload, **more)


def begun(office: Office, actor: Actor, nomination: str, *, kind: str = "identity_document", size: int) -> str:
    """Begin an upload; return its id."""
    vault = office.ports.vault
    made = office.do(begin_upload, by=actor, vault=vault, nomination_id=nomination, kind=kind, total_bytes=size)
    return str(made["id"])


def append(office: Office, actor: Actor, upload: str, start: int, content: bytes) -> dict[str, Any]:
    """Send one part."""
    vault = office.ports.vault
    return dict(office.do(append_upload, by=actor, vault=vault, upload_id=upload, start=start, content=content))


def read(office: Office, actor: Actor, document: str, **more: Any) -> Any:
    """Read a copy."""
    return office.do(read_copy, by=actor, vault=office.ports.vault, document_id=document, **more)


def rows(office: Office, table: str) -> int:
    """Count rows of a table."""
    with office.engine.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_a_file_in_parts_becomes_a_copy_and_leaves_no_part_behind(office: Office) -> None:
    by = applicant(office)
    made = uploaded(office, by, by.people[0])
    assert (made["media_type"], made["pages"]) == ("image/jpeg", 1)
    assert rows(office, "upload_part") == 0
    kept = read(office, by.actor, made["id"])
    assert kept.content.startswith(b"\xff\xd8\xff") and kept.content != PICTURE
    with office.engine.connect() as connection:
        sealed = connection.exec_driver_sql("SELECT sealed FROM document_copy").scalar_one()
    assert kept.content not in sealed and b"JFIF" not in sealed


def test_a_part_sent_again_changes_nothing_and_a_wrong_one_is_told_where_to_go_on(office: Office) -> None:
    by = applicant(office)
    upload = begun(office, by.actor, by.people[0], size=len(PICTURE))
    first = PICTURE[:1000]
    for _ in range(3):
        assert append(office, by.actor, upload, 0, first)["received_bytes"] == 1000
    for start, content, code in (
        (2000, first, "upload_offset_wrong"),
        (500, first, "upload_offset_wrong"),
        (-1, first, "upload_offset_wrong"),
        (0, b"x" * 1000, "upload_part_differs"),
        (1000, b"", "invalid_input"),
        (1000, b"x" * (MOST_PART_BYTES + 1), "invalid_input"),
        (1000, b"x" * len(PICTURE), "upload_longer_than_said"),
    ):
        with pytest.raises(CodedError) as refusal:
            append(office, by.actor, upload, start, content)
        assert refusal.value.code == code
        assert refusal.value.facts.get("expected", 1000) == 1000
    with pytest.raises(CodedError, match="upload_incomplete"):
        finish_upload(ports=office.ports, actor=by.actor, upload_id=upload)
    append(office, by.actor, upload, 1000, PICTURE[1000:])
    answers = {finish_upload(ports=office.ports, actor=by.actor, upload_id=upload)["id"] for _ in range(3)}
    assert len(answers) == 1 and rows(office, "document_copy") == 1
    assert append(office, by.actor, upload, 1000, PICTURE[1000:])["received_bytes"] == len(PICTURE)


def test_a_refused_file_is_refused_again_and_gone(office: Office) -> None:
    by = applicant(office)
    upload = begun(office, by.actor, by.people[0], size=9)
    append(office, by.actor, upload, 0, b"not a pic")
    for _ in range(2):
        with pytest.raises(CodedError, match="document_type_unknown"):
            finish_upload(ports=office.ports, actor=by.actor, upload_id=upload)
    assert rows(office, "upload_part") == rows(office, "document_copy") == 0


def test_a_photo_may_be_cropped_again_without_sending_it_again(office: Office) -> None:
    from server.usecases.document_ports import Crop

    by = applicant(office)
    upload = begun(office, by.actor, by.people[0], kind="photo", size=len(PICTURE))
    append(office, by.actor, upload, 0, PICTURE)
    with pytest.raises(CodedError, match="photo_too_small"):
        finish_upload(ports=office.ports, actor=by.actor, upload_id=upload, crop=Crop(0, 0, 0.1, 0.1))
    first = finish_upload(ports=office.ports, actor=by.actor, upload_id=upload, crop=Crop(0, 0, 0.5, 0.5))
    second = uploaded(office, by, by.people[0], kind="photo")
    with office.ports.unit_of_work() as uow:
        (kept,) = copies_of(uow, by.people)[by.people[0]]
    assert kept.id == second["id"] != first["id"]


@pytest.mark.parametrize(("size", "code"), [(0, "document_empty"), (MOST_BYTES + 1, "document_too_large")])
def test_sizes_are_refused_before_a_byte_is_sent(office: Office, size: int, code: str) -> None:
    by = applicant(office)
    with pytest.raises(CodedError, match=code):
        begun(office, by.actor, by.people[0], size=size)


def test_masses_of_uploads_and_of_copies_are_bounded(office: Office) -> None:
    by = applicant(office)
    for _ in range(20):
        begun(office, by.actor, by.people[0], size=10)
    with pytest.raises(CodedError, match="uploads_too_many"):
        begun(office, by.actor, by.people[0], size=10)
    made = replace(office.ports.reencoder.reencode(PICTURE, kind="evidence"))
    for kind in ("identity_document", "evidence"):
        for n in range(MOST_COPIES[kind] + 1):
            arguments = {"vault": office.ports.vault, "nomination_id": by.people[0], "kind": kind, "made": made}
            if n < MOST_COPIES[kind]:
                office.do(keep_copy, by=by.actor, **arguments)
                continue
            with pytest.raises(CodedError, match="copies_too_many"):
                office.do(keep_copy, by=by.actor, **arguments)


def test_filing_lacks_a_copy_for_each_person_without_one(office: Office) -> None:
    by = applicant(office, people=3)
    first = uploaded(office, by, by.people[0])
    uploaded(office, by, by.people[1], kind="photo")

    def missing() -> set[str]:
        with office.ports.unit_of_work() as uow:
            return set(missing_of(uow, uow.find(Nomination, application_id=by.application_id)))

    assert missing() == {by.people[1], by.people[2]}
    office.do(remove_copy, by=by.actor, document_id=first["id"])
    assert missing() == set(by.people)


def test_a_copy_is_replaced_in_one_step(office: Office) -> None:
    by = applicant(office)
    first = uploaded(office, by, by.people[0])
    second = uploaded(office, by, by.people[0], content=jpeg(1000, 700), replaces=first["id"])
    with pytest.raises(CodedError, match="document_deleted"):
        read(office, by.actor, first["id"])
    assert read(office, by.actor, second["id"]).content
    assert rows(office, "document_deletion") == 1
    with pytest.raises(CodedError, match="copy_not_there"):
        uploaded(office, by, by.people[0], replaces=first["id"])


def test_each_desk_reads_what_it_needs_and_each_reading_is_logged(office: Office) -> None:
    by = applicant(office, channel="mfa")
    document = uploaded(office, by, by.people[0])["id"]
    file(office, by)
    assert read(office, MFA, document).content
    for officer in (REGISTRAR, LAWYER):
        with pytest.raises(CodedError, match="document_not_at_this_desk"):
            read(office, officer, document)
    with office.engine.begin() as connection:  # the Ministry's own steps are tested elsewhere
        connection.exec_driver_sql("DROP TRIGGER guard_nomination_moves")
        connection.exec_driver_sql("UPDATE nomination SET state = 'at_cec'")
    read(office, REGISTRAR, document)
    read(office, LAWYER, document, purpose="opinion")
    read(office, by.actor, document)
    with office.ports.unit_of_work() as uow:
        logged = [(each.account_id, each.purpose) for each in uow.find(DocumentAccess)]
    assert sorted(logged) == sorted(
        [("user-mfa", "mfa_review"), ("user-registrar", "intake"), ("user-lawyer", "opinion"),
         (by.actor.user_id, "own_copy")]
    )  # fmt: skip
    seen = office.ports.queries.document_accesses(limit=3)
    assert len(seen.rows) == 3 and seen.next
    rest = office.ports.queries.document_accesses(limit=3, after=seen.next)
    assert len(rest.rows) == 1 and rest.next is None
    assert "CANARY" not in repr(seen) + repr(rest)


@pytest.mark.parametrize("role", ["approver", "records", "custodian", "auditor", "administrator", "system"])
def test_nobody_else_reads(office: Office, role: str) -> None:
    by = applicant(office)
    document = uploaded(office, by, by.people[0])["id"]
    file(office, by, to="at_cec")
    with pytest.raises(Forbidden):
        read(office, Actor("user-two", role), document)
    assert rows(office, "document_access") == 0


def test_an_organisation_reaches_nothing_of_another(office: Office) -> None:
    mine, other = applicant(office), applicant(office, login="org-b")
    document = uploaded(office, mine, mine.people[0])["id"]
    upload = begun(office, mine.actor, mine.people[0], size=10)
    tries = (
        lambda: read(office, other.actor, document),
        lambda: office.do(remove_copy, by=other.actor, document_id=document),
        lambda: begun(office, other.actor, mine.people[0], size=10),
        lambda: append(office, other.actor, upload, 0, b"0123456789"),
        lambda: finish_upload(ports=office.ports, actor=other.actor, upload_id=upload),
        lambda: read(office, mine.actor, "no-such-document"),
    )
    for attempt in tries:
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(NotFound):
        read(office, MFA, document)  # not of its channel


def test_filed_papers_are_closed_and_returned_ones_open_again(office: Office) -> None:
    by = applicant(office)
    document = uploaded(office, by, by.people[0])["id"]
    file(office, by, to="check")
    with pytest.raises(CodedError, match="documents_closed"):
        begun(office, by.actor, by.people[0], size=10)
    with pytest.raises(CodedError, match="documents_closed"):
        office.do(remove_copy, by=by.actor, document_id=document)
    with office.ports.unit_of_work() as uow:
        uow.change(uow.get(Nomination, by.people[0]), state="returned", state_from=NOW)
        uow.commit()
    assert uploaded(office, by, by.people[0], replaces=document)["id"]


def test_the_ministry_adds_copies_to_papers_it_received(office: Office) -> None:
    by = applicant(office, channel="mfa")
    file(office, by)
    assert uploaded(office, MFA, by.people[0])["id"]


def test_a_deleted_draft_takes_its_copies_along(office: Office) -> None:
    by = applicant(office, people=2)
    uploaded(office, by, by.people[0])
    begun(office, by.actor, by.people[0], size=10)
    with office.ports.unit_of_work() as uow:
        nomination = uow.get(Nomination, by.people[0])
        forget_copies(uow, nomination, now=NOW)
        uow.remove(nomination)
        uow.commit()
    assert rows(office, "document_copy") == rows(office, "upload") == 0
    with office.ports.unit_of_work() as uow:
        (record,) = uow.find(DocumentDeletion)
    assert (record.reason, record.copies) == ("draft_deleted", 1)


def test_abandoned_uploads_are_swept_with_their_parts(office: Office) -> None:
    by = applicant(office)
    old = begun(office, by.actor, by.people[0], size=10)
    append(office, by.actor, old, 0, b"01234")
    office.clock.move(hours=30)
    fresh = begun(office, by.actor, by.people[0], size=10)
    office.clock.move(hours=19)
    tend_documents(ports=office.ports, actor=SYSTEM, most=9)
    assert rows(office, "upload_part") == 0
    assert [each.id for each in office.ports.queries.open_uploads(by.people[0])] == [fresh]
    with pytest.raises(NotFound):
        append(office, by.actor, old, 5, b"56789")


def test_only_the_clock_deletes(office: Office) -> None:
    for officer in (REGISTRAR, APPROVER, RECORDS):
        with pytest.raises(Forbidden):
            tend_documents(ports=office.ports, actor=officer, most=9)


def test_the_key_of_a_discarded_draft_is_destroyed(office: Office) -> None:
    by = applicant(office)
    uploaded(office, by, by.people[0])
    office.do(discard_application, by=by.actor, application_id=by.application_id)
    assert list(office.ports.vault.keys()) == [by.application_id]
    tend_documents(ports=office.ports, actor=SYSTEM, most=9)
    assert list(office.ports.vault.keys()) == []
    (row,) = office.ports.queries.document_deletions().rows
    assert (row.reason, row.copies, row.number) == ("draft_deleted", 1, None)
