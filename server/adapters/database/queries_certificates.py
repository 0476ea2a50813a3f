"""Reads about certificates: the list with search and filters, one certificate, a decree's certificates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, and_, func, or_, select

from server.accreditation.calendar import day_of
from server.adapters.database.certificate_rows import certificate_select, read_rows
from server.adapters.database.cursors import from_cursor, page_size, to_cursor
from server.adapters.database.person_columns import full_names
from server.adapters.database.queries_elections import election_row
from server.adapters.database.tables import (
    accreditation,
    annex_line,
    decree,
    election,
    identity_document,
    organisation,
    person,
)
from server.adapters.database.tables_of_bytes import credential, credential_word
from server.credential.certificate_number import normalise, read
from server.credential.errors import CredentialError
from server.usecases.errors import FieldError, InvalidInput, NotFound
from server.usecases.queries import CertificateFilter
from server.usecases.search_words import search_words
from server.usecases.views import (
    CERTIFICATE_STATUSES,
    CertificateFull,
    CertificateRow,
    Page,
    PublicObserver,
)

_FEW, _MOST_WORDS, _LAST = 2_000, 6, "\U0010ffff"
_BATCH = 200
_NUMBER = re.compile(r"[0-9A-Z]{2,16}")
_DIGITS = re.compile(r"[0-9]{1,7}")
_PART_OF_NUMBER = re.compile(r"[0-9A-Z]{1,3}[A-Z][0-9]{1,7}[0-9A-Z]?")


class CertificateQueries:
    """See usecases.queries.Queries."""

    _engine: Engine

    def certificates(
        self, narrowed: CertificateFilter, *, now: datetime, after: str | None = None, limit: int = 50
    ) -> Page[CertificateRow]:
        """Return certificates, the newest first."""
        keys, size = from_cursor(after, int), page_size(limit)
        with self._engine.connect() as connection:
            chosen = select(credential.c.n).where(
                credential.c.carrier == "paper",
                *_conditions(narrowed, now=now),
                *_found_by(connection, narrowed.text),
            )
            if keys:
                chosen = chosen.where(credential.c.n < keys[0])
            numbers = connection.execute(chosen.order_by(credential.c.n.desc()).limit(size + 1)).scalars().all()
            statement = certificate_select().where(credential.c.n.in_(numbers[:size]))
            rows = read_rows(connection, statement.order_by(credential.c.n.desc()), now=now)
        more = len(numbers) > size
        return Page(tuple(row for row, _ in rows), to_cursor(int(numbers[size - 1])) if more else None)

    def certificate(self, number: str, *, now: datetime) -> CertificateFull:
        """Return the certificate of a number."""
        typed = normalise(number[:64])
        found = []
        if _NUMBER.fullmatch(typed):
            with self._engine.connect() as connection:
                found = _full(connection, credential.c.number == typed, now=now)
        if not found:
            raise NotFound("certificate", number[:64])
        return found[0][1]

    def decree_certificates(self, decree_id: str, *, now: datetime) -> Iterator[CertificateFull]:
        """Yield the live certificate of each line of an accreditation decree, by position."""
        numbered = (
            select(credential.c.n)
            .join(accreditation, accreditation.c.id == credential.c.accreditation_id)
            .join(annex_line, annex_line.c.id == accreditation.c.annex_line_id)
            .where(credential.c.accreditation_decree_id == decree_id, credential.c.carrier == "paper")
            .where(credential.c.status == 0, accreditation.c.status == "granted")
            .order_by(annex_line.c.position)
        )
        yield from full_certificates(self._engine, numbered, now=now)

    def public_observers(self, election_id: str, *, now: datetime) -> Iterator[PublicObserver]:
        """Yield the public list of an election: accreditations whose decree is published, by name."""
        newest = (
            select(credential.c.accreditation_id, func.max(credential.c.n).label("n"))
            .where(credential.c.election_id == election_id, credential.c.carrier == "paper")
            .group_by(credential.c.accreditation_id)
            .subquery()
        )
        statement = (
            select(
                person, accreditation.c.status.label("standing"), accreditation.c.revoked_from,
                organisation.c.name, organisation.c.name_ky, organisation.c.name_ru,
                decree.c.number.label("decree_number"), decree.c.decree_date,
                credential.c.number.label("certificate"),
            )
            .select_from(accreditation)
            .join(person, person.c.id == accreditation.c.person_id)
            .join(organisation, organisation.c.id == accreditation.c.organisation_id)
            .join(decree, decree.c.id == accreditation.c.decree_id)
            .outerjoin(newest, newest.c.accreditation_id == accreditation.c.id)
            .outerjoin(credential, credential.c.n == newest.c.n)
            .where(accreditation.c.election_id == election_id, decree.c.published_at.is_not(None))
            .order_by(person.c.surname_latin, person.c.given_latin, accreditation.c.id)
        )  # fmt: skip
        with self._engine.connect() as connection:
            rows = connection.execute(statement).mappings().all()
        for row in rows:
            yield _public(row, now=now)


def full_certificates(engine: Engine, numbered: Select[Any], *, now: datetime) -> Iterator[CertificateFull]:
    """Yield the certificates whose `n` a statement selects, in its order, a batch a read."""
    with engine.connect() as connection:
        numbers = list(connection.execute(numbered).scalars())
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        with engine.connect() as connection:
            found = dict(_full(connection, credential.c.n.in_(batch), now=now))
        yield from (found[n] for n in batch)


def _public(row: Any, *, now: datetime) -> PublicObserver:
    latin, cyrillic = full_names(row)
    revoked = row["standing"] == "revoked" and row["revoked_from"] <= now
    return PublicObserver(
        name_latin=latin,
        name_cyrillic=cyrillic,
        organisation=row["name"],
        organisation_ky=row["name_ky"],
        organisation_ru=row["name_ru"],
        number=row["certificate"],
        decree_number=row["decree_number"],
        decree_date=row["decree_date"],
        status="revoked" if revoked else "accredited",
    )


def _full(connection: Connection, condition: Any, *, now: datetime) -> list[tuple[int, CertificateFull]]:
    """Return certificates with their bytes and everything printed, by `n`."""
    statement = certificate_select(
        person.c.cyrillic_language.label("language"),
        credential.c.carrier,
        credential.c.sealed,
        credential.c.reason,
        credential.c.replaced_by,
        identity_document.c.country,
        identity_document.c.number.label("document"),
    ).join(identity_document, identity_document.c.id == accreditation.c.document_id)
    rows = read_rows(connection, statement.where(condition, credential.c.carrier == "paper"), now=now)
    elections = {row.election_id: election_row(connection, row.election_id) for row, _ in rows}
    names = (
        "surname_latin", "given_latin", "patronymic_latin", "surname_cyrillic", "given_cyrillic",
        "patronymic_cyrillic", "carrier", "sealed", "listed_seq", "reason", "replaced_by",
    )  # fmt: skip
    return [
        (
            raw["n"],
            CertificateFull(
                row=row,
                election=elections[row.election_id],
                cyrillic_language=raw["language"],
                document_country=raw["country"],
                document_number=raw["document"],
                organisation_ky=row.organisation_ky,
                organisation_ru=row.organisation_ru,
                **{name: raw[name] for name in names},
            ),
        )
        for row, raw in rows
    ]


def _conditions(narrowed: CertificateFilter, *, now: datetime) -> list[Any]:
    found: list[Any] = []
    if narrowed.election_id:
        found.append(credential.c.election_id == narrowed.election_id)
    if narrowed.organisation_id:
        found.append(credential.c.organisation_id == narrowed.organisation_id)
    if narrowed.decree_id:
        found.append(credential.c.accreditation_decree_id == narrowed.decree_id)
    if narrowed.status:
        if narrowed.status not in CERTIFICATE_STATUSES:
            raise InvalidInput([FieldError("status", "status_not_known")])
        found.append(_has_status(narrowed.status, now=now))
    return found


def _has_status(status: str, *, now: datetime) -> Any:
    """Return the condition under which `certificate_rows.status_now` answers this status."""
    c, today = credential.c, day_of(now)
    revoked = select(accreditation.c.id).where(accreditation.c.status == "revoked")
    own = accreditation.c.id == c.accreditation_id
    effective = revoked.where(accreditation.c.revoked_from <= now)
    if status == "replaced":
        return c.status == 12
    if status == "revoked":
        return and_(c.status != 12, or_(c.status == 1, c.accreditation_id.in_(effective)))
    pending = revoked.where(accreditation.c.revoked_from > now)
    if status == "revocation_pending":
        return and_(c.status == 0, c.accreditation_id.in_(pending))
    ended = and_(election.c.term_basis == 1, election.c.results_published_day < today)
    by_term = {
        "term_unknown": election.c.term_basis == 3,
        "term_ended": ended,
        "valid": and_(election.c.term_basis != 3, ~and_(election.c.term_basis == 1, ended)),
    }
    elections = select(election.c.id).where(by_term[status])
    return and_(c.status == 0, ~revoked.where(own).exists(), c.election_id.in_(elections))


def _by_index(connection: Connection, index: int) -> list[int]:
    """Return paper certificates of any election whose number has this index, by the index's own key."""
    elections = connection.execute(select(election.c.id)).scalars().all()
    c = credential.c
    asked = select(c.n).where(c.election_id.in_(elections), c.idx == index, c.carrier == "paper")
    return list(connection.execute(asked).scalars())


def _found_by(connection: Connection, text: str) -> list[Any]:
    """Return conditions for every word of a search.

    A word few certificates have is looked up first; for common words the newest certificates are probed
    instead, so that neither takes time that grows with the table.
    """
    if not text.strip():
        return []
    try:
        return [credential.c.number == read(text[:64])]
    except CredentialError:
        pass
    if _DIGITS.fullmatch(text.strip()):
        numbered = _by_index(connection, int(text.strip()))
        if numbered:
            return [credential.c.n.in_(numbered)]
    w = credential_word.c
    found: list[Any] = []
    typed = normalise(text[:64])
    words = [typed.lower()] if _PART_OF_NUMBER.fullmatch(typed) else search_words(text)[:_MOST_WORDS]
    for word in words or ["-"]:
        starts = and_(w.word >= word[:64], w.word < word[:63] + _LAST)
        few = connection.execute(
            select(func.count()).select_from(select(w.n).where(starts).limit(_FEW + 1).subquery())
        ).scalar_one()
        if few <= _FEW:
            found.append(credential.c.n.in_(select(w.n).where(starts)))
        else:
            found.append(select(1).where(w.n == credential.c.n, starts).exists())
    return found
