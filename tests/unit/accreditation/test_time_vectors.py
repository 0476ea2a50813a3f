"""The time vectors of the domain: windows, terms and boundaries in Asia/Bishkek, as one table each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from server.accreditation.calendar import at, end_of, start_of
from server.accreditation.decree import DecreeKind, Hands, check_issue, check_signing
from server.accreditation.election import ElectionCalendar, ElectionKind, WindowRule
from server.accreditation.errors import CodedError
from server.accreditation.person import check_citizenships
from server.accreditation.revocation import effective_minute
from server.accreditation.term import (
    ElectionFact,
    ElectionFactKind,
    Standing,
    Term,
    TermBasis,
    fold,
)

A, B = WindowRule.E_MINUS_3_INCLUSIVE, WindowRule.THREE_CLEAR_DAYS
HANDS = Hands("registrar", "approver")


def calendar_of(election_day: date, *, rule: WindowRule = A, published_hour: int = 10) -> ElectionCalendar:
    call = election_day - timedelta(days=90)
    return ElectionCalendar(
        (ElectionKind.PARLIAMENT,),
        at(call, 9),
        at(call, published_hour),
        (election_day,),
        window_rule=rule,
    )


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def refusal(call: object, *args: object, **named: object) -> str:
    with pytest.raises(CodedError) as caught:
        call(*args, **named)  # type: ignore[operator]
    return caught.value.code


@pytest.mark.parametrize(
    ("vector", "election_day", "rule", "last_day", "closes"),
    [
        ("TV-01", date(2021, 11, 28), A, date(2021, 11, 25), "2021-11-25T18:00:00"),
        ("TV-02", date(2021, 11, 28), B, date(2021, 11, 24), "2021-11-24T18:00:00"),
        ("TV-06 A", date(2025, 11, 30), A, date(2025, 11, 27), "2025-11-27T18:00:00"),
        ("TV-06 B", date(2025, 11, 30), B, date(2025, 11, 26), "2025-11-26T18:00:00"),
        ("TV-07 A", date(2027, 1, 24), A, date(2027, 1, 21), "2027-01-21T18:00:00"),
        ("TV-07 B", date(2027, 1, 24), B, date(2027, 1, 20), "2027-01-20T18:00:00"),
        # Calendar days, no shift: this window closes on 1 May, a public holiday.
        ("TV-16 holiday", date(2026, 5, 4), A, date(2026, 5, 1), "2026-05-01T18:00:00"),
        ("TV-16 leap day", date(2028, 3, 3), A, date(2028, 2, 29), "2028-02-29T18:00:00"),
        ("TV-18 moved", date(2027, 1, 31), A, date(2027, 1, 28), "2027-01-28T18:00:00"),
    ],
)
def test_window_closes(vector: str, election_day: date, rule: WindowRule, last_day: date, closes: str) -> None:
    window = calendar_of(election_day, rule=rule).window()
    assert (window.last_day, window.closes) == (last_day, utc(closes)), vector
    window.check_inside(window.closes - timedelta(seconds=1))
    assert refusal(window.check_inside, window.closes) == "window_closed"


@pytest.mark.parametrize(
    ("vector", "instant", "code"),
    [
        ("TV-03", utc("2021-11-25T17:59:59"), None),
        ("TV-04", utc("2021-11-25T18:00:00"), "window_closed"),
        (
            "TV-05 Warsaw",
            datetime(2021, 11, 25, 20, tzinfo=timezone(timedelta(hours=1))),
            "window_closed",
        ),
        ("before the call", utc("2021-08-30T03:59:59"), "window_not_open"),
        ("at the call", utc("2021-08-30T04:00:00"), None),
    ],
)
def test_instants_against_the_window(vector: str, instant: datetime, code: str | None) -> None:
    window = calendar_of(date(2021, 11, 28)).window()
    if code is None:
        window.check_inside(instant)
    else:
        assert refusal(window.check_inside, instant) == code, vector


def test_tv05_explains_the_zone() -> None:
    warsaw = datetime(2021, 11, 25, 20, tzinfo=timezone(timedelta(hours=1)))
    with pytest.raises(CodedError) as caught:
        calendar_of(date(2021, 11, 28)).window().check_inside(warsaw)
    assert caught.value.clause == "3.7"
    assert caught.value.facts["at"].strftime("%Y-%m-%d %H:%M") == "2021-11-26 01:00"
    assert caught.value.facts["last_day"] == date(2021, 11, 25)


def test_window_needs_the_published_call() -> None:
    day = date(2027, 1, 24)
    unpublished = ElectionCalendar((ElectionKind.PRESIDENT,), at(date(2026, 10, 1), 9), None, (day,))
    assert refusal(unpublished.window) == "call_not_published"


def test_tv09_decree_at_15_is_not_yet_a_credential_at_10() -> None:
    day = date(2027, 1, 10)
    open_term = Term(day, fold([]))
    assert open_term.standing_at(at(day, 10)) is Standing.IN_FORCE
    assert refusal(check_issue, issued_at=at(day, 10), decree_signed_at=at(day, 15)) == ("certificate_before_decree")
    check_issue(issued_at=at(day, 15), decree_signed_at=at(day, 15))


P1 = date(2027, 2, 1)
PUBLISHED = ElectionFact(ElectionFactKind.RESULTS_PUBLICATION, at(P1, 9), P1)
REPEAT = ElectionFact(ElectionFactKind.REPEAT_VOTING, at(P1 + timedelta(days=2), 9))
PUBLISHED_AGAIN = ElectionFact(ElectionFactKind.RESULTS_PUBLICATION, at(date(2027, 2, 20), 9), date(2027, 2, 20))
WITHDRAWN = ElectionFact(ElectionFactKind.RESULTS_WITHDRAWAL, at(P1 + timedelta(days=1), 9))
ANNULLED = ElectionFact(ElectionFactKind.ELECTION_ANNULMENT, at(P1, 9))
ACCREDITED = date(2027, 1, 10)


@pytest.mark.parametrize(
    ("vector", "facts", "instant", "standing"),
    [
        ("the day before", [], at(ACCREDITED, 0) - timedelta(seconds=1), Standing.NOT_STARTED),
        ("the first instant", [], at(ACCREDITED, 0), Standing.IN_FORCE),
        ("TV-10 last minute", [PUBLISHED], at(P1, 23, minute=59), Standing.IN_FORCE),
        ("TV-10 17:59:59Z", [PUBLISHED], utc("2027-02-01T17:59:59"), Standing.IN_FORCE),
        ("TV-10 18:00:00Z", [PUBLISHED], utc("2027-02-01T18:00:00"), Standing.ENDED),
        ("TV-11 between", [PUBLISHED, REPEAT], at(date(2027, 2, 10), 12), Standing.IN_FORCE),
        ("TV-12 before the repeat call", [PUBLISHED], at(date(2027, 2, 2), 12), Standing.ENDED),
        ("TV-12 revived", [PUBLISHED, REPEAT], at(date(2027, 2, 3), 12), Standing.IN_FORCE),
        (
            "repeat results",
            [PUBLISHED, REPEAT, PUBLISHED_AGAIN],
            at(date(2027, 2, 20), 23),
            Standing.IN_FORCE,
        ),
        ("repeat ended", [PUBLISHED, REPEAT, PUBLISHED_AGAIN], at(date(2027, 2, 21), 0), Standing.ENDED),
        ("TV-13 annulled", [ANNULLED], at(date(2027, 2, 10), 12), Standing.UNKNOWN),
        ("withdrawn", [PUBLISHED, WITHDRAWN], at(date(2027, 2, 10), 12), Standing.IN_FORCE),
    ],
)
def test_term(vector: str, facts: list[ElectionFact], instant: datetime, standing: Standing) -> None:
    assert Term(ACCREDITED, fold(facts)).standing_at(instant) is standing, vector


def test_basis_numbers_are_those_of_the_signed_state() -> None:
    assert [int(basis) for basis in TermBasis] == [0, 1, 2, 3]
    assert fold([PUBLISHED]).published_day == P1
    assert fold([PUBLISHED, REPEAT]).published_day is None
    assert fold([PUBLISHED, REPEAT]).basis is TermBasis.REPEAT_VOTING_CALLED


@pytest.mark.parametrize(
    ("vector", "decree_date", "signed_at", "code"),
    [
        ("inside", date(2021, 11, 25), at(date(2021, 11, 25), 23, minute=59), None),
        ("dated earlier, signed inside", date(2021, 11, 24), at(date(2021, 11, 25), 10), None),
        ("TV-15 signed after the close", date(2021, 11, 26), at(date(2021, 11, 26), 10), "window_closed"),
        ("dated back into the window", date(2021, 11, 25), at(date(2021, 11, 26), 0), "window_closed"),
        ("dated before the call", date(2021, 8, 29), at(date(2021, 11, 1), 10), "window_not_open"),
        ("dated on the day of the call", date(2021, 8, 30), at(date(2021, 11, 1), 10), None),
        ("dated tomorrow", date(2021, 11, 3), at(date(2021, 11, 2), 10), "decree_date_in_future"),
    ],
)
def test_decree_date(vector: str, decree_date: date, signed_at: datetime, code: str | None) -> None:
    window = calendar_of(date(2021, 11, 28)).window()
    named = {"signed_at": signed_at, "window": window, "hands": HANDS}
    if code is None:
        check_signing(DecreeKind.ACCREDITATION, decree_date, **named)  # type: ignore[arg-type]
    else:
        assert refusal(check_signing, DecreeKind.ACCREDITATION, decree_date, **named) == code, vector


def test_tv17_a_wrong_device_clock_never_decides_a_revocation() -> None:
    """A revocation counts from the minute the server signed it, whatever the draft asked for earlier."""
    signed = at(date(2027, 1, 24), 14, minute=40) + timedelta(seconds=25)
    asked = at(date(2027, 1, 24), 14, minute=35)
    assert refusal(effective_minute, asked, signed_at=signed) == "effective_before_signing"
    assert effective_minute(None, signed_at=signed) == at(date(2027, 1, 24), 14, minute=40)
    later = at(date(2027, 1, 24), 15)
    assert effective_minute(later, signed_at=signed) == later


@pytest.mark.parametrize(("citizenships"), [("FRA", "KGZ"), ("KGZ",), ("KGZ", "RUS")])
def test_tv19_citizenship_among_several(citizenships: tuple[str, ...]) -> None:
    with pytest.raises(CodedError) as caught:
        check_citizenships(citizenships)
    assert (caught.value.code, caught.value.clause) == ("citizen_of_kyrgyz_republic", "1.4")


def test_days_are_those_of_bishkek() -> None:
    day = date(2027, 1, 24)
    assert start_of(day) == utc("2027-01-23T18:00:00")
    assert end_of(day) == utc("2027-01-24T18:00:00")
    # The zone had summer time until 2005: such a day has 23 hours, and the code doesn't assume 24.
    spring = date(2005, 3, 27)
    assert end_of(spring) - start_of(spring) == timedelta(hours=23)
