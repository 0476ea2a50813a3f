"""At the close nobody disappears: an act for each, invitations lapse, people are told once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from server.accreditation.calendar import at
from server.processes.window_timer import WindowTimer
from server.usecases import close_window as closing
from server.usecases.close_window import close_window
from server.usecases.edit_calendar import edit_calendar
from server.usecases.errors import Forbidden
from server.usecases.intake import receive_nominations
from server.usecases.queries_of_applications import InvitationFilter
from server.usecases.records import Notice
from tests.applicants import filed
from tests.office import REGISTRAR, SYSTEM, Office

CLOSES = at(date(2027, 1, 22), 0)  # 24:00 of 21 January: TV-07, reading A


def timer(office: Office) -> WindowTimer:
    ports = office.ports
    return WindowTimer(ports.unit_of_work, ports.queries, ports.clock)


def counts(office: Office) -> dict[str, int]:
    return office.ports.queries.nomination_counts(election_id="kg-2027-pr")


def notices(office: Office, kind: str) -> list[Notice]:
    with office.ports.unit_of_work() as uow:
        return uow.find(Notice, kind=kind)


def test_everyone_undecided_goes_on_the_docket_with_an_act_each(office: Office) -> None:
    ids = [*filed(office, 3), *filed(office, 2, channel="mfa", start=10)]
    office.do(receive_nominations, by=REGISTRAR, nomination_ids=ids[:1])
    clock = timer(office)
    clock.turn()
    office.clock.instant = CLOSES - timedelta(seconds=1)
    clock.turn()
    assert "undecided_at_close" not in counts(office)
    office.clock.instant = CLOSES
    clock.turn()
    assert counts(office) == {"undecided_at_close": 5}
    acts = [act for each in ids for act in office.ports.queries.acts(subject_id=each).rows]
    assert [act.kind for act in acts].count("nomination_undecided_at_close") == 5
    assert {row.state for row in office.ports.queries.invitations(InvitationFilter()).rows} == {"lapsed"}
    told = notices(office, "undecided_at_close")
    assert {each.role or "organisation" for each in told} == {"lawyer", "registrar", "organisation"}
    clock.turn()
    assert len(notices(office, "undecided_at_close")) == len(told)


def test_a_late_start_catches_up_piece_by_piece(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "AT_ONCE", 3)
    filed(office, 8)
    office.clock.instant = CLOSES + timedelta(days=2)
    timer(office).turn()
    assert counts(office) == {"undecided_at_close": 8}
    assert len([each for each in notices(office, "undecided_at_close") if each.role == "lawyer"]) == 1


def test_before_the_close_and_by_people_nothing_is_closed(office: Office) -> None:
    filed(office)
    told = office.do(close_window, by=SYSTEM, election_id="kg-2027-pr")
    assert told == {"undecided": 0, "lapsed": 0, "left": 0}
    with pytest.raises(Forbidden):
        office.do(close_window, by=REGISTRAR, election_id="kg-2027-pr")


def test_desks_and_organisations_are_warned_once_a_day_from_five_days_before(office: Office) -> None:
    filed(office, 2)
    office.clock.instant = CLOSES - timedelta(days=5, seconds=1)
    timer(office).turn()
    assert notices(office, "window_closing") == []
    office.clock.move(seconds=1)
    for _ in range(2):
        timer(office).turn()
    told = notices(office, "window_closing")
    assert sorted(each.role or "organisation" for each in told) == ["lawyer", "mfa", "organisation", "registrar"]
    same = timer(office)
    for _ in range(3):
        office.clock.move(days=1)
        same.turn()
        same.turn()
    assert len(notices(office, "window_closing")) == 4 * len(told)


def test_nobody_is_warned_where_nobody_waits(office: Office) -> None:
    office.known_election()
    office.clock.instant = CLOSES - timedelta(days=4)
    timer(office).turn()
    assert notices(office, "window_closing") == []


def edited(office: Office, day: date) -> None:
    office.do(
        edit_calendar, by=REGISTRAR, election_id="kg-2027-pr", titles={"ky": "Ш", "ru": "В", "en": "E"},
        date_set_at=at(date(2026, 10, 1), 10), call_published_at=at(date(2026, 10, 2), 10), voting_days=[day],
        window_rule="E-3_inclusive", reason="A slip of the pen", confirmed=True,
    )  # fmt: skip


def test_a_calendar_corrected_after_the_close_takes_the_close_back(office: Office) -> None:
    ids = filed(office, 2)
    edited(office, date(2027, 1, 11))
    timer(office).turn()
    assert counts(office) == {"undecided_at_close": 2}
    edited(office, date(2027, 1, 24))
    assert counts(office) == {"check": 2}
    assert {row.state for row in office.ports.queries.invitations(InvitationFilter()).rows} == {"dispatched"}
    invitation = office.ports.queries.nomination(ids[0]).invitation.id
    assert "invitation_reopened" in [act.kind for act in office.ports.queries.acts(subject_id=invitation).rows]
    timer(office).turn()
    assert counts(office) == {"check": 2}
