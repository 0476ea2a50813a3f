"""The statistics at 1,000,000 nominations of one election, from as many index entries; dashboard and public file."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from server.adapters.database.engine import open_engine
from server.adapters.database.migrate import upgrade
from server.usecases.public_statistics import public_statistics
from server.usecases.statistics import statistics_document
from tests.bench.row import Row
from tests.office import Office, open_office

PEOPLE = 1_000_000
PER_APPLICATION = 50
ORGANISATIONS = 1_000
DECREES = 40
LIMIT_SECONDS = 3.0


def rows() -> list[Row]:
    """Measure both documents over one database."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statistics.sqlite3"
        engine = open_engine(f"sqlite:///{path}")
        upgrade(engine)
        office = open_office(engine)
        office.known_election()
        _fill(path)
        found = [_row(office, "dashboard", published=False), _row(office, "public file", published=True)]
        engine.dispose()
    return found


def _row(office: Office, name: str, *, published: bool) -> Row:
    took = []
    for _ in range(3):
        start = time.perf_counter()
        counted = office.ports.queries.statistics("kg-2027-pr", published=published)
        make = public_statistics if published else statistics_document
        document = make(counted, now=office.clock.now())
        took.append(time.perf_counter() - start)
    assert {row["stage"]: row["people"] for row in document["funnel"]}["filed"] == PEOPLE
    assert document["accredited"]["people"] == PEOPLE * 9 // 10
    seconds = min(took)
    return Row(
        f"statistics of {PEOPLE:,} nominations: {name}", f"{LIMIT_SECONDS:g} s", seconds, LIMIT_SECONDS,
        seconds / LIMIT_SECONDS, "≤ 1×", seconds <= LIMIT_SECONDS,
    )  # fmt: skip


def _fill(path: Path) -> None:
    """Write organisations, applications, nominations, decrees and accreditations, guards dropped, keys unchecked."""
    sizes = {":organisations": ORGANISATIONS, ":applications": PEOPLE // PER_APPLICATION, ":decrees": DECREES,
             ":each": PER_APPLICATION}  # fmt: skip
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for (guard,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {guard}")
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE t (i INTEGER PRIMARY KEY)")
        series = "WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i < ?) "
        connection.execute(f"INSERT INTO t {series} SELECT i FROM s", (PEOPLE - 1,))
        for statement in _ROWS:
            for name, value in sizes.items():
                statement = statement.replace(name, str(value))
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")


_AT = "'2027-01-0' || (1 + {}) || ' 04:00:00.000000'"
_KINDS = "CASE i % 4 WHEN 0 THEN 'election_body' WHEN 1 THEN 'intergovernmental' ELSE 'other' END"
_STATE = "CASE WHEN i % 10 < 9 THEN 'accredited' WHEN i % 20 = 9 THEN 'refused' ELSE 'check' END"
_ROWS = (
    "INSERT INTO organisation (id, name, name_ky, name_ru, origin, kind, country, search_key, created_at) "
    f"SELECT 'o' || i, 'Organisation ' || i, '', '', 'foreign', {_KINDS}, NULL, '', '2027-01-01 00:00:00.000000' "
    "FROM t WHERE i < :organisations",
    "INSERT INTO application (id, election_id, organisation_id, invitation_id, channel, state, form_version, number, "
    "filed_at, contact_name, contact_email, contact_phone, created_by, created_at) "
    "SELECT 'a' || i, 'kg-2027-pr', 'o' || (i % 1000), 'v', CASE i % 3 WHEN 0 THEN 'mfa' ELSE 'cec' END, 'filed', "
    f"'1', 'N' || i, {_AT.format('i % 4')}, '', '', '', 'user-registrar', '2027-01-01 00:00:00.000000' "
    "FROM t WHERE i < :applications",
    "INSERT INTO nomination (id, n, application_id, election_id, organisation_id, position, surname_latin, "
    "given_latin, patronymic_latin, surname_cyrillic, given_cyrillic, patronymic_cyrillic, citizenships, "
    "document_country, document_number, document_kind, category, fingerprint, search_key, state, state_from, "
    "created_at) SELECT 'n' || i, i, 'a' || (i / :each), 'kg-2027-pr', 'o' || (i / :each % 1000), i % :each, 'Z', "
    "'', '', '', '', '', 'NLD', 'NLD', 'X' || i, 'passport', 'observer', 'f' || i, '', "
    f"{_STATE}, {_AT.format('4 + i % 5')}, '2027-01-01 00:00:00.000000' FROM t",
    "INSERT INTO decree (id, kind, election_id, subject, drafted_by, drafted_at, number, decree_date, signed_by, "
    "signed_at, published_by, published_at) SELECT 'd' || i, 'accreditation', 'kg-2027-pr', '', 'user-registrar', "
    f"{_AT.format('4')}, 'D' || i, '2027-01-05', 'user-approver', {_AT.format('4')}, 'user-records', "
    f"{_AT.format('4')} FROM t WHERE i < :decrees",
    "INSERT INTO accreditation (id, election_id, person_id, document_id, organisation_id, category, basis, "
    "decree_id, annex_line_id, accredited_on, status, nomination_id) SELECT 'c' || i, 'kg-2027-pr', 'p' || i, 'x', "
    "'o' || (i / :each % 1000), 'observer', 'application', 'd' || (i % :decrees), 'l' || i, '2027-01-05', "
    "'granted', 'n' || i FROM t WHERE i % 10 < 9",
)
