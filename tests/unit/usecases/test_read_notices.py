"""Notices on one's own pages: mine, my organisation's, my role's; each reader marks them for themselves."""

from __future__ import annotations

import pytest

from server.usecases.errors import NotFound
from server.usecases.notify import To, tell
from server.usecases.ports import Actor
from server.usecases.queries_of_notices import MOST_UNREAD, Reader
from server.usecases.read_notices import read_notices
from server.usecases.records import UserAccount
from tests.office import APPROVER, NOW, REGISTRAR, Office

DESK, OTHER = Reader("user-registrar", "registrar"), Reader("user-approver", "approver")


def _tell(office: Office, key: str, to: To) -> None:
    with office.ports.unit_of_work() as uow:
        facts = {"number": key, "people": 3, "filed_at": NOW}
        tell(uow, "application_filed", to=to, facts=facts, dedupe_key=key, now=office.clock.now(), subject=("x", "1"))
        uow.commit()
    office.clock.move(minutes=1)


def _kinds(office: Office, reader: Reader) -> list[str]:
    return [str(row.facts["number"]) for row in office.ports.queries.notices(reader).rows]


def test_each_reader_sees_what_is_addressed_to_them_the_newest_first(office: Office) -> None:
    organisation = office.organisation()
    _tell(office, "role", To(role="registrar"))
    _tell(office, "account", To(account_id="user-registrar"))
    _tell(office, "mission", To(organisation_id=organisation))
    assert _kinds(office, DESK) == ["account", "role"]
    assert _kinds(office, OTHER) == []
    assert _kinds(office, Reader("someone", "organisation", organisation)) == ["mission"]
    assert _kinds(office, Reader("someone", "organisation", "another")) == []


def test_a_page_ends_where_the_next_begins(office: Office) -> None:
    for number in range(7):
        _tell(office, str(number), To(role="registrar") if number % 2 else To(account_id="user-registrar"))
    seen: list[str] = []
    after: str | None = None
    while True:
        found = office.ports.queries.notices(DESK, after=after, limit=3)
        seen += [row.facts["number"] for row in found.rows]
        after = found.next
        if after is None:
            break
    assert seen == [str(number) for number in reversed(range(7))]


def test_one_of_a_role_reads_for_themselves_only(office: Office) -> None:
    with office.ports.unit_of_work() as uow:
        uow.add(UserAccount("user-second", "second", "Second", "registrar", "x", "en", NOW))
        uow.commit()
    _tell(office, "a", To(role="registrar"))
    queries = office.ports.queries
    notice = queries.notices(DESK).rows[0].id
    assert queries.unread_notices(DESK) == 1
    assert office.do(read_notices, by=REGISTRAR, notice_ids=[notice, notice]) == {"read": 1}
    assert office.do(read_notices, by=REGISTRAR, notice_ids=[notice]) == {"read": 0}
    assert queries.unread_notices(DESK) == 0
    assert queries.notices(DESK).rows[0].read_at == office.clock.now()
    assert queries.unread_notices(Reader("user-second", "registrar")) == 1


def test_a_notice_of_others_is_not_there(office: Office) -> None:
    _tell(office, "a", To(role="registrar"))
    _tell(office, "b", To(organisation_id=office.organisation()))
    notice = office.ports.queries.notices(DESK).rows[0].id
    with pytest.raises(NotFound):
        office.do(read_notices, by=APPROVER, notice_ids=[notice])
    with pytest.raises(NotFound):
        office.do(read_notices, by=Actor("x", "organisation", "another"), notice_ids=[notice])


def test_the_bell_counts_no_further_than_it_can_show(office: Office) -> None:
    with office.ports.unit_of_work() as uow:
        for number in range(MOST_UNREAD + 5):
            facts = {"number": "1", "people": 1, "filed_at": NOW}
            tell(uow, "application_filed", to=To(role="registrar"), facts=facts, dedupe_key=f"{number}", now=NOW)
        uow.commit()
    assert office.ports.queries.unread_notices(DESK) == MOST_UNREAD
