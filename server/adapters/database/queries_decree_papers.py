"""Reads of what decrees and refusal letters say on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, select

from server.adapters.database.person_columns import PERSON, citizenships_of, full_names
from server.adapters.database.refusal_rows import refusal_subjects
from server.adapters.database.tables import (
    accreditation,
    annex_line,
    annulment,
    decree,
    election,
    organisation,
    person,
    revocation,
)
from server.adapters.database.tables_of_applications import application, nomination
from server.adapters.database.tables_of_desks import refusal
from server.usecases.errors import NotFound
from server.usecases.views_of_desks import DecreePaper, PaperPerson, RefusalLetter, RefusalSubject

_ORGANISATION = (organisation.c.name, organisation.c.name_ky, organisation.c.name_ru)


class DecreePaperQueries:
    """See usecases.queries_of_desks.DeskQueries."""

    _engine: Engine

    def decree_paper(self, decree_id: str) -> DecreePaper:
        """Return what a decree's PDF says."""
        with self._engine.connect() as connection:
            row = _decree(connection, decree_id)
            if row["kind"] == "accreditation":
                people = _annex(connection, decree_id)
            elif row["kind"] == "refusal":
                found = refusal_subjects(connection, refusal.c.decree_id == decree_id)
                people = _refused(connection, found)
            else:
                people = _revoked(connection, row["kind"], decree_id)
        return _paper(row, people)

    def refusal_letter(self, refusal_id: str) -> RefusalLetter:
        """Return what a refusal letter says."""
        with self._engine.connect() as connection:
            found = refusal_subjects(connection, refusal.c.id == refusal_id)
            if not found:
                raise NotFound("refusal", refusal_id[:64])
            subject = found[0]
            row = _decree(connection, subject.decree_id)
            filed = connection.execute(
                select(application.c.filed_at)
                .join(nomination, nomination.c.application_id == application.c.id)
                .where(nomination.c.id == subject.nomination_id)
            ).scalar_one()
            people = _refused(connection, found)
        return RefusalLetter(
            refusal_id=subject.id,
            nomination_id=subject.nomination_id,
            organisation_id=subject.organisation_id,
            published_at=row["published_at"],
            paper=_paper(row, people),
            application_number=subject.application_number,
            filed_at=filed,
        )


def _decree(connection: Connection, decree_id: str) -> RowMapping:
    titles = (election.c.title_ky, election.c.title_ru, election.c.title_en, election.c.window_closes_at)
    statement = select(decree, *titles).join(election, election.c.id == decree.c.election_id)
    row = connection.execute(statement.where(decree.c.id == decree_id)).mappings().first()
    if row is None:
        raise NotFound("decree", decree_id[:64])
    return row


def _paper(row: RowMapping, people: tuple[PaperPerson, ...]) -> DecreePaper:
    return DecreePaper(
        id=row["id"],
        kind=row["kind"],
        number=row["number"],
        decree_date=row["decree_date"],
        subject=row["subject"],
        election={language: row[f"title_{language}"] for language in ("ky", "ru", "en")},
        closes_at=row["window_closes_at"],
        people=people,
    )


def _annex(connection: Connection, decree_id: str) -> tuple[PaperPerson, ...]:
    statement = (
        select(annex_line.c.person_id, *PERSON, *_ORGANISATION)
        .join(person, person.c.id == annex_line.c.person_id)
        .join(organisation, organisation.c.id == annex_line.c.organisation_id)
        .where(annex_line.c.decree_id == decree_id)
        .order_by(annex_line.c.position)
    )
    rows = connection.execute(statement).mappings().all()
    countries = citizenships_of(connection, {row["person_id"] for row in rows})
    return tuple(_person(row, countries.get(row["person_id"], ())) for row in rows)


def _revoked(connection: Connection, kind: str, decree_id: str) -> tuple[PaperPerson, ...]:
    statement = (
        select(
            accreditation.c.person_id, *PERSON, *_ORGANISATION, revocation.c.kind, revocation.c.gross,
            revocation.c.facts, revocation.c.effective_at,
        )
        .join(accreditation, accreditation.c.id == revocation.c.accreditation_id)
        .join(person, person.c.id == accreditation.c.person_id)
        .join(organisation, organisation.c.id == accreditation.c.organisation_id)
        .order_by(person.c.surname_latin, revocation.c.id)
    )  # fmt: skip
    if kind == "revocation":
        statement = statement.where(revocation.c.decree_id == decree_id)
    else:
        undone = select(annulment.c.revocation_id).where(annulment.c.decree_id == decree_id)
        statement = statement.where(revocation.c.id.in_(undone))
    rows = connection.execute(statement).mappings().all()
    countries = citizenships_of(connection, {row["person_id"] for row in rows})
    return tuple(
        _person(
            row, countries.get(row["person_id"], ()), facts=row["facts"], revocation=row["kind"], gross=row["gross"],
            effective_at=row["effective_at"],
        )
        for row in rows
    )  # fmt: skip


def _refused(connection: Connection, subjects: tuple[RefusalSubject, ...]) -> tuple[PaperPerson, ...]:
    columns = (nomination.c.id, *(nomination.c[column.name] for column in PERSON), nomination.c.citizenships)
    statement = (
        select(*columns, *_ORGANISATION)
        .join(organisation, organisation.c.id == nomination.c.organisation_id)
        .where(nomination.c.id.in_([each.nomination_id for each in subjects]))
    )
    rows = {row["id"]: row for row in connection.execute(statement).mappings()}
    told = ((each, rows[each.nomination_id]) for each in subjects)
    return tuple(
        _person(row, tuple(row["citizenships"].split(",")), grounds=each.grounds, facts=each.facts)
        for each, row in told
    )


def _person(row: RowMapping | Mapping[str, Any], citizenships: tuple[str, ...], **more: Any) -> PaperPerson:
    latin, cyrillic = full_names(row)  # type: ignore[arg-type]
    return PaperPerson(
        name_latin=latin,
        name_cyrillic=cyrillic,
        cyrillic_language=row["cyrillic_language"],
        citizenships=citizenships,
        organisation={
            "ky": row["name_ky"] or row["name"],
            "ru": row["name_ru"] or row["name"],
            "en": row["name"],
        },
        **more,
    )
