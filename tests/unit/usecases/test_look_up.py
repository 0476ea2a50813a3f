"""An officer finds a person by whatever is at hand."""

from __future__ import annotations

from typing import Any

import pytest

from server.credential.qr_text import to_text
from server.usecases.draft_accreditation import add_annex_line
from server.usecases.issue import issue_credentials
from server.usecases.look_up import look_up
from tests.office import REGISTRAR, Office, a_line


def test_an_officer_finds_a_person_by_name_number_and_scan(office: Office) -> None:
    numbers = office.issued(3)
    queries, now = office.ports.queries, office.clock.now()
    card = queries.certificate(numbers[2], now=now)
    for text in (to_text(card.sealed, origin="https://o.example.kg"), numbers[2], "pr-0002", "OSTRANDERD"):
        found = look_up(text, queries=queries, trust=office.trust, now=now).rows
        assert [row.number for row in found] == [numbers[2]], text
    for text, count in (("острАНДЕР вил", 3), ("lowland", 3), ("nobody", 0)):
        assert len(look_up(text, queries=queries, trust=office.trust, now=now).rows) == count


def test_digits_and_a_mistyped_number_find_what_was_meant(office: Office) -> None:
    numbers = office.issued(3)
    queries, now = office.ports.queries, office.clock.now()

    def found(text: str, **more: Any) -> Any:
        return look_up(text, queries=queries, trust=office.trust, now=now, **more)

    for digits in ("0001", "1", "01"):
        assert [row.number for row in found(digits).rows] == [numbers[1]], digits
    wrong = numbers[1][:-1] + ("A" if numbers[1][-1] != "A" else "B")
    assert (found(wrong).wrong_check, [row.number for row in found(wrong).rows]) == (True, [numbers[1]])
    assert not found(numbers[1]).wrong_check
    first = found("ostrander", limit=2)
    rest = found("ostrander", limit=2, after=first.next)
    assert [row.number for row in (*first.rows, *rest.rows)] == numbers[::-1]
    assert rest.next is None


MARKED = "«Ак-Өргө» Байкоочулар (OSCE/ODIHR), №7 – Ң. Үй"
SEARCHES = (MARKED, "(osce/odihr)", "«Ак-Өргө»", "ак-өргө", "№7", '"OSCE" -- odihr', "ң. үй", "  (Байкоочулар)  ")


@pytest.mark.parametrize("typed", SEARCHES)
def test_marks_hyphens_and_kyrgyz_letters_find_what_they_stand_in(office: Office, typed: str) -> None:
    named = office.organisation(MARKED)
    office.organisation("Another Watch")
    queries = office.ports.queries
    assert [row.id for row in queries.organisations(text=typed).rows] == [named]
    assert not queries.organisations(text="«(–)»").rows  # marks alone are nobody's name


@pytest.mark.parametrize("typed", ["O'Brien-Nunez", "o’brien", "(Brien, Nunez)", "«О’Брайен»", "Үсөн-Ңуров"])
def test_people_are_found_whatever_marks_stand_in_their_names(office: Office, typed: str) -> None:
    cyrillic = {"surname_cyrillic": "О’Брайен", "given_cyrillic": "Үсөн-Ңуров"}
    line = a_line(1, organisation=office.known_organisation(), surname_latin="O'Brien-Nunez", cyrillic_language="kir",
                  **cyrillic)  # fmt: skip
    decree = office.drafted(0)
    office.do(add_annex_line, by=REGISTRAR, decree_id=decree, line=line)
    office.sign(decree)
    office.do(issue_credentials, by=REGISTRAR, decree_id=decree, sealing=office.ports.sealing)
    found = look_up(typed, queries=office.ports.queries, trust=office.trust, now=office.clock.now()).rows
    assert [row.name_latin.split()[0] for row in found] == ["O'Brien-Nunez"]
