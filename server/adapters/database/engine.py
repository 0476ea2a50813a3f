"""Opening the database: safe SQLite settings on every connection, one writer at a time on both engines."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError

from server.usecases.errors import Unavailable

_BUSY_TIMEOUT_MS = 10_000
_WRITER_LOCK = 0x4B474F31  # one number for all writers of this system ("KGO1")
_PRAGMAS = (
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}",
)


def open_engine(database_url: str) -> Engine:
    """Return an engine for ``sqlite:///…`` or ``postgresql+psycopg://…``; nothing connects yet.

    Everything done with it raises Unavailable `database_unavailable` while the database is locked, full or down.
    """
    url = make_url(database_url)
    engine = create_engine(url, pool_pre_ping=url.get_backend_name() != "sqlite")
    event.listen(engine, "handle_error", _tell_unavailable)
    if url.get_backend_name() != "sqlite":
        return engine
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # BEGIN is ours to say
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _tell_unavailable(context: ExceptionContext) -> Exception | None:
    """Say that a locked, full or absent database is unavailable: nothing was done, try again."""
    if isinstance(context.sqlalchemy_exception, OperationalError):
        return Unavailable("database_unavailable")
    return None


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Yield the only writing connection; the caller commits, leaving undoes what isn't committed.

    SQLite: an advisory lock on a file beside the database (released by the kernel when a process dies), then
    BEGIN IMMEDIATE. PostgreSQL: an advisory lock that ends with the transaction.
    """
    if engine.dialect.name == "sqlite":
        with _file_locked(Path(f"{engine.url.database}.lock")), engine.connect() as connection:
            yield connection.execution_options(writes=True)
        return
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})
        yield connection


@contextmanager
def _file_locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
