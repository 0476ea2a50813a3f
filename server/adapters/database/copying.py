"""A database as one SQLite file and back: a consistent copy while others write, and every row compared.

The file is the same whatever engine it comes from, so a backup moves from SQLite to PostgreSQL and back.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, Table, create_engine, event, inspect, select, text

from server.adapters.database import (  # noqa: F401 - registers all tables
    tables_of_accounts,
    tables_of_applications,
    tables_of_bytes,
    tables_of_desks,
)
from server.adapters.database.engine import writing
from server.adapters.database.migrate import upgrade
from server.adapters.database.tables import metadata

Digests = dict[str, tuple[int, str]]
"""Rows, and the sum of their SHA-256, by table: the same in whatever order rows come."""

_PAGES_A_STEP: Final = 1024
_BUSY_SECONDS: Final = 0.01
_RESTARTS: Final = 3
_ROWS_AT_ONCE: Final = 2_000
_LARGE: Final = {"attachment": 4, "document_copy": 2, "upload_part": 20}  # rows of many megabytes
_MODULUS: Final = 2**256


class CopyError(ValueError):
    """What was written is not what was read; one line that names the tables."""


class _OvertakenError(Exception):
    """Writers were faster than the copy, again and again."""


def copy_out(engine: Engine, file: Path) -> None:
    """Write the whole database, as of one moment, into a new SQLite file; writers go on meanwhile.

    Raises: OSError, sqlite3.Error, Unavailable: no room, or the database does not answer.
    """
    file.touch(mode=0o600)
    if engine.dialect.name == "sqlite":
        _back_up(engine, file)
        return
    with closing_engine(_bare(file)) as target:
        upgrade(target)
        lock_of(file).unlink(missing_ok=True)
        reading = engine.execution_options(isolation_level="REPEATABLE READ")
        with reading.connect() as source, target.begin() as into, _without_guards(into):
            _compare(_copy_rows(source, into), _digests(into))


def load(file: Path, engine: Engine) -> None:
    """Put every row of a SQLite file of the newest shape into an empty PostgreSQL database, all or none.

    Raises: IntegrityError, Unavailable: a row breaks what the database demands, or it does not answer.
    """
    upgrade(engine)
    with closing_engine(_bare(file)) as origin, origin.connect() as source, writing(engine) as target:
        with _postponed(target):
            copied = _copy_rows(source, target)
            target.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
            _compare(copied, _digests(target))
        target.commit()


def is_empty(engine: Engine) -> bool:
    """Tell whether the database holds no row of ours; a shape without rows is empty."""
    present = set(inspect(engine).get_table_names())
    with engine.connect() as connection:
        known = [table for table in metadata.sorted_tables if table.name in present]
        return not any(connection.execute(select(table).limit(1)).first() for table in known)


def digests_of(engine: Engine) -> Digests:
    """Return the digests of a database of the newest shape; the same on both engines."""
    with engine.connect() as connection:
        return _digests(connection)


def raw_digests(file: Path) -> Digests:
    """Return the digests of a SQLite file of any shape, from what it stores."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        names = [str(name) for (name,) in connection.execute(named).fetchall()]
        return {name: _sum(connection.execute(f'SELECT * FROM "{name}"')) for name in names}  # noqa: S608


