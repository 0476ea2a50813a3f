"""What may not be done, and what is said then."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from server.accreditation.calendar import at
from server.accreditation.errors import CodedError
from server.usecases.act_on_election import draft_election_act
from server.usecases.add_organisation import add_organisation
from server.usecases.draft_accreditation import (
    add_annex_line,
    draft_accreditation_decree,
    edit_annex_line,
    remove_annex_line,
)
from server.usecases.errors import Conflict, Forbidden, InvalidInput, NotFound
from server.usecases.issue import issue_credentials
from server.usecases.ports import Actor
from server.usecases.publish_decree import discard_decree, publish_decree
from server.usecases.revoke import Upload, draft_revocation
from server.usecases.sign_decree import sign_decree
from tests.office import APPROVER, RECORDS, REGISTRAR, Office, a_line


def codes(refusal: InvalidInput) -> dict[str, str]:
    return {error.path: error.code for error in refusal.errors}


def signing(office: Office, decree: str, **changes: Any) -> Any:
    arguments: dict[str, Any] = {"by": APPROVER, "number": "12", "decree_date": date(2027, 1, 10)}
    arguments |= changes
    return office.do(sign_decree, decree_id=decree, sealing=office.ports.sealing, **arguments)


@pytest.mark.parametrize("citizenships", [("KGZ",), ("NLD", "KGZ"), ("KGZ", "NLD")])
def test_a_kyrgyz_citizen_never_enters_an_annex(office: Office, citizenships: tuple[str, ...]) -> None:
    decree, organisation = office.drafted(0), office.known_organisation()
    line = a_line(1, organisation=organisation, citizenships=citizenships)
    with pytest.raises(CodedError) as caught:
        office.do(add_annex_line, by=REGISTRAR, decree_id=decree, line=line)
    assert (caught.value.code, caught.value.clause) == ("citizen_of_kyrgyz_republic", "1.4")


def test_every_wrong_field_is_named_at_once(office: Office) -> None:
    decree = office.drafted(0)
    line = a_line(
        1,
        surname_latin="Оstrander",  # a Cyrillic letter first
        surname_cyrillic="Ostrander",
        citizenships=("XYZ",),
        document_number="-",
        organisation="no such",
        category="guest",
        birth_date=date(2030, 1, 1),
    )
    with pytest.raises(InvalidInput) as caught:
        office.do(add_annex_line, by=REGISTRAR, decree_id=decree, line=line)
    assert codes(caught.value) == {
        "surname_latin": "name_wrong_script",
        "surname_cyrillic": "name_wrong_script",
        "citizenships": "country_unknown",
        "document_number": "document_number_missing",
        "organisation": "organisation_unknown",
        "category": "category_unknown",
        "birth_date": "date_out_of_range",
    }


@pytest.mark.parametrize(
    ("now", "day", "code"),
    [
        (at(date(2027, 1, 21), 23, minute=59), date(2027, 1, 21), None),
        (at(date(2027, 1, 22), 0), date(2027, 1, 21), "window_closed"),
        (at(date(2027, 1, 22), 0), date(2027, 1, 22), "window_closed"),
        (at(date(2027, 1, 12), 12), date(2026, 10, 1), "window_not_open"),
        (at(date(2027, 1, 12), 12), date(2027, 1, 13), "decree_date_in_future"),
    ],
)
def test_the_decree_lies_in_the_window(office: Office, now: Any, day: date, code: str | None) -> None:
    decree = office.drafted(1)
    office.clock.instant = now
    if code is None:
        assert signing(office, decree, decree_date=day)["applied"] == 1
        return
    with pytest.raises(CodedError) as caught:
        signing(office, decree, decree_date=day)
    assert caught.value.code == code
    assert office.ports.queries.decree(decree).decree.state == "draft"


def test_nobody_drafts_before_the_call_is_published(office: Office) -> None:
    office.election(call_published_at=None)
    with pytest.raises(CodedError, match="call_not_published"):
        office.do(draft_accreditation_decree, by=REGISTRAR, election_id="kg-2027-pr", subject="Observers")


def test_three_people_make_a_decree(office: Office) -> None:
    decree = office.drafted(1)
    with pytest.raises(CodedError, match="same_person_drafts_and_signs"):
        signing(office, decree, by=Actor(REGISTRAR.user_id, "approver"))
    signing(office, decree)
    with pytest.raises(CodedError, match="same_person_drafts_and_publishes"):
        office.do(publish_decree, by=Actor(REGISTRAR.user_id, "records"), decree_id=decree)
    with pytest.raises(CodedError, match="same_person_signs_and_publishes"):
        office.do(publish_decree, by=Actor(APPROVER.user_id, "records"), decree_id=decree)
    office.do(publish_decree, by=RECORDS, decree_id=decree)
    with pytest.raises(Conflict, match="decree_already_published"):
        office.do(publish_decree, by=RECORDS, decree_id=decree)


@pytest.mark.parametrize("role", ["registrar", "records", "system", "auditor", ""])
def test_only_an_approver_signs(office: Office, role: str) -> None:
    decree = office.drafted(1)
    with pytest.raises(Forbidden):
        signing(office, decree, by=Actor("user-two", role))


def test_an_empty_decree_and_a_taken_number(office: Office) -> None:
    with pytest.raises(Conflict, match="decree_empty"):
        signing(office, office.drafted(0))
    signing(office, office.drafted(1), number="№ 12")
    with pytest.raises(Conflict, match="decree_number_taken"):
        signing(office, office.drafted(1, start=2), number="12")
    with pytest.raises(CodedError, match="decree_number_invalid"):
        signing(office, office.drafted(1, start=3), number="DROP TABLE")


def test_one_person_is_accredited_once(office: Office) -> None:
    first, second = office.drafted(2), office.drafted(1)  # both hold person 1
    with pytest.raises(Conflict, match="already_in_annex"):
        line = a_line(1, organisation=office.known_organisation())
        office.do(add_annex_line, by=REGISTRAR, decree_id=first, line=line)
    signing(office, first)
    with pytest.raises(Conflict, match="already_accredited"):
        signing(office, second, number="13")
    with pytest.raises(Conflict, match="already_accredited"):
        office.drafted(1)


def test_lines_change_in_drafts_only_and_unused_people_are_forgotten(office: Office) -> None:
    decree, organisation = office.drafted(2), office.known_organisation()
    first, second = office.ports.queries.annex(decree).rows
    corrected = a_line(1, organisation=organisation, given_latin="Willemina")
    office.do(edit_annex_line, by=REGISTRAR, line_id=first.id, line=corrected)
    shown = office.ports.queries.annex(decree).rows[0]
    assert (shown.id, shown.position, shown.name_latin) == (first.id, 1, "Ostranderb Willemina")
    assert office.ports.queries.annex_line(first.id)[1].given_latin == "Willemina"
    office.do(remove_annex_line, by=REGISTRAR, line_id=second.id)
    for forgotten in (first.person_id, second.person_id):
        with pytest.raises(NotFound):
            office.ports.queries.person(forgotten, now=office.clock.now())
    signing(office, decree)
    for verb, more in ((remove_annex_line, {}), (edit_annex_line, {"line": corrected})):
        with pytest.raises(Conflict, match="decree_not_draft"):
            office.do(verb, by=REGISTRAR, line_id=first.id, **more)


def test_a_discarded_draft_stays_and_is_never_signed(office: Office) -> None:
    decree = office.drafted(1)
    office.do(discard_decree, by=APPROVER, decree_id=decree)
    with pytest.raises(Conflict, match="decree_discarded"):
        signing(office, decree)
    assert office.ports.queries.decrees().rows == ()
    assert [row.id for row in office.ports.queries.decrees(state="discarded").rows] == [decree]


def test_violations_need_facts_and_gross(office: Office) -> None:
    (number,) = office.issued(1)
    card = office.ports.queries.certificate(number, now=office.clock.now())
    for changes, code in (
        ({"facts": " "}, "revocation_facts_missing"),
        ({"gross": None}, "revocation_gross_not_stated"),
        ({"kind": "W2", "gross": None}, "written_application_missing"),
        ({"effective_at": at(date(2027, 1, 9), 10)}, "effective_before_signing"),
        ({"kind": "V9"}, "invalid_input"),
        ({"accreditation_ids": []}, "invalid_input"),
        ({"accreditation_ids": ["nobody"]}, "not_found"),
        ({"attachment": Upload("a.exe", "application/pdf", b"MZ")}, "invalid_input"),
        ({"attachment": Upload("a.pdf", "application/pdf", b"")}, "invalid_input"),
    ):
        arguments: dict[str, Any] = {
            "accreditation_ids": [card.row.accreditation_id],
            "kind": "V1",
            "facts": "Facts",
            "gross": True,
        }
        with pytest.raises(CodedError) as caught:
            office.do(draft_revocation, by=REGISTRAR, **(arguments | changes))  # type: ignore[operator]
        assert caught.value.code == code, changes


@pytest.mark.parametrize(
    ("kind", "day", "code"),
    [
        ("results_publication", date(2027, 1, 23), "publication_before_voting"),
        ("results_publication", date(2027, 2, 20), "publication_in_future"),
        ("results_publication", None, "invalid_input"),
        ("results_withdrawal", None, "no_results_to_withdraw"),
        ("repeat_voting", date(2027, 1, 24), "repeat_voting_before_voting"),
        ("election_annulment", date(2027, 2, 1), "invalid_input"),
        ("coronation", None, "invalid_input"),
    ],
)
def test_acts_about_the_term_that_cannot_be(office: Office, kind: str, day: Any, code: str) -> None:
    office.election()
    office.clock.instant = at(date(2027, 2, 1), 12)
    with pytest.raises(CodedError) as caught:
        office.do(draft_election_act, by=REGISTRAR, election_id="kg-2027-pr", kind=kind, day=day, facts="Act")
    assert caught.value.code == code


def test_an_annulled_election_accredits_and_issues_no_more(office: Office) -> None:
    signed, draft = office.drafted(1), office.drafted(1, start=2)
    signing(office, signed)
    act = office.do(
        draft_election_act, by=REGISTRAR, election_id="kg-2027-pr", kind="election_annulment", facts="Court"
    )
    signing(office, act, number="99")
    assert office.state().basis == 3
    with pytest.raises(Conflict, match="election_annulled"):
        signing(office, draft, number="100")
    with pytest.raises(Conflict, match="election_annulled"):
        office.do(issue_credentials, by=REGISTRAR, decree_id=signed, sealing=office.ports.sealing)


def test_no_certificate_after_the_term(office: Office) -> None:
    decree = office.drafted(1)
    signing(office, decree)
    office.clock.instant = at(date(2027, 2, 2), 12)
    act = office.do(
        draft_election_act,
        by=REGISTRAR,
        election_id="kg-2027-pr",
        kind="results_publication",
        day=date(2027, 2, 1),
        facts="Erkin Too",
    )
    signing(office, act, number="99", decree_date=date(2027, 2, 2))
    with pytest.raises(Conflict, match="term_ended"):
        office.do(issue_credentials, by=REGISTRAR, decree_id=decree, sealing=office.ports.sealing)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"code": "A B"}, "code"),
        ({"prefix": "1"}, "prefix"),
        ({"prefix": "TOOLONG"}, "prefix"),
        ({"kinds": ["king"]}, "kinds"),
        ({"titles": {"ky": "", "ru": "Р", "en": "E"}}, "titles.ky"),
        ({"window_rule": "E-5"}, "window_rule"),
        ({"voting_days": []}, "voting_days"),
        ({"call_published_at": at(date(2026, 9, 1), 10)}, "call_published_at"),
    ],
)
def test_elections_that_cannot_be(office: Office, changes: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        office.election(**changes)
    assert path in codes(caught.value)


def test_names_are_taken_once(office: Office) -> None:
    office.election()
    with pytest.raises(InvalidInput) as taken:
        office.election()
    assert codes(taken.value) == {"code": "election_code_taken", "prefix": "election_prefix_taken"}
    office.organisation("Highland Watch")
    with pytest.raises(Conflict, match="organisation_exists"):
        office.do(add_organisation, by=REGISTRAR, name=" Highland  Watch ")
    for names in ({"name": "HIGHLAND watch"}, {"name": "Other", "name_ru": "Highland Watch"}):
        with pytest.raises(Conflict, match="organisation_exists"):
            office.do(add_organisation, by=REGISTRAR, **names)


def test_two_drafts_revoke_once(office: Office) -> None:
    (number,) = office.issued(1)
    card = office.ports.queries.certificate(number, now=office.clock.now())
    arguments: dict[str, Any] = {"accreditation_ids": [card.row.accreditation_id], "kind": "V1", "facts": "Facts"}
    first = office.do(draft_revocation, by=REGISTRAR, gross=False, **arguments)
    with pytest.raises(Conflict, match="draft_pending"):
        office.do(draft_revocation, by=REGISTRAR, gross=False, **arguments)
    office.sign(first)
    with pytest.raises(Conflict, match="accreditation_revoked"):
        office.do(draft_revocation, by=REGISTRAR, gross=False, **arguments)
