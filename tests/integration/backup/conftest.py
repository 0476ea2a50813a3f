"""Installations that are backed up and restored by the command line; nothing runs in them."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from server import composition
from server.adapters.database.copying import digests_of
from server.adapters.database.engine import open_engine
from server.settings import Settings
from tests.office import Office, open_office

ROOT = Path(__file__).parents[3]


@dataclass(slots=True)
class Place:
    """An installation by its settings; nothing runs in it."""

    environ: dict[str, str]

    @property
    def settings(self) -> Settings:
        return Settings.from_environ(self.environ)

    @property
    def data(self) -> Path:
        return self.settings.data_dir

    def run(self, *arguments: str, before: tuple[str, ...] = ()) -> tuple[int, str, str]:
        """Run a verb; return exit code, output, errors."""
        done = subprocess.run(
            [*before, sys.executable, "-m", "server", *arguments],
            cwd=ROOT, env=os.environ | self.environ, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    def rows(self) -> dict[str, tuple[int, str]]:
        """Return digests of every table."""
        engine = open_engine(self.settings.database_url)
        try:
            return digests_of(engine)
        finally:
            engine.dispose()


def installed(place: Place, *, people: int) -> Office:
    """Install, and accredit so many."""
    place.data.mkdir(parents=True)
    composition.install(place.settings)
    office = open_office(open_engine(place.settings.database_url))
    office.issued(people)
    return office


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Yield a house of twenty certificates on SQLite."""
    place = Place({"DATA_DIR": str(tmp_path_factory.mktemp("backup") / "house")})
    office = installed(place, people=20)
    yield place
    office.engine.dispose()


@pytest.fixture(scope="module")
def kept(house: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return its backup."""
    target = tmp_path_factory.mktemp("kept") / "backup"
    assert house.run("backup", str(target))[0] == 0
    return target


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> Callable[[str], dict[str, str]]:
    """Return a maker of settings for an empty database of the kind asked for."""

    def make(kind: str) -> dict[str, str]:
        if kind == "sqlite":
            return {}
        cluster, name = request.getfixturevalue("postgres_url"), f"b{uuid.uuid4().hex}"
        admin = open_engine(cluster)
        with admin.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        return {"DATABASE_URL": cluster.rsplit("/", 1)[0] + f"/{name}"}

    return make