def fault_of(file: Path) -> str | None:
    """Return what SQLite finds wrong with a file, or None."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
            orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as fault:
        return str(fault)
    if found != "ok":
        return found
    return None if orphan is None else f"a row of {orphan[0]} names a missing row of {orphan[2]}"


def deleted_applications(engine: Engine) -> list[str]:
    """Return the applications whose copies of documents are recorded as deleted with their key."""
    table = tables_of_applications.document_deletion
    with engine.connect() as connection:
        ended = select(table.c.application_id).where(table.c.reason == "retention_ended")
        return list(connection.execute(ended).scalars())


@contextmanager
def closing_engine(engine: Engine) -> Iterator[Engine]:
    """Yield the engine, then close its connections."""
    try:
        yield engine
    finally:
        engine.dispose()


def lock_of(file: Path) -> Path:
    """Return the file that writers of a SQLite database lock; a copy that nobody writes needs none."""
    return Path(f"{file}.lock")


def _back_up(engine: Engine, file: Path) -> None:
    """Copy step by step, letting writers in between; where they never pause, let them wait for the last try."""
    source_file = Path(str(engine.url.database)).absolute()
    with (
        closing(sqlite3.connect(f"{source_file.as_uri()}?mode=rw", uri=True)) as source,
        closing(sqlite3.connect(file)) as target,
    ):
        target.execute("PRAGMA synchronous=OFF")  # the file is synchronised as a whole afterwards
        try:
            source.backup(target, pages=_PAGES_A_STEP, progress=_overtaken_after(_RESTARTS), sleep=_BUSY_SECONDS)
        except _OvertakenError:
            with writing(engine):
                source.backup(target, sleep=_BUSY_SECONDS)


def _overtaken_after(restarts: int) -> Any:
    """Return a progress callback that gives up once the copy began anew that many times."""
    furthest, begun = 0, 0

    def look(_status: int, remaining: int, total: int) -> None:
        nonlocal furthest, begun
        copied = total - remaining
        if copied < furthest:
            begun += 1
        furthest = copied
        if begun >= restarts:
            raise _OvertakenError

    return look


def _copy_rows(source: Connection, target: Connection) -> Digests:
    """Copy every table and return the digests of what was read."""
    copied: Digests = {}
    for table in metadata.sorted_tables:
        count, total = 0, 0
        for page in _rows(source, table).partitions():
            _write(target, table, page)
            more, added = _sum(map(tuple, page))
            count, total = count + more, total + int(added, 16)
        copied[table.name] = (count, f"{total % _MODULUS:064x}")
    return copied


def _write(target: Connection, table: Table, page: Sequence[Row[Any]]) -> None:
    """Write rows; PostgreSQL takes them as a stream, several times faster than one by one."""
    if target.dialect.name == "sqlite":
        target.execute(table.insert(), [dict(row._mapping) for row in page])
        return
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    with target.connection.cursor().copy(f"COPY {table.name} ({columns}) FROM STDIN") as stream:
        for row in page:
            stream.write_row(row)


def _digests(connection: Connection) -> Digests:
    return {table.name: _sum(map(tuple, _rows(connection, table))) for table in metadata.sorted_tables}


def _compare(read: Digests, written: Digests) -> None:
    different = sorted(name for name in read if read[name] != written[name])
    if different:
        raise CopyError(f"rows of {', '.join(different)} are not what was copied")


def _rows(connection: Connection, table: Any) -> Any:
    at_once = _LARGE.get(table.name, _ROWS_AT_ONCE)
    return connection.execute(select(table), execution_options={"yield_per": at_once})


def _sum(rows: Any) -> tuple[int, str]:
    count, total = 0, 0
    for row in rows:
        count += 1
        total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest())
    return count, f"{total % _MODULUS:064x}"


def _bare(file: Path) -> Engine:
    """Open a SQLite file that nobody else knows: keys unchecked and nothing synchronised until it is whole."""
    engine = create_engine(f"sqlite:///{file}")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    return engine


@contextmanager
def _without_guards(connection: Connection) -> Iterator[None]:
    """Take SQLite's guards away while rows that passed them once come in again, and put them back."""
    guards = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    for name, _ in guards:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, sql in guards:
        connection.exec_driver_sql(sql)


@contextmanager
def _postponed(connection: Connection) -> Iterator[None]:
    """Let PostgreSQL check keys at the end, and its guards not at all, until this is left; it is one transaction."""
    foreign = connection.execute(
        text("SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint WHERE contype = 'f'")
    ).all()
    for table in metadata.sorted_tables:
        connection.execute(text(f"ALTER TABLE {table.name} DISABLE TRIGGER USER"))
    for table, name in foreign:
        connection.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY DEFERRED"))
    yield
    for table, name in foreign:
        connection.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE"))
    for table in metadata.sorted_tables:
        connection.execute(text(f"ALTER TABLE {table.name} ENABLE TRIGGER USER"))
