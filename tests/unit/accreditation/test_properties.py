"""What must hold for every day, instant, name and order of acts."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.accreditation import calendar
from server.accreditation.calendar import at
from server.accreditation.election import ElectionCalendar, ElectionKind, Window, WindowRule
from server.accreditation.errors import CodedError
from server.accreditation.person import PersonName, clean_name, normalise_document_number
from server.accreditation.revocation import effective_minute
from server.accreditation.script import Script
from server.accreditation.term import (
    ElectionFact,
    ElectionFactKind,
    ElectionTerm,
    Standing,
    Term,
    TermBasis,
    fold,
)

DAYS = st.dates(date(2010, 1, 1), date(2060, 1, 1))
INSTANTS = st.datetimes(
    datetime(2006, 1, 1),  # noqa: DTZ001
    datetime(2060, 1, 1),  # noqa: DTZ001
    timezones=st.timezones(),
)


@given(INSTANTS)
def test_every_instant_lies_in_its_day(instant: datetime) -> None:
    day = calendar.day_of(instant)
    assert calendar.start_of(day) <= instant < calendar.end_of(day)
    assert calendar.day_from_number(calendar.day_number(day)) == day


@given(DAYS)
def test_credentials_begin_where_the_profile_says(day: date) -> None:
    """`nbf` = day x 86,400 - 21,600: six hours east of Greenwich, no summer time since 2005."""
    assert calendar.unix_seconds(calendar.start_of(day)) == calendar.day_number(day) * 86_400 - 21_600


@given(DAYS, st.sampled_from(WindowRule), st.integers(10, 200), INSTANTS)
def test_a_window_is_half_open_and_agrees_with_itself(
    day: date, rule: WindowRule, lead: int, instant: datetime
) -> None:
    call = calendar.start_of(day - timedelta(days=lead))
    window = ElectionCalendar((ElectionKind.PRESIDENT,), call, call, (day,), window_rule=rule).window()
    assert not window.contains(window.closes)
    assert window.contains(window.opens)
    assert window.contains(instant) == _passes(window, instant)
    assert (day - window.last_day).days == (3 if rule is WindowRule.E_MINUS_3_INCLUSIVE else 4)


def _passes(window: Window, instant: datetime) -> bool:
    try:
        window.check_inside(instant)
    except CodedError:
        return False
    return True


@given(DAYS, st.integers(0, 60), st.integers(-80, 80))
def test_a_term_holds_from_its_first_to_its_last_day(day: date, length: int, offset: int) -> None:
    last = day + timedelta(days=length)
    term = Term(day, ElectionTerm(TermBasis.RESULTS_PUBLISHED, last))
    asked = day + timedelta(days=offset)
    assert (term.standing_on(asked) is Standing.IN_FORCE) == (day <= asked <= last)
    open_term = Term(day, ElectionTerm(TermBasis.OPEN))
    assert (open_term.standing_on(asked) is Standing.IN_FORCE) == (offset >= 0)


FACTS = st.lists(st.sampled_from(ElectionFactKind), max_size=8)


@given(FACTS)
def test_any_order_of_acts_is_a_standing_or_a_refusal(kinds: list[ElectionFactKind]) -> None:
    start = datetime(2027, 2, 1, tzinfo=UTC)
    facts = [
        ElectionFact(
            kind,
            start + timedelta(days=n),
            calendar.day_of(start + timedelta(days=n)) if kind is ElectionFactKind.RESULTS_PUBLICATION else None,
        )
        for n, kind in enumerate(kinds)
    ]
    try:
        term = fold(facts)
    except CodedError:
        return
    assert (term.published_day is not None) == (term.basis is TermBasis.RESULTS_PUBLISHED)
    assert fold(reversed(facts)) == term
    if ElectionFactKind.ELECTION_ANNULMENT in kinds:
        assert term.basis is TermBasis.ANNULLED


@given(INSTANTS, st.one_of(st.none(), st.integers(-10_000, 10_000)))
def test_no_revocation_takes_effect_before_its_signature(signed_at: datetime, minutes: int | None) -> None:
    asked = None if minutes is None else calendar.minute_of(signed_at) + timedelta(minutes=minutes)
    if minutes is not None and minutes < 0:
        with pytest.raises(CodedError):
            effective_minute(asked, signed_at=signed_at)
        return
    minute = effective_minute(asked, signed_at=signed_at)
    assert minute.second == minute.microsecond == 0
    assert minute + timedelta(minutes=1) > signed_at


@given(st.text(max_size=80), st.sampled_from(Script))
def test_a_name_is_cleaned_or_refused_and_cleaning_is_stable(text: str, script: Script) -> None:
    try:
        name = clean_name(PersonName(text), script=script)
    except CodedError:
        return
    assert clean_name(name, script=script) == name
    assert unicodedata.is_normalized("NFC", name.full)
    assert not any(unicodedata.category(character)[0] == "C" for character in name.full)


@given(st.text(max_size=30))
def test_a_document_number_is_normalised_or_refused(text: str) -> None:
    try:
        number = normalise_document_number(text)
    except CodedError:
        return
    assert normalise_document_number(number) == number
    assert number.isascii()


def test_naive_instants_are_refused() -> None:
    with pytest.raises(CodedError, match="instant_without_zone"):
        calendar.day_of(datetime(2027, 1, 1))  # noqa: DTZ001
    assert at(date(2027, 1, 24), 8) == datetime(2027, 1, 24, 2, tzinfo=UTC)
