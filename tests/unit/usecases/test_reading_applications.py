"""Lists of what is applied for: pages without gaps, search in both scripts, people who may be the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from server.usecases.errors import InvalidInput, NotFound
from server.usecases.intake import receive_nominations
from server.usecases.queries_of_applications import ApplicationFilter, NominationFilter
from tests.applicants import filed
from tests.office import REGISTRAR, Office

EVERYONE = NominationFilter(election_id="kg-2027-pr")


def all_pages(office: Office, narrowed: NominationFilter, *, limit: int = 2) -> list[int]:
    numbers: list[int] = []
    after = None
    while True:
        found = office.ports.queries.nominations(narrowed, after=after, limit=limit)
        numbers += [row.n for row in found.rows]
        after = found.next
        if after is None:
            return numbers


def test_pages_have_no_gaps_across_states_and_in_both_orders(office: Office) -> None:
    ids = filed(office, 5)
    filed(office, 4, channel="mfa", start=20)
    office.do(receive_nominations, by=REGISTRAR, nomination_ids=ids[::2])
    assert all_pages(office, EVERYONE) == list(range(9, 0, -1))
    assert all_pages(office, replace(EVERYONE, oldest_first=True)) == list(range(1, 10))
    assert all_pages(office, replace(EVERYONE, states=("at_cec",))) == [5, 3, 1]
    assert all_pages(office, replace(EVERYONE, channel="mfa")) == [9, 8, 7, 6]
    assert all_pages(office, NominationFilter(organisation_id=office.known_organisation())) == list(range(9, 0, -1))
    with pytest.raises(InvalidInput):
        office.ports.queries.nominations(EVERYONE, after="nonsense")


@pytest.mark.parametrize("text", ["vandermeerbc", "ВАНДЕРМЕЕРБВ", "x0000012", "hanneke vandermeerbc"])
def test_a_person_is_found_by_the_start_of_any_word_in_either_script(office: Office, text: str) -> None:
    filed(office, 3, start=11)
    found = office.ports.queries.nominations(NominationFilter(text=text)).rows
    assert [row.name_latin for row in found] == ["Vandermeerbc Hanneke"]
    assert office.ports.queries.nominations(NominationFilter(text="nobody")).rows == ()


def test_an_application_counts_its_people_by_state(office: Office) -> None:
    ids = filed(office, 3)
    office.do(receive_nominations, by=REGISTRAR, nomination_ids=ids[:1])
    (row,) = office.ports.queries.applications(ApplicationFilter(state="filed")).rows
    assert (row.people, row.states, row.number) == (3, {"at_cec": 1, "filed_cec": 2}, "PR-00001")
    assert office.ports.queries.application(row.id) == row
    page = office.ports.queries.nomination(ids[0])
    assert (page.application, page.invitation.applications, page.invitation.people) == (row, 1, 3)
    with pytest.raises(NotFound):
        office.ports.queries.nomination("nobody")


def test_the_same_person_is_shown_by_document_or_by_name_and_birth_date(office: Office) -> None:
    first = filed(office, 1)
    by_document = filed(office, 1, channel="mfa", start=1, surname_latin="Other", birth_date=None)
    by_name = filed(
        office, 1, start=1, document_number="Z9999999", surname_latin="HANNEKE", given_latin="Vandermeerb"
    )
    by_cyrillic = filed(office, 1, start=1, document_number="Z9999998", surname_latin="Different")
    filed(office, 1, start=1, document_number="Z9999997", birth_date=date(1970, 1, 1))
    found = {row.twin.id: row.by for row in office.ports.queries.twins(first)}
    assert found == {by_document[0]: "document", by_name[0]: "name", by_cyrillic[0]: "name"}
    assert office.ports.queries.twins([]) == ()


def test_nobody_of_a_long_list_is_left_out_of_the_comparison(office: Office) -> None:
    ids = filed(office, 260)
    again = filed(office, 260, channel="mfa")
    found = office.ports.queries.twins(ids)
    assert {(row.nomination_id, row.twin.id) for row in found} == set(zip(ids, again, strict=True))
    assert {row.by for row in found} == {"document"}
