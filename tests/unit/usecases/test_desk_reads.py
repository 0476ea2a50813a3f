"""What the deciding desk's pages read."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from server.usecases.decide import RefusalInput
from server.usecases.errors import NotFound
from server.usecases.hand_over import hand_over
from server.usecases.publish_decree import publish_decree
from tests.desk_people import at_check, found, ready
from tests.office import RECORDS, REGISTRAR, Office
from tests.unit.usecases.test_decide import accredit, refuse
from tests.unit.usecases.test_deprived import accredited, request, revoke


def sheets(office: Office, ids: list[str]) -> Any:
    return office.ports.queries.sheets(ids, now=office.clock.now(), matching=office.ports.matching)


def reads_of(office: Office, ids: list[str]) -> int:
    seen: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    event.listen(office.engine, "before_cursor_execute", listen)
    sheets(office, ids)
    event.remove(office.engine, "before_cursor_execute", listen)
    return len(seen)


def test_sheets_say_outcomes_findings_and_drafts(office: Office) -> None:
    one, two = found(office, C5=("D2a", "no copy")), ready(office, start=2)[0]
    decree = accredit(office, [two])
    told = sheets(office, [one, two])
    assert told[one].grounds == ("D2a",) and told[one].draft_id is None
    assert (told[two].grounds, told[two].draft_id, told[two].draft_kind) == ((), decree, "accreditation")
    assert told[two].open_alarms == ()


def test_sheets_take_the_same_reads_for_one_and_for_many(office: Office) -> None:
    people = at_check(office, 30)
    counts = [reads_of(office, ids) for ids in (people[:1], people)]
    assert counts[0] == counts[1]


def test_a_refusal_decree_has_its_people_and_its_letter(office: Office) -> None:
    person = found(office, C5=("D2a", "no copy"), C6=("D2c", "another name"))
    decree = refuse(office, RefusalInput(person, ("D2a",), "No copy."))
    subject = office.ports.queries.refusals(decree)[0]
    assert (subject.grounds, subject.offered) == ((("D2a", "3.10(2)"),), ("D2a", "D2c"))
    assert office.ports.queries.decree(decree).decree.size == 1
    office.sign(decree)
    office.do(publish_decree, by=RECORDS, decree_id=decree)
    letter = office.ports.queries.refusal_letter(subject.id)
    assert letter.published_at == office.clock.now() and letter.paper.people[0].facts == "No copy."
    with pytest.raises(NotFound):
        office.ports.queries.refusal_letter("nothing")


def test_papers_of_every_kind(office: Office) -> None:
    people = accredited(office, 2)
    decree = revoke(office, people[0])
    paper = office.ports.queries.decree_paper(decree)
    assert [(each.revocation, each.gross) for each in paper.people] == [("V1", True)]
    first = next(row for row in office.ports.queries.decrees(kind="accreditation").rows)
    assert len(office.ports.queries.decree_paper(first.id).people) == 2
    with pytest.raises(NotFound):
        office.ports.queries.decree_paper("nothing")


def test_requests_the_list_and_handing_over(office: Office) -> None:
    people = accredited(office, 2)
    request(office, people)
    row = office.ports.queries.revocation_requests(state="open").rows[0]
    assert (len(row.people), row.may_be_drafted) == (2, True)
    revoke(office, people[0])
    entry = office.ports.queries.deprived(limit=1).rows[0]
    assert entry.revoking_decree_id and not entry.removed_by
    numbers = office.issued(2, start=7)
    office.do(hand_over, by=REGISTRAR, numbers=numbers[:1])
    decree = office.ports.queries.certificate(numbers[0], now=office.clock.now()).row.decree_id
    assert [bool(each.delivered_at) for each in office.ports.queries.handover(decree)] == [True, False]
