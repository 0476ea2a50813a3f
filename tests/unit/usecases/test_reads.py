"""Lists and pages: cursors, searches, what they refuse."""

from __future__ import annotations

import base64
import json

import pytest

from server.adapters.database.cursors import from_cursor
from server.adapters.database.queries_applications import instant_of
from server.usecases.errors import InvalidInput, NotFound
from server.usecases.publish_decree import publish_decree
from server.usecases.queries import CertificateFilter
from server.usecases.replace import replace_credential
from tests.office import RECORDS, REGISTRAR, Office


def test_reads_refuse_what_they_did_not_make(office: Office) -> None:
    queries, now = office.ports.queries, office.clock.now()
    for cursor in ("x", "W10", "WyJhIl0", "é", "WzFlOTldX", "0" * 5000):
        with pytest.raises(InvalidInput):
            queries.certificates(CertificateFilter(), now=now, after=cursor)
    with pytest.raises(InvalidInput):
        queries.certificates(CertificateFilter(status="green"), now=now)
    for number in ("PR0000X", "", "'; DROP TABLE act; --", "☃" * 100):
        with pytest.raises(NotFound):
            queries.certificate(number, now=now)
        assert queries.certificates(CertificateFilter(text=number + "zz"), now=now).rows == ()


def test_pages_follow_one_another(office: Office) -> None:
    numbers = office.issued(7)
    seen, after, pages = [], None, 0
    while True:
        page = office.ports.queries.certificates(
            CertificateFilter(text="ostr"), now=office.clock.now(), after=after, limit=3
        )
        seen += [row.number for row in page.rows]
        pages, after = pages + 1, page.next
        if after is None:
            break
    assert (seen, pages) == (numbers[::-1], 3)
    decree = office.ports.queries.decrees().rows[0].id
    lines = office.ports.queries.annex(decree, limit=4)
    rest = office.ports.queries.annex(decree, after=lines.next, limit=4)
    assert [row.position for row in (*lines.rows, *rest.rows)] == [1, 2, 3, 4, 5, 6, 7]
    assert [row.number for row in (*lines.rows, *rest.rows)] == numbers


@pytest.mark.parametrize("odd", ["\ud800", "\0", "☃", "x" * 5000, "' OR 1=1 --"])
def test_odd_texts_find_nothing_and_break_nothing(office: Office, odd: str) -> None:
    queries, now = office.ports.queries, office.clock.now()
    with pytest.raises(NotFound):
        queries.certificate(odd, now=now)
    with pytest.raises(NotFound):
        office.do(publish_decree, by=RECORDS, decree_id=odd)
    with pytest.raises(InvalidInput if len(odd) > 64 else NotFound):
        office.do(
            replace_credential, by=REGISTRAR, number=odd, reason="lost", facts="Lost", sealing=office.ports.sealing
        )
    assert queries.certificates(CertificateFilter(text=odd), now=now).rows == ()


@pytest.mark.parametrize("once", ["x" * 201, "\n", "\ud800"])
def test_a_key_is_a_short_line(office: Office, once: str) -> None:
    with pytest.raises(InvalidInput):
        office.do(publish_decree, by=RECORDS, once=once, decree_id="none")


@pytest.mark.parametrize("keys", [["\ud800"], ["a\0b"], [2**63], [1, 2]])
def test_a_cursor_no_row_could_have_made_is_refused(keys: list[object]) -> None:
    with pytest.raises(InvalidInput):
        from_cursor(base64.urlsafe_b64encode(json.dumps(keys).encode()).decode(), type(keys[0]))


def test_an_instant_before_time_is_refused() -> None:
    with pytest.raises(InvalidInput):
        instant_of("0001-01-01T00:00:00+23:59")
