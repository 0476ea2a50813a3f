"""Lists that may grow long are read in the order of an index: no page sorts them first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, event

from server.adapters.database.queries import SqlQueries
from server.usecases.queries import CertificateFilter
from server.usecases.queries_of_applications import NominationFilter
from tests.office import NOW

LISTS: dict[str, Callable[[SqlQueries], Any]] = {
    "certificates": lambda queries: queries.certificates(CertificateFilter(), now=NOW),
    "nominations": lambda queries: queries.nominations(NominationFilter()),
    "deprived": lambda queries: queries.deprived(),
    "requests": lambda queries: queries.revocation_requests(),
    "requests of a state": lambda queries: queries.revocation_requests(state="open"),
    "requests of an organisation": lambda queries: queries.revocation_requests(organisation_id="one"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_page_is_read_in_the_order_of_an_index(name: str, empty_engine: Callable[[str], Engine]) -> None:
    engine = empty_engine("sqlite")
    asked: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    LISTS[name](SqlQueries(engine))
    statement, parameters = next(each for each in asked if "ORDER BY" in each[0] and "LIMIT" in each[0])
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    assert not [row for row in plan if "TEMP B-TREE" in row[-1]], plan
