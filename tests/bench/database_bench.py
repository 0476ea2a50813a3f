"""The database's rows: importing a list against calamine alone; lists and publishing at 1,000,000 certificates."""

from __future__ import annotations

import string
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import xlsxwriter
from python_calamine import load_workbook
from sqlalchemy import Connection, Engine, text

from server.adapters.database.engine import open_engine, writing
from server.adapters.database.migrate import upgrade
from server.usecases.candidate import StatePolicy
from server.usecases.import_annex import preview_import
from server.usecases.publish_state import publish_state
from server.usecases.queries import CertificateFilter
from tests.bench.row import Row
from tests.office import REGISTRAR, SYSTEM, Office, open_office

PEOPLE = 5_000
SMALL, LARGE = 10_000, 1_000_000
_HEADERS = (
    "surname_latin", "given_latin", "surname_cyrillic", "given_cyrillic", "cyrillic_language", "citizenships",
    "document_country", "document_number", "organisation", "birth_date",
)  # fmt: skip


def rows() -> list[Row]:
    """Measure everything in temporary folders."""
    with tempfile.TemporaryDirectory() as folder:
        return [_import_row(Path(folder)), *_scale_rows(Path(folder))]


def _fresh(path: Path) -> Office:
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    return open_office(engine)


def _timed(work: Callable[[], object], *, repeat: int = 5) -> float:
    """Return the least of several durations, in seconds."""
    found = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def _import_row(folder: Path) -> Row:
    office = _fresh(folder / "import.sqlite3")
    decree = office.drafted(0)
    content = _workbook()
    alone = _timed(lambda: load_workbook(BytesIO(content)).get_sheet_by_index(0).to_python())

    def ours() -> None:
        read = office.ports.lists.read(content, name="list.xlsx")
        with office.ports.unit_of_work() as uow:
            seen = preview_import(uow=uow, clock=office.clock, actor=REGISTRAR, decree_id=decree, rows=read)
        assert len(seen.lines) == PEOPLE and not seen.errors

    took = _timed(ours, repeat=3)
    office.engine.dispose()
    ratio = took / alone
    return Row(
        "import of 5,000 people (XLSX), validated", "calamine alone, s", took, alone, ratio, "≤ 10×", ratio <= 10
    )


