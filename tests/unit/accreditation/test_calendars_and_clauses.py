"""Calendars, rules and the clauses they cite: what passes and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from server.accreditation import clauses
from server.accreditation.calendar import at
from server.accreditation.election import ElectionCalendar, ElectionKind
from server.accreditation.errors import CodedError
from server.accreditation.rules import (
    RULES,
    badge_4_4_6,
    decree_3_4,
    no_expiry_3_6,
    repeat_voting_3_8,
)
from server.accreditation.term import check_publication_day, check_repeat_voting_days

ROOT = Path(__file__).parents[3]


def code_of(call: Callable[[], object]) -> str | None:
    try:
        call()
    except CodedError as error:
        return error.code
    return None


def _calendar(**changes: object) -> ElectionCalendar:
    given: dict[str, object] = {
        "kinds": (ElectionKind.PRESIDENT,),
        "date_set": at(date(2026, 10, 1), 9),
        "call_published": at(date(2026, 10, 2), 9),
        "voting_days": (date(2027, 1, 24),),
    } | changes
    return ElectionCalendar(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"call_published": None}, None),
        ({"kinds": ()}, "election_kind_missing"),
        ({"voting_days": ()}, "voting_day_missing"),
        ({"voting_days": (date(2027, 1, 24), date(2027, 1, 24))}, "voting_day_twice"),
        ({"call_published": at(date(2026, 9, 30), 9)}, "call_before_date_set"),
        ({"voting_days": (date(2026, 10, 2),)}, "voting_before_call"),
        ({"repeat_voting_days": (date(2027, 1, 10),)}, "repeat_voting_before_voting"),
        ({"repeat_voting_days": (date(2027, 2, 14),)}, None),
    ],
)
def test_calendars(changes: dict[str, object], code: str | None) -> None:
    assert code_of(_calendar(**changes).check) == code


def test_window_opens_with_the_later_of_two_instants() -> None:
    """X-05: the date is set first, the call published later; the later one opens the window."""
    assert _calendar().window().opens == at(date(2026, 10, 2), 9)


def test_publication_and_repeat_days() -> None:
    calendar = _calendar(repeat_voting_days=(date(2027, 2, 14),))
    recorded = at(date(2027, 2, 20), 12)

    def publish(day: date) -> str | None:
        return code_of(lambda: check_publication_day(day, calendar=calendar, recorded_at=recorded))

    assert publish(date(2027, 2, 20)) is None
    assert publish(date(2027, 2, 13)) == "publication_before_voting"
    assert publish(date(2027, 2, 21)) == "publication_in_future"

    def repeat(*days: date) -> str | None:
        return code_of(lambda: check_repeat_voting_days(days, calendar=calendar))

    assert repeat(date(2027, 3, 1)) is None
    assert repeat() == "voting_day_missing"
    assert repeat(date(2027, 2, 14)) == "voting_day_twice"
    assert repeat(date(2027, 1, 24)) == "repeat_voting_before_voting"


def test_rules_without_a_noun_of_their_own() -> None:
    signed = decree_3_4.Basis("139", date(2025, 11, 14), 1)
    decree_3_4.DECREE_NEEDED.require(signed)
    for basis in (
        decree_3_4.Basis(None, date(2025, 11, 14), 1),
        decree_3_4.Basis("139", None, 1),
        decree_3_4.Basis("139", date(2025, 11, 14), None),
    ):
        assert code_of(lambda basis=basis: decree_3_4.DECREE_NEEDED.require(basis)) == "decree_required"
    assert code_of(lambda: no_expiry_3_6.NO_FIXED_EXPIRY.require(date(2027, 3, 1))) == ("certificate_with_expiry")
    badge = frozenset({"status", "name", "organisation", "certificate_number", "qr"})
    badge_4_4_6.BADGE_FIELDS.require(badge)
    for wrong in (badge - {"organisation"}, badge | {"slogan"}):
        assert code_of(lambda wrong=wrong: badge_4_4_6.BADGE_FIELDS.require(wrong)) == "badge_fields"
    observer = repeat_voting_3_8.Continuation(accredited=True, revoked=False, new_accreditation_demanded=True)
    assert code_of(lambda: repeat_voting_3_8.NO_NEW_ACCREDITATION.require(observer)) == (
        "new_accreditation_not_required"
    )
    revoked = repeat_voting_3_8.Continuation(accredited=True, revoked=True)
    assert code_of(lambda: repeat_voting_3_8.CONTINUES.require(revoked)) == "revoked_not_revived"


def test_clause_3_3_cannot_be_cited() -> None:
    assert clauses.clauses()["3.3"].status is clauses.ClauseStatus.ABSENT_IN_SOURCE
    assert code_of(lambda: clauses.cite("3.3")) == "clause_absent_in_source"
    assert code_of(lambda: clauses.cite("9.9")) == "clause_unknown"


def test_every_clause_reads_in_three_languages() -> None:
    for clause in clauses.clauses().values():
        labels = {clause.label(language) for language in clauses.LANGUAGES}
        assert len(labels) == 3, clause.id


def test_every_rule_cites_what_the_source_holds() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))
    for rule in RULES:
        for clause in rule.citation:
            assert clauses.cite(clause).id == clause
        assert rule.in_force <= date(2016, 11, 9)


def test_every_clause_named_in_the_code_is_citable() -> None:
    """Messages and errors can't cite an invented clause: every quoted clause id in the package is known."""
    quoted = re.compile(r'"((?:[1-4]\.\d{1,2}|Art\.\d+)(?:\(\d+\)\d?|-last|-\d)?)"')
    for path in (ROOT / "server" / "accreditation").rglob("*.py"):
        if path.name == "clauses.py":
            continue
        for found in quoted.findall(path.read_text("utf-8")):
            assert code_of(lambda found=found: clauses.cite(found)) is None, (path.name, found)


def test_an_error_says_code_clause_and_facts() -> None:
    error = CodedError("window_closed", "3.7", closes=datetime(2027, 1, 21, 18, tzinfo=UTC))
    assert str(error) == "window_closed (clause 3.7): closes=2027-01-21 18:00:00+00:00"
    assert str(CodedError("not_found")) == "not_found"
