"""Reads of the act log and of the states that witness it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Select, select, tuple_

from server.adapters.database.act_log import acts_after
from server.adapters.database.cursors import from_cursor, page_size, to_cursor
from server.adapters.database.tables import decree, user_account
from server.adapters.database.tables_of_bytes import act, act_subject, credential, election_state
from server.credential.certificate_number import normalise
from server.usecases.check_acts import StoredAct
from server.usecases.check_states import KeptState
from server.usecases.publication_store import ADOPTED
from server.usecases.queries import ActFilter
from server.usecases.views import ActRow, Page

_PAGE = 500
_NUMBER_SIGN = re.compile(r"^(?:№|N[oº°]?\.?)\s*", re.IGNORECASE)


class ActQueries:
    """See usecases.queries.Queries."""

    _engine: Engine

    def acts(
        self, narrowed: ActFilter | None = None, *, subject_id: str | None = None, after: str | None = None,
        limit: int = 50,
    ) -> Page[ActRow]:  # fmt: skip
        """Return acts, the newest first; narrowed, or of one thing."""
        keys, size = from_cursor(after, int), page_size(limit)
        asked = narrowed or ActFilter(subject_id=subject_id)
        with self._engine.connect() as connection:
            chosen = _chosen(asked, subjects=_subjects(connection, asked))
            if keys:
                chosen = chosen.where(act.c.n < keys[0])
            numbers = connection.execute(chosen.order_by(act.c.n.desc()).limit(size + 1)).scalars().all()
            found = _act_rows(connection, numbers[:size])
        return Page(found, to_cursor(int(numbers[size - 1])) if len(numbers) > size else None)

    def stored_acts(self) -> Iterator[StoredAct]:
        """Yield every act as kept, in order; each page is a read of its own, so that nobody waits to write."""
        last = -(2**62)
        while True:
            with self._engine.connect() as connection:
                page = acts_after(connection, last)
            if not page:
                return
            yield from page
            last = page[-1].n

    def kept_states(self) -> Iterator[KeptState]:
        """Yield every state as kept, by election and sequence number; each page is a read of its own."""
        table = election_state.c
        statement = select(table.election_id, table.seq, table.token).order_by(table.election_id, table.seq)
        named = select(act_subject.c.subject_id).join(act, act.c.n == act_subject.c.n).where(act.c.kind == ADOPTED)
        with self._engine.connect() as connection:
            adopted = set(connection.execute(named).scalars())
        last = ("", 0)
        while True:
            after = tuple_(table.election_id, table.seq) > last
            with self._engine.connect() as connection:
                page = connection.execute(statement.where(after).limit(_PAGE)).all()
            if not page:
                return
            for row in page:
                taken_over = f"{row.election_id}/{row.seq}" in adopted
                yield KeptState(row.election_id, row.seq, row.token, adopted=taken_over)
            last = (page[-1].election_id, page[-1].seq)


def _subjects(connection: Connection, asked: ActFilter) -> list[str] | None:
    """Return the ids of the things that acts are asked of, None where any will do."""
    if not asked.number:
        return [asked.subject_id] if asked.subject_id else None
    number = _NUMBER_SIGN.sub("", asked.number.strip())[:64]
    decrees = connection.execute(select(decree.c.id).where(decree.c.number == number)).scalars().all()
    cards = select(credential.c.id).where(credential.c.number == normalise(number), credential.c.carrier == "paper")
    return [*decrees, *connection.execute(cards).scalars()]


def _chosen(asked: ActFilter, *, subjects: list[str] | None) -> Select[Any]:
    statement = select(act.c.n)
    if subjects is not None:
        about = select(act_subject.c.n).where(act_subject.c.subject_id.in_(subjects))
        statement = statement.where(act.c.n.in_(about))
    for column, value in ((act.c.kind, asked.kind), (act.c.actor_id, asked.actor_id),
                          (act.c.election_id, asked.election_id)):  # fmt: skip
        if value:
            statement = statement.where(column == value)
    return statement


def _act_rows(connection: Connection, shown: Sequence[int]) -> tuple[ActRow, ...]:
    statement = (
        select(act, user_account.c.display_name)
        .outerjoin(user_account, user_account.c.id == act.c.actor_id)
        .where(act.c.n.in_(shown))
        .order_by(act.c.n.desc())
    )
    rows = connection.execute(statement).mappings().all()
    subjects: dict[int, dict[str, str]] = {}
    for row in connection.execute(select(act_subject).where(act_subject.c.n.in_(shown))):
        subjects.setdefault(row.n, {})[row.name] = row.subject_id
    named = {name: {own.get(name) for own in subjects.values()} - {None} for name in ("decree", "credential")}
    numbered = select(decree.c.id, decree.c.number, decree.c.decree_date).where(decree.c.id.in_(named["decree"]))
    decrees = {row.id: row for row in connection.execute(numbered)}
    held = select(credential.c.id, credential.c.number).where(credential.c.id.in_(named["credential"]))
    cards = {row.id: row.number for row in connection.execute(held)}
    return tuple(
        ActRow(
            n=row["n"],
            at=row["at"],
            kind=row["kind"],
            actor_id=row["actor_id"],
            actor=row["display_name"] or row["actor_id"],
            election_id=row["election_id"],
            subjects=(own := subjects.get(row["n"], {})),
            leaf=row["leaf"].hex(),
            decree_number=decrees[own["decree"]].number if own.get("decree") in decrees else None,
            decree_date=decrees[own["decree"]].decree_date if own.get("decree") in decrees else None,
            certificate=cards.get(own.get("credential", "")),
        )
        for row in rows
    )
