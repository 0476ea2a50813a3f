"""Backup and verified restore of 10,000 certificates against what the copy alone costs, and against a minute."""

from __future__ import annotations

import os
import sqlite3
import string
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from server import composition
from server.adapters.database.engine import open_engine
from server.adapters.system_clock import SystemClock
from server.backup.put_back import put_back_house, verify_backup
from server.backup.take import take_backup
from server.settings import Settings
from server.usecases.import_annex import apply_import
from server.usecases.issue import issue_credentials
from server.usecases.list_rows import ListRow
from tests.bench.row import Row
from tests.office import REGISTRAR, Office, open_office

CERTIFICATES = 10_000
_A_DECREE = 5_000
_LIMIT_SECONDS = 60.0


def rows() -> list[Row]:
    """Measure over one house."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        settings = Settings.from_environ({"DATA_DIR": str(home / "house")})
        settings.data_dir.mkdir()
        composition.install(settings)
        office = open_office(open_engine(settings.database_url))
        _fill(office)
        office.engine.dispose()
        database = settings.data_dir / "observers.sqlite3"
        plain = _seconds(lambda: _copied(database, home / "plain.sqlite3"))
        took = _seconds(
            lambda: take_backup(settings, home / "b", kind="house", now=SystemClock().now(), track=_quiet)
        )
        fresh = Settings.from_environ({"DATA_DIR": str(home / "fresh")})

        def back() -> None:
            put_back_house(home / "b", fresh, verify_backup(home / "b", track=_quiet), track=_quiet)

        returned = _seconds(back)
    both = took + returned
    return [
        Row(f"backup of {CERTIFICATES:,} certificates, every row hashed", "sqlite3's backup and one fsync, s", took,
            plain, took / plain, "≤ 15×", took <= 15 * plain),
        Row(f"backup and verified restore of {CERTIFICATES:,}", f"{_LIMIT_SECONDS:g} s", both, _LIMIT_SECONDS,
            both / _LIMIT_SECONDS, "≤ 1×", both <= _LIMIT_SECONDS),
    ]  # fmt: skip


def _fill(office: Office) -> None:
    """Import, sign and issue as the desks do."""
    office.organisation()
    for start in range(0, CERTIFICATES, _A_DECREE):
        decree = office.drafted(0)
        lines = [ListRow(n + 2, _cells(start + n)) for n in range(_A_DECREE)]
        office.do(apply_import, by=REGISTRAR, decree_id=decree, rows=lines)
        office.sign(decree)
        office.do(issue_credentials, by=REGISTRAR, decree_id=decree, sealing=office.ports.sealing)


def _cells(n: int) -> dict[str, str]:
    letters = string.ascii_lowercase
    name = "Ostrander" + letters[n % 26] + letters[n // 26 % 26] + letters[n // 676]
    return {
        "surname_latin": name, "given_latin": "Wilma", "surname_cyrillic": "Острандер", "given_cyrillic": "Вилма",
        "cyrillic_language": "rus", "citizenships": "NLD", "document_country": "NLD",
        "document_number": f"X{n:07d}", "organisation": "Lowland Election Watch", "birth_date": "1980-02-28",
    }  # fmt: skip


def _copied(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        writing.execute("PRAGMA synchronous=OFF")
        reading.backup(writing)
    descriptor = os.open(target, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _quiet(items: Iterable[Any], _total: int, _told: str) -> Iterable[Any]:
    return items


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
