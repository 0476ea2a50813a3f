"""Reads about decrees and what hangs on them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, and_, func, or_, select

from server.adapters.database.cursors import from_cursor, page_size, to_cursor
from server.adapters.database.person_columns import (
    NAMES,
    ORGANISATION,
    ORGANISATION_NAMES,
    PERSON,
    citizenships_of,
    full_names,
    newest_numbers,
)
from server.adapters.database.queries_elections import event_rows, user_rows
from server.adapters.database.tables import (
    accreditation,
    amendment,
    annex_line,
    annulment,
    attachment,
    decree,
    election_event,
    identity_document,
    organisation,
    person,
    revocation,
)
from server.adapters.database.tables_of_bytes import credential
from server.adapters.database.tables_of_desks import refusal
from server.usecases.errors import NotFound
from server.usecases.line_input import LineInput
from server.usecases.records import Attachment
from server.usecases.views import AmendmentRow, AnnexRow, DecreePage, DecreeRow, Page, RevocationRow

_SUBJECTS = (annex_line, revocation, annulment, amendment, election_event, refusal)
_STATES = {
    "draft": and_(decree.c.signed_at.is_(None), decree.c.discarded_at.is_(None)),
    "signed": and_(decree.c.signed_at.is_not(None), decree.c.published_at.is_(None)),
    "published": decree.c.published_at.is_not(None),
    "discarded": decree.c.discarded_at.is_not(None),
}


class DecreeQueries:
    """See usecases.queries.Queries."""

    _engine: Engine

    def decrees(
        self,
        *,
        election_id: str | None = None,
        kind: str | None = None,
        state: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[DecreeRow]:
        """Return decrees, the newest draft first; discarded ones only when asked for by `state`."""
        keys, size = from_cursor(after, int, str), page_size(limit)
        statement = select(decree).where(_STATES.get(state or "", decree.c.discarded_at.is_(None)))
        if election_id:
            statement = statement.where(decree.c.election_id == election_id)
        if kind:
            statement = statement.where(decree.c.kind == kind)
        if keys:
            instant = datetime.fromtimestamp(min(max(keys[0], 0), 2**35), UTC)
            statement = statement.where(
                or_(
                    decree.c.drafted_at < instant,
                    and_(decree.c.drafted_at == instant, decree.c.id < keys[1]),
                )
            )
        statement = statement.order_by(decree.c.drafted_at.desc(), decree.c.id.desc()).limit(size + 1)
        with self._engine.connect() as connection:
            rows = connection.execute(statement).mappings().all()
            found = _decree_rows(connection, rows[:size])
        more = len(rows) > size
        last = found[-1] if found else None
        return Page(found, to_cursor(int(last.drafted_at.timestamp()), last.id) if more and last else None)

    def decree(self, decree_id: str) -> DecreePage:
        """Return one decree with what hangs on it."""
        with self._engine.connect() as connection:
            row = connection.execute(select(decree).where(decree.c.id == decree_id)).mappings().first()
            if row is None:
                raise NotFound("decree", decree_id[:64])
            undone = select(annulment.c.revocation_id).where(annulment.c.decree_id == decree_id)
            return DecreePage(
                decree=_decree_rows(connection, [row])[0],
                revocations=revocation_rows(connection, revocation.c.decree_id == decree_id),
                annulled_revocations=revocation_rows(connection, revocation.c.id.in_(undone)),
                amendments=_amendments(connection, decree_id),
                events=event_rows(connection, election_event.c.decree_id == decree_id),
            )

    def annex(self, decree_id: str, *, after: str | None = None, limit: int = 100) -> Page[AnnexRow]:
        """Return lines of an annex by position."""
        keys, size = from_cursor(after, int), page_size(limit)
        statement = (
            select(
                annex_line, *PERSON, identity_document.c.country, identity_document.c.number,
                *ORGANISATION, accreditation.c.id.label("accreditation_id"),
            )
            .join(person, person.c.id == annex_line.c.person_id)
            .join(identity_document, identity_document.c.id == annex_line.c.document_id)
            .join(organisation, organisation.c.id == annex_line.c.organisation_id)
            .outerjoin(accreditation, accreditation.c.annex_line_id == annex_line.c.id)
            .where(annex_line.c.decree_id == decree_id, annex_line.c.position > (keys[0] if keys else 0))
            .order_by(annex_line.c.position)
            .limit(size + 1)
        )  # fmt: skip
        with self._engine.connect() as connection:
            rows = connection.execute(statement).mappings().all()
            shown = rows[:size]
            countries = citizenships_of(connection, {row["person_id"] for row in shown})
            numbers = newest_numbers(
                connection, [row["accreditation_id"] for row in shown if row["accreditation_id"]]
            )
        found = tuple(_annex_row(row, countries, numbers) for row in shown)
        return Page(found, to_cursor(found[-1].position) if len(rows) > size else None)

    def annex_line(self, line_id: str) -> tuple[str, LineInput]:
        """Return a line's decree id and its data as a form starts from."""
        statement = (
            select(
                annex_line, *PERSON, identity_document.c.country, identity_document.c.number,
                identity_document.c.kind, identity_document.c.expires_on,
            )
            .join(person, person.c.id == annex_line.c.person_id)
            .join(identity_document, identity_document.c.id == annex_line.c.document_id)
            .where(annex_line.c.id == line_id)
        )  # fmt: skip
        with self._engine.connect() as connection:
            row = connection.execute(statement).mappings().first()
            if row is None:
                raise NotFound("annex_line", line_id[:64])
            countries = citizenships_of(connection, {row["person_id"]})
        return row["decree_id"], LineInput(
            **{name: row[name] for name in NAMES},
            cyrillic_language=row["cyrillic_language"] or "rus",
            citizenships=countries[row["person_id"]],
            document_country=row["country"],
            document_number=row["number"],
            organisation=row["organisation_id"],
            category=row["category"],
            birth_date=row["birth_date"],
            document_kind=row["kind"],
            document_expires_on=row["expires_on"],
        )

    def revocation(self, revocation_id: str) -> RevocationRow:
        """Return one revocation."""
        with self._engine.connect() as connection:
            rows = revocation_rows(connection, revocation.c.id == revocation_id)
        if not rows:
            raise NotFound("revocation", revocation_id[:64])
        return rows[0]

    def attachment(self, attachment_id: str) -> Attachment:
        """Return an attachment with its bytes."""
        with self._engine.connect() as connection:
            statement = select(attachment).where(attachment.c.id == attachment_id)
            row = connection.execute(statement).mappings().first()
        if row is None:
            raise NotFound("attachment", attachment_id[:64])
        return Attachment(**row)


