"""Reads about nominations that may be the same person: by document, or by birth date with the same name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, select

from server.accreditation.machines import FILED
from server.adapters.database.application_rows import nomination_row, nomination_select
from server.adapters.database.person_columns import NAMES
from server.adapters.database.tables_of_applications import nomination
from server.usecases.search_words import search_words
from server.usecases.views_of_applications import TwinRow

_CHUNK = 500  # values in one IN list
_FILED = frozenset(state.value for state in FILED)
_COMPARED = tuple(
    nomination.c[name]
    for name in ("id", "election_id", "state", "document_country", "document_number", "birth_date", *NAMES)
)
_Key = tuple[object, ...]


class TwinQueries:
    """See usecases.queries_of_applications.ApplicationQueries."""

    _engine: Engine

    def twins(self, nomination_ids: Iterable[str]) -> tuple[TwinRow, ...]:
        """Return filed nominations of the same election that may be the same person as one of these."""
        with self._engine.connect() as connection:
            own = _where_in(connection, nomination.c.id, list(dict.fromkeys(nomination_ids)))
            pairs = _pairs(own, _candidates(connection, own))
            rows = _full_rows(connection, sorted({other for _, other in pairs}))
        return tuple(TwinRow(key, by, nomination_row(rows[other])) for (key, other), by in pairs.items())


def _candidates(connection: Connection, own: Sequence[RowMapping]) -> list[RowMapping]:
    """Return who shares a document or a birth date with one of these.

    Each lookup names the indexed columns alone: election and state, which many share, would lead a planner to the
    wrong index, so they are compared afterwards.
    """
    numbers: dict[str, set[str]] = defaultdict(set)
    for row in own:
        numbers[row["document_country"]].add(row["document_number"])
    c = nomination.c
    found: list[RowMapping] = []
    for country, of_country in sorted(numbers.items()):
        found += _where_in(connection, c.document_number, sorted(of_country), c.document_country == country)
    births = sorted({row["birth_date"] for row in own if row["birth_date"] is not None})
    return found + _where_in(connection, c.birth_date, births)


def _where_in(connection: Connection, column: Any, values: Sequence[Any], *conditions: Any) -> list[RowMapping]:
    found: list[RowMapping] = []
    for start in range(0, len(values), _CHUNK):
        statement = select(*_COMPARED).where(column.in_(values[start : start + _CHUNK]), *conditions)
        found += connection.execute(statement).mappings()
    return found


def _pairs(own: Sequence[RowMapping], candidates: Sequence[RowMapping]) -> dict[tuple[str, str], str]:
    """Return by (id, id of the other) what they share; a shared document says more than a shared name."""
    by_key: dict[_Key, set[str]] = defaultdict(set)
    elections = {row["election_id"] for row in own}
    for other in candidates:
        if other["state"] in _FILED and other["election_id"] in elections:
            for key in _keys(other):
                by_key[key].add(other["id"])
    pairs: dict[tuple[str, str], str] = {}
    for row in own:
        for key in _keys(row):
            for other_id in sorted(by_key[key] - {row["id"]}):
                pairs.setdefault((row["id"], other_id), str(key[0]))
    return pairs


def _keys(row: RowMapping) -> Iterator[_Key]:
    """Yield what two records of one person share, the document first; words of a name stand in any order."""
    yield ("document", row["election_id"], row["document_country"], row["document_number"])
    if row["birth_date"] is None:
        return
    for script in ("latin", "cyrillic"):
        words = frozenset(search_words(row[f"surname_{script}"], row[f"given_{script}"]))
        if words:
            yield ("name", row["election_id"], row["birth_date"], script, words)


def _full_rows(connection: Connection, ids: Sequence[str]) -> dict[str, RowMapping]:
    found: dict[str, RowMapping] = {}
    for start in range(0, len(ids), _CHUNK):
        statement = nomination_select().where(nomination.c.id.in_(ids[start : start + _CHUNK]))
        found |= {row["id"]: row for row in connection.execute(statement).mappings()}
    return found
