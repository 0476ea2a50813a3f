"""The unit of work over SQLAlchemy: records by type, acts, outbox and idempotency in one transaction."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Select, and_, delete, func, insert, select, true, update
from sqlalchemy.exc import IntegrityError

from server.adapters.database import tables_of_bytes as bytes_tables
from server.adapters.database.act_log import ActLog
from server.adapters.database.engine import writing
from server.adapters.database.mapping import columns_of, identity, table_of, to_record, to_row
from server.adapters.database.publication import SqlPublicationStore
from server.usecases.errors import Conflict, NotFound
from server.usecases.ports import Actor, StoredAnswer, UnitOfWork, UnitOfWorkFactory
from server.usecases.records import Record

R = TypeVar("R", bound=Record)
_LONGEST_KEY = 64
_CHUNK = 5_000  # values in one IN list; SQLite takes 32,766 parameters a statement


class SqlUnitOfWork:
    """One transaction; made by `unit_of_work_factory`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._requested: list[str] = []
        self._acts = ActLog(connection)

    def get(self, kind: type[R], key: str) -> R:
        """Return the record with this id."""
        usable = key.isascii() and key.isprintable() and len(key) <= _LONGEST_KEY
        record = self.first(kind, id=key) if usable else None
        if record is None:
            raise NotFound(table_of(kind).name, key[:64])
        return record

    def first(self, kind: type[R], /, **equal: object) -> R | None:
        """Return one record whose fields equal these values, or None."""
        statement = _matching(select(*columns_of(kind)), kind, equal).limit(1)
        row = self._connection.execute(statement).mappings().first()
        return None if row is None else to_record(kind, row)

    def find(self, kind: type[R], /, *, order: str | None = None, **equal: object) -> list[R]:
        """Return every record whose fields equal these values (a list or tuple: is one of them)."""
        many = [name for name, value in equal.items() if isinstance(value, (list, tuple, set, frozenset))]
        if many:
            values = list(dict.fromkeys(equal[many[0]]))  # type: ignore[call-overload]
            found: list[R] = []
            for start in range(0, len(values), _CHUNK):
                found += self._find(kind, {**equal, many[0]: values[start : start + _CHUNK]}, order)
            if order and len(values) > _CHUNK:
                found.sort(key=lambda record: getattr(record, order))
            return found
        return self._find(kind, equal, order)

    def _find(self, kind: type[R], equal: Mapping[str, object], order: str | None) -> list[R]:
        statement = _matching(select(*columns_of(kind)), kind, equal)
        if order:
            statement = statement.order_by(table_of(kind).c[order])
        return [to_record(kind, row) for row in self._connection.execute(statement).mappings()]

    def count(self, kind: type[Record], /, **equal: object) -> int:
        """Return how many records `find` would return."""
        statement = _matching(select(func.count()).select_from(table_of(kind)), kind, equal)
        return int(self._connection.execute(statement).scalar_one())

    def greatest(self, kind: type[Record], column: str, /, **equal: object) -> int:
        """Return the greatest value of a whole-number column among what `find` would return, or 0."""
        statement = _matching(select(func.coalesce(func.max(table_of(kind).c[column]), 0)), kind, equal)
        return int(self._connection.execute(statement).scalar_one())

    def add(self, *records: Record) -> None:
        """Insert records, in this order; a run of one type is one statement."""
        for kind, group in groupby(records, key=type):
            rows = [to_row(record) for record in group]
            with _refusals():
                self._connection.execute(insert(table_of(kind)), rows)

    def change(self, record: R, **fields: Any) -> R:
        """Write the fields of the record with this identity and return the record as it is now."""
        kind = type(record)
        table = table_of(kind)
        where = and_(*(table.c[name] == value for name, value in identity(record).items()))
        with _refusals():
            written = update(table).where(where).values(**fields).returning(*columns_of(kind))
            row = self._connection.execute(written).mappings().first()
        if row is None:
            raise NotFound(table.name, str(next(iter(identity(record).values()))))
        return to_record(kind, row)

    def remove(self, record: Record) -> None:
        """Delete a record."""
        table = table_of(type(record))
        where = and_(*(table.c[name] == value for name, value in identity(record).items()))
        with _refusals():
            self._connection.execute(delete(table).where(where))

    def new_id(self) -> str:
        """Return a fresh random UUID as text."""
        return str(uuid.uuid4())

    def log(
        self,
        kind: str,
        *,
        actor: Actor,
        at: datetime,
        election_id: str | None = None,
        subjects: Mapping[str, str],
        committed: Mapping[str, object] | None = None,
    ) -> int:
        """Append an act and return its number."""
        return self._acts.append(
            kind,
            actor_id=actor.user_id,
            at=at,
            election_id=election_id,
            subjects=subjects,
            committed=committed or {},
        )

    def log_head(self) -> tuple[int, bytes]:
        """Return number and leaf of the newest act, this transaction's own included; 0 and nothing if none."""
        return self._acts.head()

    def request_publication(self, election_id: str, *, at: datetime) -> None:
        """Ask that the election's state be published after the commit."""
        if election_id in self._requested:
            return
        self._requested.append(election_id)
        outbox = bytes_tables.outbox
        known = self._connection.execute(
            select(outbox.c.election_id).where(outbox.c.election_id == election_id)
        ).first()
        if known is None:
            self._connection.execute(insert(outbox).values(election_id=election_id, requested_at=at))

    def requested_publications(self) -> list[str]:
        """Return elections this unit of work asked to publish."""
        return list(self._requested)

    def pending_publications(self) -> list[str]:
        """Return every election whose asked-for publication hasn't been stored yet."""
        statement = select(bytes_tables.outbox.c.election_id).order_by(bytes_tables.outbox.c.requested_at)
        return list(self._connection.execute(statement).scalars())

    def publication(self) -> SqlPublicationStore:
        """Return the side of the database that states are made from."""
        return SqlPublicationStore(self._connection)

    def replay(self, once: str, *, actor: Actor, verb: str) -> StoredAnswer | None:
        """Return the answer given before under this idempotency key, or None."""
        table = bytes_tables.idempotency
        row = self._connection.execute(select(table).where(table.c.once == once)).mappings().first()
        if row is None:
            return None
        if (row["actor_id"], row["verb"]) != (actor.user_id, verb):
            raise Conflict("idempotency_key_reused")
        answer = json.loads(row["answer"])
        return StoredAnswer(answer["result"], tuple(answer["elections"]), answer["asked"])

    def remember(self, once: str, *, actor: Actor, verb: str, answer: StoredAnswer, at: datetime) -> None:
        """Store the answer in the same transaction."""
        told = json.dumps(
            {"result": answer.result, "elections": answer.elections, "asked": answer.asked}, ensure_ascii=False
        )
        row = {"once": once, "actor_id": actor.user_id, "verb": verb, "answer": told, "created_at": at}
        self._connection.execute(insert(bytes_tables.idempotency), row)

    def commit(self) -> None:
        """Make everything of this unit of work durable."""
        with _refusals():
            self._acts.flush()
            self._connection.commit()


def unit_of_work_factory(engine: Engine) -> UnitOfWorkFactory:
    """Return the factory that ports hand to `perform`."""

    @contextmanager
    def open_unit() -> Iterator[UnitOfWork]:
        with writing(engine) as connection:
            yield SqlUnitOfWork(connection)

    return open_unit


def _matching(statement: Select[Any], kind: type[Any], equal: Mapping[str, object]) -> Select[Any]:
    table = table_of(kind)
    conditions = [
        table.c[name].in_(list(value))
        if isinstance(value, (list, tuple, set, frozenset))
        else table.c[name].is_(None)
        if value is None
        else table.c[name] == value
        for name, value in equal.items()
    ]
    return statement.where(and_(true(), *conditions))


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what the database refuses into a Conflict that names the constraint, never a value."""
    try:
        yield
    except IntegrityError as error:
        told = str(error.orig)
        guard = re.search(r"guard:([a-z_.]+)", told)
        constraint = re.search(r"(?:constraint|failed:) \"?([A-Za-z_., ]+)", told)
        rule = guard[1] if guard else constraint[1].strip() if constraint else "constraint"
        unique = "UNIQUE" in told or "unique" in told
        raise Conflict("already_exists" if unique else "refused_by_database", rule=rule) from error
