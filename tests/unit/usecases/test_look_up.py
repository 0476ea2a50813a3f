"""An officer finds a person by whatever is at hand."""

from __future__ import annotations

from typing import Any

from server.credential.qr_text import to_text
from server.usecases.look_up import look_up
from tests.office import Office


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