def revocation_rows(connection: Connection, condition: Any) -> tuple[RevocationRow, ...]:
    """Return revocations with the person, the newest certificate number and the decree."""
    statement = (
        select(
            revocation, *PERSON, accreditation.c.person_id, *ORGANISATION,
            decree.c.signed_at, decree.c.published_at, decree.c.discarded_at,
            decree.c.number.label("decree_number"), decree.c.decree_date,
        )
        .join(accreditation, accreditation.c.id == revocation.c.accreditation_id)
        .join(person, person.c.id == accreditation.c.person_id)
        .join(organisation, organisation.c.id == accreditation.c.organisation_id)
        .join(decree, decree.c.id == revocation.c.decree_id)
        .where(condition)
        .order_by(decree.c.drafted_at, person.c.surname_latin, revocation.c.id)
    )  # fmt: skip
    rows = connection.execute(statement).mappings().all()
    numbers = newest_numbers(connection, [row["accreditation_id"] for row in rows])
    kept = (
        "accreditation_id", "decree_id", "kind", "facts", "gross", "effective_at", "attachment_id",
        "decree_number", "decree_date", "signed_at", "person_id", *ORGANISATION_NAMES,
    )  # fmt: skip
    return tuple(
        RevocationRow(
            id=row["id"],
            name_latin=full_names(row)[0],
            name_cyrillic=full_names(row)[1],
            certificate_number=numbers.get(row["accreditation_id"]),
            annulled=row["annulled_by"] is not None,
            state=_state(row),
            **{name: row[name] for name in kept},
        )
        for row in rows
    )