def _workbook() -> bytes:
    out = BytesIO()
    letters = string.ascii_lowercase
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, _HEADERS)
        for n in range(1, PEOPLE + 1):
            name = "Ostrander" + letters[n % 26] + letters[n // 26 % 26] + letters[n // 676]
            cells = (name, "Wilma", "Острандер", "Вилма", "rus", "NLD", "NLD", f"X{n:07d}", "Lowland Election Watch")
            sheet.write_row(n, 0, cells)
            sheet.write_datetime(n, 9, date(1980, 2, 28), day)
    return out.getvalue()


def _scale_rows(folder: Path) -> list[Row]:
    measured: dict[int, dict[str, float]] = {}
    for size in (SMALL, LARGE):
        office = _fresh(folder / f"{size}.sqlite3")
        office.issued(1)
        _multiply(office.engine, size)
        measured[size] = _lists(office) | {"publish": _publish(office)}
        office.engine.dispose()
        (folder / f"{size}.sqlite3").unlink()
    found = []
    for name in ("newest page", "page from the middle", "by organisation", "by status", "rare name", "common name"):
        small, large = measured[SMALL][name], measured[LARGE][name]
        limit = f"the same at {SMALL:,}, s"
        found.append(
            Row(f"list at {LARGE:,}: {name}", limit, large, small, large / small, "≤ 3×", large <= 3 * small)
        )
    took = measured[LARGE]["publish"]
    name = f"state of {LARGE:,}, 0.1 % revoked, signed and stored"
    found.append(Row(name, "0.1 s", took, 0.1, took / 0.1, "≤ 1×", took <= 0.1))
    return found


def _multiply(engine: Engine, size: int) -> None:
    """Copy the one certificate (with its person and accreditation) so many times by plain SQL, guards dropped."""
    with writing(engine) as connection:
        guards = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for guard in guards:
            connection.execute(text(f"DROP TRIGGER {guard}"))
        connection.execute(text("CREATE TABLE t (i INTEGER PRIMARY KEY)"))
        series = "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < :top) "
        connection.execute(text(f"INSERT INTO t {series} SELECT i FROM s"), {"top": size - 1})
        for statement in list(_copies(connection)):
            connection.execute(text(statement))
        connection.execute(text("UPDATE election SET next_index = :size"), {"size": size})
        connection.commit()
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


# What differs between the copies; every other column is the original's.
_COPIES: dict[str, dict[str, str]] = {
    "person": {"id": "'p' || i", "surname_latin": "'Zz' || (i % 977)", "patronymic_latin": "''",
               "patronymic_cyrillic": "''", "search_key": "'x'"},
    "identity_document": {"id": "'d' || i", "person_id": "'p' || i", "number": "'Y' || i"},
    "annex_line": {"id": "'l' || i", "position": "i + 1", "person_id": "'p' || i", "document_id": "'d' || i",
                   "fingerprint": "'f' || i"},
    "accreditation": {"id": "'a' || i", "person_id": "'p' || i", "document_id": "'d' || i",
                      "annex_line_id": "'l' || i",
                      "status": "CASE i % 1000 WHEN 0 THEN 'revoked' ELSE 'granted' END",
                      "revoked_from": "CASE i % 1000 WHEN 0 THEN '2027-01-10 04:00:00.000000' END"},
    "credential": {"id": "'c' || i", "n": "n + i", "accreditation_id": "'a' || i", "person_id": "'p' || i",
                   "idx": "i", "number": "'PR' || (10000 + i) || 'X'", "cti": "randomblob(8)", "sealed": "x'00'",
                   "digest": "randomblob(16)", "claims": "x'00'", "status": "0", "status_seq": "status_seq + 1",
                   "listed_seq": "listed_seq + 1", "replaced_by": "NULL"},
}  # fmt: skip
_WORDS = ("'zz' || (i % 977)", "'wilma'", "'watch' || (i % 50)")


def _copies(connection: Connection) -> Iterator[str]:
    """Yield the statements that copy one row of each table for each row of t."""
    for table, changed in _COPIES.items():
        columns = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
        values = ", ".join(changed.get(name, f"o.{name}") for name in columns)
        yield f"INSERT INTO {table} SELECT {values} FROM t, {table} AS o"
    for word in _WORDS:
        yield f"INSERT INTO credential_word SELECT {word}, i + 1 FROM t"


def _lists(office: Office) -> dict[str, float]:
    queries, now = office.ports.queries, office.clock.now()
    every = CertificateFilter()
    first = queries.certificates(every, now=now)
    middle = first.next
    for _ in range(3):
        middle = queries.certificates(every, now=now, after=middle, limit=500).next
    organisation = first.rows[0].organisation_id
    narrowed = {
        "newest page": (every, None),
        "page from the middle": (every, middle),
        "by organisation": (CertificateFilter(organisation_id=organisation), None),
        "by status": (CertificateFilter(status="valid", election_id="kg-2027-pr"), None),
        "rare name": (CertificateFilter(text="ostranderb"), None),
        "common name": (CertificateFilter(text="wilma zz5"), None),
    }
    return {
        name: _timed(lambda each=each, after=after: queries.certificates(each, now=now, after=after))  # type: ignore[misc]
        for name, (each, after) in narrowed.items()
    }


def _publish(office: Office) -> float:
    """Return how long a state takes once the million are listed and one more person is revoked."""
    office.publish("kg-2027-pr")

    def again() -> None:
        with office.ports.unit_of_work() as uow:
            publish_state(
                uow=uow,
                clock=office.clock,
                actor=SYSTEM,
                election_id="kg-2027-pr",
                sealing=office.ports.sealing,
                policy=StatePolicy(),
                published=None,
            )
            uow.commit()

    return _timed(again, repeat=3)
