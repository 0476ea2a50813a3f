"""Certificates as rows: what is selected, and how a status is told on a given instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from server.accreditation.calendar import day_of
from server.adapters.database.person_columns import (
    ORGANISATION,
    ORGANISATION_NAMES,
    PERSON,
    citizenships_of,
    full_names,
)
from server.adapters.database.tables import accreditation, decree, election, organisation, person
from server.adapters.database.tables_of_bytes import credential, election_state
from server.usecases.views import CertificateRow

_REVOKED, _REPLACED = 1, 12
_OWN = (
    "id", "n", "accreditation_id", "person_id", "election_id", "number", "idx", "organisation_id", "status",
    "status_from", "accredited_on", "issued_at", "listed_seq",
)  # fmt: skip


def certificate_select(*more: Any) -> Select[Any]:
    """Return the joined select of certificates; `more` columns are added."""
    seq = (
        select(func.max(election_state.c.seq))
        .where(election_state.c.election_id == credential.c.election_id)
        .scalar_subquery()
    )
    return (
        select(
            *(credential.c[name] for name in _OWN),
            credential.c.accreditation_decree_id.label("decree_id"),
            *PERSON,
            *ORGANISATION,
            accreditation.c.category,
            accreditation.c.status.label("standing"),
            accreditation.c.revoked_from,
            decree.c.number.label("decree_number"),
            decree.c.decree_date,
            election.c.term_basis,
            election.c.results_published_day,
            seq.label("seq"),
            *more,
        )
        .join(accreditation, accreditation.c.id == credential.c.accreditation_id)
        .join(person, person.c.id == credential.c.person_id)
        .join(organisation, organisation.c.id == credential.c.organisation_id)
        .join(decree, decree.c.id == credential.c.accreditation_decree_id)
        .join(election, election.c.id == credential.c.election_id)
    )


def read_rows(connection: Connection, statement: Select[Any], *, now: datetime) -> list[tuple[CertificateRow, Any]]:
    """Return rows of a `certificate_select`, each with its raw columns."""
    rows = connection.execute(statement).mappings().all()
    countries = citizenships_of(connection, {row["person_id"] for row in rows})
    return [(_row(row, countries, now=now), row) for row in rows]


def rows_of(connection: Connection, condition: Any, *, now: datetime) -> tuple[CertificateRow, ...]:
    """Return paper certificates under a condition, the newest first."""
    statement = certificate_select().where(condition, credential.c.carrier == "paper")
    return tuple(row for row, _ in read_rows(connection, statement.order_by(credential.c.n.desc()), now=now))


def status_now(row: Any, *, now: datetime) -> str:
    """Return one of views.CERTIFICATE_STATUSES."""
    revoked = row["standing"] == "revoked"
    if row["status"] == _REPLACED:
        return "replaced"
    if row["status"] == _REVOKED or (revoked and row["revoked_from"] <= now):
        return "revoked"
    if revoked:
        return "revocation_pending"
    if row["term_basis"] == 3:
        return "term_unknown"
    published = row["results_published_day"]
    return "term_ended" if published is not None and published < day_of(now) else "valid"


def _row(row: Any, countries: dict[str, tuple[str, ...]], *, now: datetime) -> CertificateRow:
    latin, cyrillic = full_names(row)
    kept: Sequence[str] = (
        "accreditation_id", "person_id", "election_id", "number", "idx", "organisation_id", *ORGANISATION_NAMES,
        "category", "status_from", "accredited_on", "decree_id", "decree_number", "decree_date", "issued_at",
    )  # fmt: skip
    return CertificateRow(
        credential_id=row["id"],
        name_latin=latin,
        name_cyrillic=cyrillic,
        citizenships=countries.get(row["person_id"], ()),
        status=status_now(row, now=now),
        printable=(row["seq"] or 0) >= row["listed_seq"],
        **{name: row[name] for name in kept},
    )
