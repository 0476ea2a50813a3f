"""The calendar of a called election: what follows is said first, and voting moves by a decree once papers exist."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from server.accreditation.calendar import at
from server.usecases.act_on_election import draft_election_act, preview_election_act
from server.usecases.edit_calendar import edit_calendar, preview_calendar
from server.usecases.errors import Conflict, InvalidInput
from tests.office import REGISTRAR, Office

CALENDAR: dict[str, Any] = {
    "election_id": "kg-2027-pr", "titles": {"ky": "Шайлоо", "ru": "Выборы", "en": "Election"},
    "date_set_at": at(date(2026, 10, 1), 10), "call_published_at": at(date(2026, 10, 2), 10),
    "voting_days": [date(2027, 1, 24)], "window_rule": "E-3_inclusive",
}  # fmt: skip
SURE = {"reason": "Decision of the Jogorku Kenesh", "confirmed": True}


def edit(office: Office, **changes: Any) -> Any:
    return office.do(edit_calendar, by=REGISTRAR, **(CALENDAR | changes))


def test_dates_of_a_called_election_change_after_a_reason_and_a_yes(office: Office) -> None:
    office.election()
    moved = {"voting_days": [date(2027, 1, 12)]}
    with pytest.raises(Conflict, match="calendar_change_unconfirmed"):
        edit(office, **moved)
    with pytest.raises(Conflict, match="calendar_change_unconfirmed"):
        edit(office, window_rule="three_clear_days", reason="Because")
    with pytest.raises(InvalidInput) as silent:
        edit(office, confirmed=True, **moved)
    assert [each.path for each in silent.value.errors] == ["reason"]
    assert office.ports.queries.election("kg-2027-pr").voting_days == (date(2027, 1, 24),)
    edit(office, **moved, **SURE)
    assert office.ports.queries.election("kg-2027-pr").voting_days == (date(2027, 1, 12),)


def test_titles_and_an_uncalled_election_need_no_confirmation(office: Office) -> None:
    office.election(call_published_at=None)
    edit(office, voting_days=[date(2027, 2, 1)], call_published_at=None)
    edit(office, voting_days=[date(2027, 2, 1)])
    edit(office, voting_days=[date(2027, 2, 1)], titles={"ky": "Ж", "ru": "Н", "en": "New"})
    assert office.ports.queries.election("kg-2027-pr").titles["en"] == "New"


def test_what_follows_is_said_before(office: Office) -> None:
    decree = office.drafted(1)
    office.sign(decree, number="12")
    with office.ports.unit_of_work() as uow:
        seen = preview_calendar(uow=uow, **(CALENDAR | {"voting_days": [date(2027, 1, 12)]}))
    assert (seen.last_day_before, seen.last_day_after) == (date(2027, 1, 21), date(2027, 1, 9))
    assert (seen.decrees_outside, seen.certificates, seen.must_be_confirmed) == (("12",), 0, True)


def test_voting_moves_by_a_decree_once_certificates_exist(office: Office) -> None:
    office.issued(1)
    with pytest.raises(Conflict, match="voting_moves_by_decree"):
        edit(office, voting_days=[date(2027, 1, 31)], **SURE)
    edit(office, window_rule="three_clear_days", **SURE)
    with office.ports.unit_of_work() as uow:
        seen = preview_election_act(
            uow=uow, election_id="kg-2027-pr", kind="postponement", day=date(2027, 1, 31), now=office.clock.now()
        )
    assert (seen.last_day_before, seen.last_day_after) == (date(2027, 1, 20), date(2027, 1, 27))
    act = office.do(draft_election_act, by=REGISTRAR, election_id="kg-2027-pr", kind="postponement",
                    day=date(2027, 1, 31), facts="Decision")  # fmt: skip
    office.sign(act)
    assert office.ports.queries.election("kg-2027-pr").voting_days == (date(2027, 1, 31),)


def test_every_fault_of_an_election_is_told_at_once(office: Office) -> None:
    with pytest.raises(InvalidInput) as refused:
        office.election(code="A B", prefix="1", kinds=[], voting_days=[date(2026, 1, 1), date(2026, 1, 1)],
                        call_published_at=at(date(2026, 9, 1), 10))  # fmt: skip
    assert {(each.path, each.code) for each in refused.value.errors} == {
        ("code", "election_code_invalid"), ("prefix", "election_prefix_invalid"), ("kinds", "election_kind_missing"),
        ("call_published_at", "call_before_date_set"), ("voting_days", "voting_day_twice"),
        ("voting_days", "voting_before_call"),
    }  # fmt: skip