def _annex_row(row: RowMapping, countries: dict[str, tuple[str, ...]], numbers: dict[str, str]) -> AnnexRow:
    latin, cyrillic = full_names(row)
    return AnnexRow(
        id=row["id"],
        position=row["position"],
        person_id=row["person_id"],
        name_latin=latin,
        name_cyrillic=cyrillic,
        citizenships=countries.get(row["person_id"], ()),
        document_country=row["country"],
        document_number=row["number"],
        birth_date=row["birth_date"],
        organisation_id=row["organisation_id"],
        fingerprint=row["fingerprint"],
        nomination_id=row["nomination_id"],
        **{name: row[name] for name in ORGANISATION_NAMES},
        category=row["category"],
        accreditation_id=row["accreditation_id"],
        number=numbers.get(row["accreditation_id"] or ""),
    )


def _amendments(connection: Connection, decree_id: str) -> tuple[AmendmentRow, ...]:
    statement = (
        select(amendment, *PERSON, accreditation.c.person_id)
        .join(accreditation, accreditation.c.id == amendment.c.accreditation_id)
        .join(person, person.c.id == accreditation.c.person_id)
        .where(amendment.c.decree_id == decree_id)
    )
    rows = connection.execute(statement).mappings().all()
    ids = {each for row in rows for each in json.loads(row["changes"]).get("organisation", ())}
    named = select(organisation.c.id, organisation.c.name).where(organisation.c.id.in_(ids))
    organisations = {each.id: each.name for each in connection.execute(named)}
    return tuple(
        AmendmentRow(
            id=row["id"],
            decree_id=decree_id,
            accreditation_id=row["accreditation_id"],
            person_id=row["person_id"],
            name_latin=full_names(row)[0],
            changes={name: (pair[0], pair[1]) for name, pair in json.loads(row["changes"]).items()},
            facts=row["facts"],
            organisations=organisations,
        )
        for row in rows
    )


def _decree_rows(connection: Connection, rows: Any) -> tuple[DecreeRow, ...]:
    ids = [row["id"] for row in rows]
    sizes: dict[str, int] = {}
    for table in _SUBJECTS:
        counted = select(table.c.decree_id, func.count()).where(table.c.decree_id.in_(ids))
        sizes |= {row[0]: row[1] for row in connection.execute(counted.group_by(table.c.decree_id))}
    of, people = credential.c.accreditation_decree_id, func.count(credential.c.accreditation_id.distinct())
    given = select(of, people).where(of.in_(ids)).group_by(of)
    issued = dict(tuple(row) for row in connection.execute(given))
    live = dict(tuple(row) for row in connection.execute(given.where(credential.c.status == 0)))
    hands = ("drafted_by", "signed_by", "published_by")
    users = user_rows(connection, {row[name] for row in rows for name in hands if row[name]})
    plain = ("id", "kind", "election_id", "subject", "number", "decree_date", "drafted_at", "signed_at")
    return tuple(
        DecreeRow(
            state=_state(row),
            size=sizes.get(row["id"], 0),
            issued=issued.get(row["id"], 0),
            live=live.get(row["id"], 0),
            drafted_by=users[row["drafted_by"]],
            signed_by=users.get(row["signed_by"]),
            published_by=users.get(row["published_by"]),
            published_at=row["published_at"],
            **{name: row[name] for name in plain},
        )
        for row in rows
    )


def _state(row: RowMapping) -> str:
    if row["discarded_at"]:
        return "discarded"
    return "published" if row["published_at"] else "signed" if row["signed_at"] else "draft"
