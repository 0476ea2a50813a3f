"""What may not be done to copies of documents is refused by the database itself, on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from server.accreditation.calendar import start_of
from server.usecases.delete_due_copies import delete_copies_of
from server.usecases.document_ports import Reencoded
from server.usecases.documents import keep_copy
from server.usecases.read_copy import read_copy
from tests.integration.guards import refused
from tests.office import REGISTRAR, SYSTEM, Office, open_office
from tests.uploaders import DUE, PUBLISHED, applicant, file, published

NEW_COPY = (
    "INSERT INTO document_copy (id, application_id, nomination_id, kind, media_type, pages, size_bytes, sealed,"
    " created_by, created_at) SELECT 'c9', n.application_id, n.id, 'photo', 'image/jpeg', 1, 1, NULL, 'user-mfa',"
    " n.created_at FROM nomination n WHERE n.state = '{state}'"
)
DELETION = (
    "INSERT INTO document_deletion (id, application_id, election_id, copies, deleted_at, due_on, reason)"
    " SELECT 'd9', a.id, a.election_id, 0, a.created_at, '{due}', 'retention_ended' FROM application a"
    " WHERE a.state = '{state}'"
)
ACCESS = (
    "INSERT INTO document_access (id, document_id, account_id, at, purpose)"
    " SELECT '{id}', c.id, '{reader}', c.created_at, 'check' FROM document_copy c WHERE c.deleted_at IS {deleted}"
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def told(request: pytest.FixtureRequest, empty_engine: Callable[[str], Engine]) -> Office:
    """One person at the check with a copy that was read, one draft with a copy."""
    office = open_office(empty_engine(request.param))
    for login in ("org-a", "org-b"):
        by = applicant(office, login=login)
        kept = office.do(keep_copy, by=by.actor, vault=office.ports.vault, nomination_id=by.people[0],
                         kind="identity_document", made=Reencoded(b"\xff\xd8\xff", "image/jpeg", 1))  # fmt: skip
        if login == "org-a":
            file(office, by, to="check")
            office.do(read_copy, by=REGISTRAR, vault=office.ports.vault, document_id=kept["id"])
    return office


@pytest.mark.parametrize(
    ("statement", "guard"),
    [
        (NEW_COPY.format(state="check"), "document_copy.while_papers_open"),
        ("UPDATE document_copy SET sealed = '1'", "document_copy.copy_stays"),
        ("UPDATE document_copy SET kind = 'photo'", "document_copy.copy_stays"),
        ("DELETE FROM document_copy", "document_copy.filed_no_delete"),
        ("UPDATE document_copy SET sealed = NULL", ""),
        (ACCESS.format(id="a9", reader="user-approver", deleted="NULL"), "document_access.read_by_desk"),
        ("UPDATE document_access SET purpose = 'check'", "document_access.append_only_update"),
        ("DELETE FROM document_access", "document_access.append_only_delete"),
        (DELETION.format(state="draft", due="2099-01-01"), "document_deletion."),
    ],
)
def test_refused(told: Office, statement: str, guard: str) -> None:
    assert (f"guard:{guard}" if guard else "deleted_whole") in refused(told.engine, statement)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_after_the_term_everything_goes_and_nothing_comes_back(
    kind: str, empty_engine: Callable[[str], Engine]
) -> None:
    office = open_office(empty_engine(kind))
    by = applicant(office)
    office.do(keep_copy, by=by.actor, vault=office.ports.vault, nomination_id=by.people[0],
              kind="identity_document", made=Reencoded(b"\xff\xd8\xff", "image/jpeg", 1))  # fmt: skip
    published(office)
    office.clock.instant = start_of(DUE)
    kept = DELETION.format(state="draft", due=DUE)
    assert "guard:document_deletion.nothing_left" in refused(office.engine, kept)
    office.do(delete_copies_of, by=SYSTEM, vault=office.ports.vault, application_id=by.application_id)
    assert "guard:document_copy.not_after_deletion" in refused(office.engine, NEW_COPY.format(state="draft"))
    gone = ACCESS.format(id="a8", reader="user-lawyer", deleted="NOT NULL")
    assert "guard:document_access.read_by_desk" in refused(office.engine, gone)
    early = DELETION.format(state="draft", due=PUBLISHED)
    assert "guard:document_deletion.after_term" in refused(office.engine, early)
    for statement in ("DELETE FROM document_deletion", "UPDATE document_deletion SET copies = 0"):
        assert "guard:document_deletion.append_only" in refused(office.engine, statement)
