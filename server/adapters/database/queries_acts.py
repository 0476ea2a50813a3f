"""Reads of the act log and of the states that witness it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Engine, select, tuple_

from server.adapters.database.act_log import acts_after
from server.adapters.database.cursors import from_cursor, page_size, to_cursor
from server.adapters.database.tables import user_account
from server.adapters.database.tables_of_bytes import act, act_subject, election_state
from server.usecases.check_acts import StoredAct
from server.usecases.check_states import KeptState
from server.usecases.views import ActRow, Page

_PAGE = 500


class ActQueries:
    """See usecases.queries.Queries."""

    _engine: Engine

    def acts(self, *, subject_id: str | None = None, after: str | None = None, limit: int = 50) -> Page[ActRow]:
        """Return acts, the newest first; of one thing when asked."""
        keys, size = from_cursor(after, int), page_size(limit)
        chosen = select(act.c.n)
        if subject_id:
            chosen = select(act_subject.c.n).distinct().where(act_subject.c.subject_id == subject_id)
        column = act_subject.c.n if subject_id else act.c.n
        if keys:
            chosen = chosen.where(column < keys[0])
        with self._engine.connect() as connection:
            numbers = connection.execute(chosen.order_by(column.desc()).limit(size + 1)).scalars().all()
            shown = numbers[:size]
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
        found = tuple(
            ActRow(
                n=row["n"],
                at=row["at"],
                kind=row["kind"],
                actor_id=row["actor_id"],
                actor=row["display_name"] or row["actor_id"],
                election_id=row["election_id"],
                subjects=subjects.get(row["n"], {}),
                leaf=row["leaf"].hex(),
            )
            for row in rows
        )
        return Page(found, to_cursor(int(shown[-1])) if len(numbers) > size else None)

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
        last = ("", 0)
        while True:
            after = tuple_(table.election_id, table.seq) > last
            with self._engine.connect() as connection:
                page = connection.execute(statement.where(after).limit(_PAGE)).all()
            if not page:
                return
            yield from (KeptState(row.election_id, row.seq, row.token) for row in page)
            last = (page[-1].election_id, page[-1].seq)
