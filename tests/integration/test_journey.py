"""An election by the use cases from the invitation to the last deletion, on both engines."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from server.accreditation.calendar import start_of
from server.adapters.mail.file_postman import FilePostman
from server.processes.mail import PostOffice
from server.usecases.add_user import add_user, close_user, give_one_time_password
from server.usecases.check_acts import check_acts
from server.usecases.delete_due_copies import delete_due_copies
from server.usecases.ports import Actor
from server.usecases.queries_of_notices import Reader
from server.usecases.read_notices import read_notices
from server.usecases.statistics import statistics_document
from tests.integration.story import (
    ELECTION,
    Story,
    applied,
    at_the_ministry,
    carried,
    checked,
    closed,
    decided,
    invited,
    revoked,
)
from tests.office import SYSTEM, Office
from tests.unit.mail.post import SENDER
from tests.uploaders import DUE, published


def test_from_the_invitation_to_a_revoked_certificate(office: Office, tmp_path: Path) -> None:
    story = Story(office)
    for chapter in (invited, applied, at_the_ministry, checked, decided, carried, revoked, closed):
        chapter(story)
    told(story, tmp_path)
    accounts(story)
    counted(story)
    deleted(story)
    verdict = check_acts(office.ports.queries.stored_acts())
    assert verdict.bad_act is None and verdict.checked > 150


def told(story: Story, folder: Path) -> None:
    """Notices are read, letters go out once."""
    office, queries = story.office, story.office.ports.queries
    reader = Reader(story.focal.user_id, "organisation", story.ids["organisation"])
    unread = queries.unread_notices(reader)
    page = queries.notices(reader, limit=3)
    story.do(read_notices, story.focal, notice_ids=[each.id for each in page.rows])
    assert unread > 5 and queries.unread_notices(reader) == unread - 3
    waiting = queries.message_counts()["waiting"]
    post = PostOffice(office.ports.unit_of_work, queries, office.clock, FilePostman(folder / "mail", SENDER))
    while queries.messages_due(now=office.clock.now()):
        assert post.turn()
    assert queries.message_counts() == {"waiting": 0, "sent": waiting, "failed": 0}
    assert len(list((folder / "mail").iterdir())) == waiting > 5
    assert {row.recipient for row in queries.messages(state="sent", limit=3).rows} <= {"focal@lake.example.org"}


def accounts(story: Story) -> None:
    """An officer comes, forgets the password, goes."""
    administrator = Actor(story.do(add_user, SYSTEM, login="admin", display_name="Admin", role="administrator",
                                   password="a long enough phrase")["id"], "administrator")  # fmt: skip
    new = story.do(add_user, administrator, login="clerk", display_name="Clerk", role="records",
                   password="a long enough phrase")["id"]  # fmt: skip
    story.do(give_one_time_password, administrator, user_id=new, password="another long phrase")
    story.do(close_user, administrator, user_id=new)
    found = story.office.ports.queries.accounts(now=story.office.clock.now(), text="clerk").rows
    assert [(row.login, row.disabled_at is not None) for row in found] == [("clerk", True)]


def counted(story: Story) -> None:
    """Dashboard and statistics say what happened."""
    office, queries = story.office, story.office.ports.queries
    board = queries.dashboard(now=office.clock.now())
    assert (board.elections, board.accredited, board.revoked, board.drafts_to_sign) == (1, 24, 2, 0)
    document = statistics_document(queries.statistics(ELECTION), now=office.clock.now())
    assert document["refusals"]["people"] == 3
    assert {row["ground"]: row["people"] for row in document["refusals"]["by_ground"]} == {
        "D2b": 1,
        "D3a": 1,
        "D4": 1,
    }
    assert document["time"]["overall"]["people"] == 29
    observers = list(queries.public_observers(ELECTION, now=office.clock.now()))
    assert sorted(Counter(each.status for each in observers).items()) == [("accredited", 24), ("revoked", 2)]


def deleted(story: Story) -> None:
    """When the days of keeping are over no copy is left, and the record says so."""
    office, queries = story.office, story.office.ports.queries
    published(office)
    office.clock.instant = start_of(DUE)
    assert delete_due_copies(ports=office.ports, actor=SYSTEM) == 2
    for application in (story.ids["mfa"], story.ids["cec"]):
        kept = queries.copies_of_application(application)
        assert all(each.deleted_at for copies in kept.values() for each in copies)
    assert len(queries.document_deletions(limit=1).rows) == 1 and queries.document_deletions(limit=1).next
