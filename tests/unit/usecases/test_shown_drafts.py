"""A signature covers what was shown, and a draft that another act outran is signed no more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from server.accreditation.calendar import at
from server.accreditation.errors import CodedError
from server.usecases.draft_accreditation import add_annex_line, edit_annex_line, remove_annex_line
from server.usecases.errors import Conflict, InvalidInput
from server.usecases.publish_decree import discard_decree
from server.usecases.replace import draft_amendment, replace_credential
from server.usecases.revoke import draft_annulment_of_revocation, draft_revocation
from server.usecases.sign_decree import sign_decree
from tests.office import APPROVER, REGISTRAR, Office, a_line


def accreditation(office: Office, number: str) -> str:
    return office.ports.queries.certificate(number, now=office.clock.now()).row.accreditation_id


def revoking(office: Office, number: str) -> str:
    return str(office.do(draft_revocation, by=REGISTRAR, accreditation_ids=[accreditation(office, number)], kind="V1",
                         facts="Facts", gross=False))  # fmt: skip


def signing(office: Office, decree: str, **changes: Any) -> Any:
    arguments: dict[str, Any] = {"number": "12", "decree_date": date(2027, 1, 10), "sealing": office.ports.sealing}
    return office.do(sign_decree, by=APPROVER, decree_id=decree, **(arguments | changes))


@pytest.mark.parametrize("change", ["added", "edited", "removed"])
def test_a_draft_changed_after_it_was_shown_is_not_signed(office: Office, change: str) -> None:
    decree = office.drafted(2)
    shown = office.ports.queries.draft_shown(decree).digest
    line = office.ports.queries.annex(decree).rows[0].id
    late = a_line(7, organisation=office.known_organisation())
    if change == "added":
        office.do(add_annex_line, by=REGISTRAR, decree_id=decree, line=late)
    elif change == "edited":
        office.do(edit_annex_line, by=REGISTRAR, line_id=line, line=late)
    else:
        office.do(remove_annex_line, by=REGISTRAR, line_id=line)
    with pytest.raises(Conflict, match="draft_changed_since_shown"):
        signing(office, decree, shown=shown)
    assert office.ports.queries.decree(decree).decree.state == "draft"
    again = office.ports.queries.draft_shown(decree).digest
    assert signing(office, decree, shown=again)["applied"] == {"added": 3, "edited": 2, "removed": 1}[change]


def test_an_old_draft_never_revokes_a_person_who_was_restored(office: Office) -> None:
    (number,) = office.issued(1)
    amending = office.do(draft_amendment, by=REGISTRAR, number=number, changes={"given_latin": "Wil"}, facts="Typo")
    office.clock.move(minutes=1)
    revocation = revoking(office, number)
    office.clock.move(minutes=1)
    office.sign(revocation)
    (revoked,) = office.ports.queries.decree(revocation).revocations
    office.clock.move(minutes=1)
    office.sign(office.do(draft_annulment_of_revocation, by=REGISTRAR, revocation_ids=[revoked.id], facts="Court"))
    later = office.ports.queries.draft_shown(amending)
    assert (later.outdated_by, later.outdated_on) == ("102/4", date(2027, 1, 10))
    with pytest.raises(Conflict, match="draft_outdated"):
        office.sign(amending)
    office.do(discard_decree, by=REGISTRAR, decree_id=amending)
    office.sign(office.do(draft_amendment, by=REGISTRAR, number=_alive(office), changes={"given_latin": "Wil"},
                          facts="Typo"), number="777")  # fmt: skip


def test_no_second_draft_about_the_same_accreditation(office: Office) -> None:
    (number,) = office.issued(1)
    first = revoking(office, number)
    with pytest.raises(Conflict, match="draft_pending"):
        revoking(office, number)
    office.do(discard_decree, by=REGISTRAR, decree_id=first)
    (seen,) = office.ports.queries.decree(first).revocations
    assert (seen.state, seen.is_open) == ("discarded", False)
    second = revoking(office, number)
    office.sign(second)
    (revoked,) = office.ports.queries.decree(second).revocations
    annulling = {"revocation_ids": [revoked.id], "facts": "Court"}
    office.do(draft_annulment_of_revocation, by=REGISTRAR, **annulling)
    with pytest.raises(Conflict, match="draft_pending"):
        office.do(draft_annulment_of_revocation, by=REGISTRAR, **annulling)


def test_a_number_used_this_year_is_asked_about(office: Office) -> None:
    signing(office, office.drafted(1))
    office.clock.move(days=1)
    second, again = office.drafted(1, start=2), date(2027, 1, 11)
    with pytest.raises(Conflict, match="decree_number_used_this_year") as refused:
        signing(office, second, decree_date=again)
    assert refused.value.facts["used_on"] == date(2027, 1, 10)
    assert signing(office, second, decree_date=again, number_again=True)["applied"] == 1
    with pytest.raises(Conflict, match="decree_number_taken"):
        signing(office, office.drafted(1, start=3), decree_date=again, number_again=True)


def _alive(office: Office) -> str:
    rows = office.ports.queries.annex(office.ports.queries.decrees(kind="accreditation").rows[0].id).rows
    return str(rows[0].number)


def test_a_line_changed_by_another_is_not_overwritten(office: Office) -> None:
    decree, organisation = office.drafted(1), office.known_organisation()
    (line,) = office.ports.queries.annex(decree).rows
    opened = office.ports.queries.annex_line_fingerprint(line.id)
    assert line.fingerprint == opened
    mine, theirs = (a_line(1, organisation=organisation, given_latin=name) for name in ("Wil", "Willemina"))
    office.do(edit_annex_line, by=REGISTRAR, line_id=line.id, line=theirs, opened=opened)
    with pytest.raises(Conflict, match="line_changed_since_opened"):
        office.do(edit_annex_line, by=REGISTRAR, line_id=line.id, line=mine, opened=opened)
    assert office.ports.queries.annex_line(line.id)[1].given_latin == "Willemina"
    now = office.ports.queries.annex_line_fingerprint(line.id)
    office.do(edit_annex_line, by=REGISTRAR, line_id=line.id, line=mine, opened=now)


def test_no_revocation_takes_effect_years_ahead(office: Office) -> None:
    (number,) = office.issued(1)
    asked: dict[str, Any] = {"accreditation_ids": [accreditation(office, number)], "kind": "V1", "facts": "Facts",
                             "gross": False}  # fmt: skip
    with pytest.raises(CodedError, match="effective_after_term") as refused:
        office.do(draft_revocation, by=REGISTRAR, effective_at=at(date(2029, 1, 24), 10), **asked)
    assert refused.value.facts["latest"] == date(2027, 3, 25)
    office.do(draft_revocation, by=REGISTRAR, effective_at=at(date(2027, 3, 25), 10), **asked)


def test_a_kyrgyz_citizenship_does_not_hide_other_faults(office: Office) -> None:
    decree, organisation = office.drafted(0), office.known_organisation()
    line = a_line(1, organisation=organisation, citizenships=("KGZ",), given_latin="Вилма", document_country="XYZ",
                  patronymic_latin="٣", document_number="")  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        office.do(add_annex_line, by=REGISTRAR, decree_id=decree, line=line)
    assert {error.path: error.code for error in refused.value.errors} == {
        "citizenships": "citizen_of_kyrgyz_republic", "given_latin": "name_wrong_script",
        "patronymic_latin": "text_forbidden_character", "document_country": "country_unknown",
        "document_number": "document_number_missing",
    }  # fmt: skip
    long = a_line(1, organisation=organisation, surname_latin="A" * 60, given_latin="B" * 60)
    with pytest.raises(InvalidInput) as together:
        office.do(add_annex_line, by=REGISTRAR, decree_id=decree, line=long)
    assert [(e.path, e.code) for e in together.value.errors] == [("surname_latin", "names_too_long_together")]


def test_people_with_a_certificate_are_counted_not_papers(office: Office) -> None:
    number, *_ = office.issued(3)
    office.do(replace_credential, by=REGISTRAR, number=number, reason="lost", facts="Lost",
              sealing=office.ports.sealing)  # fmt: skip
    (row,) = office.ports.queries.decrees(kind="accreditation").rows
    assert (row.size, row.issued, row.live) == (3, 3, 3)
    office.sign(revoking(office, _alive(office)))
    (row,) = office.ports.queries.decrees(kind="accreditation").rows
    assert (row.size, row.issued, row.live) == (3, 3, 2)
