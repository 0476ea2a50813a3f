"""Lists and pages: cursors, searches, what they refuse."""

from __future__ import annotations

import pytest

from server.usecases.errors import InvalidInput, NotFound
from server.usecases.queries import CertificateFilter
from tests.office import Office


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
