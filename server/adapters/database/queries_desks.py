"""Reads of the deciding desk: sheets, refusals, opinions, the list of those deprived, handing over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, exists, select

from server.adapters.database.application_rows import nomination_row, nomination_select
from server.adapters.database.cursors import before, from_cursor, moment_cursor, page_size
from server.adapters.database.person_columns import PERSON, full_names
from server.adapters.database.queries_elections import user_rows
from server.adapters.database.refusal_rows import refusal_subjects
from server.adapters.database.standing_rows import opinions_on, standing_rows
from server.adapters.database.tables import (
    accreditation,
    annex_line,
    decree,
    identity_document,
    organisation,
    person,
    revocation,
)
from server.adapters.database.tables_of_applications import nomination
from server.adapters.database.tables_of_bytes import credential
from server.adapters.database.tables_of_desks import (
    decree_opinion,
    deprived_person,
    refusal,
)
from server.adapters.database.unit_of_work import SqlUnitOfWork
from server.usecases.decided_drafts import drafts_naming
from server.usecases.errors import NotFound
from server.usecases.gather_findings import gather_findings
from server.usecases.matching import Matching
from server.usecases.records import CheckOutcome, Nomination
from server.usecases.views import Page
from server.usecases.views_of_applications import NominationRow
from server.usecases.views_of_desks import (
    DecreeOpinionRow,
    DeprivedRow,
    HandoverRow,
    RefusalSubject,
    SheetRow,
    StandingRow,
)


class DeskListQueries:
    """See usecases.queries_of_desks.DeskQueries."""

    _engine: Engine

    def sheets(self, nomination_ids: Iterable[str], *, now: datetime, matching: Matching) -> dict[str, SheetRow]:
        """Return sheets by nomination, findings included."""
        ids = list(dict.fromkeys(nomination_ids))
        if not ids:
            return {}
        with self._engine.connect() as connection:
            reading = SqlUnitOfWork(connection)  # the verbs' own words, over a reading connection: nothing waits
            nominations = reading.find(Nomination, id=ids)
            findings = gather_findings(reading, nominations, now=now, matching=matching)
            drafts = drafts_naming(reading, nominations)
            outcomes: dict[str, list[CheckOutcome]] = {each.id: [] for each in nominations}
            for each in reading.find(CheckOutcome, nomination_id=ids):
                outcomes[each.nomination_id].append(each)
            opinions = opinions_on(connection, ids)
        return {
            each.id: SheetRow(
                nomination_id=each.id,
                outcomes={own.check_code: own.outcome for own in outcomes[each.id]},
                evidence={own.check_code: own.evidence for own in outcomes[each.id]},
                findings=findings[each.id],
                draft_id=drafts[each.id].id if each.id in drafts else None,
                draft_kind=drafts[each.id].kind if each.id in drafts else None,
                opinions=opinions.get(each.id, ()),
            )
            for each in nominations
        }

    def reopened(self, election_id: str | None = None) -> tuple[NominationRow, ...]:
        """Return people refused for the window alone whom a moved election lets be taken up again."""
        own = refusal.c.nomination_id == nomination.c.id
        statement = nomination_select().where(
            nomination.c.state == "refused",
            exists(select(refusal.c.id).where(own, refusal.c.reopened_by.is_not(None))),
            ~exists(select(refusal.c.id).where(own, refusal.c.reopened_by.is_(None))),
        )
        if election_id:
            statement = statement.where(nomination.c.election_id == election_id)
        return self._people(statement.order_by(nomination.c.n).limit(500))

    def merged_into(self, nomination_id: str) -> tuple[NominationRow, ...]:
        """Return nominations that were merged into this one."""
        return self._people(nomination_select().where(nomination.c.merged_into == nomination_id))

    def _people(self, statement: Any) -> tuple[NominationRow, ...]:
        with self._engine.connect() as connection:
            return tuple(nomination_row(row) for row in connection.execute(statement).mappings())

    def refusals(self, decree_id: str) -> tuple[RefusalSubject, ...]:
        """Return the people of a refusal decree by organisation and name."""
        with self._engine.connect() as connection:
            return refusal_subjects(connection, refusal.c.decree_id == decree_id)

    def refusal(self, refusal_id: str) -> RefusalSubject:
        """Return one person of a refusal decree."""
        with self._engine.connect() as connection:
            found = refusal_subjects(connection, refusal.c.id == refusal_id)
        if not found:
            raise NotFound("refusal", refusal_id[:64])
        return found[0]

    def standing_against(self, decree_id: str) -> tuple[StandingRow, ...]:
        """Return the people of an annex against whom something stands, by their place in it."""
        with self._engine.connect() as connection:
            return standing_rows(connection, decree_id)

    def decree_opinions(self, decree_id: str) -> tuple[DecreeOpinionRow, ...]:
        """Return opinions on a drafted revocation, oldest first."""
        statement = select(decree_opinion).where(decree_opinion.c.decree_id == decree_id)
        with self._engine.connect() as connection:
            rows = connection.execute(statement.order_by(decree_opinion.c.given_at)).mappings().all()
            users = user_rows(connection, {row["given_by"] for row in rows})
        return tuple(
            DecreeOpinionRow(row["id"], row["opinion"], users[row["given_by"]], row["given_at"]) for row in rows
        )

    def deprived(self, *, after: str | None = None, limit: int = 50) -> Page[DeprivedRow]:
        """Return entries of the list of those deprived, the newest first."""
        keys, size = from_cursor(after, int, str), page_size(limit)
        removing = decree.alias("removing")
        names = ("id", "decree_number", "decree_date", "created_at", "revocation_id", "removed_by")
        statement = (
            select(
                *(deprived_person.c[name] for name in names),
                revocation.c.decree_id.label("revoking_decree_id"),
                removing.c.number.label("removing_number"),
                removing.c.decree_date.label("removing_date"),
            )
            .outerjoin(revocation, revocation.c.id == deprived_person.c.revocation_id)
            .outerjoin(removing, removing.c.id == deprived_person.c.removed_by)
        )
        if keys:
            statement = statement.where(before(deprived_person.c.created_at, deprived_person.c.id, keys))
        statement = statement.order_by(deprived_person.c.created_at.desc(), deprived_person.c.id.desc())
        with self._engine.connect() as connection:
            rows = connection.execute(statement.limit(size + 1)).mappings().all()
        found = tuple(DeprivedRow(**row) for row in rows[:size])
        return Page(found, moment_cursor(found[-1].created_at, found[-1].id) if len(rows) > size else None)

    def handover(self, decree_id: str) -> tuple[HandoverRow, ...]:
        """Return the live certificates of an accreditation decree by its annex."""
        statement = (
            select(
                annex_line.c.position, credential.c.number, credential.c.delivered_at, *PERSON,
                organisation.c.name.label("organisation"), identity_document.c.country.label("document_country"),
            )
            .join(accreditation, accreditation.c.id == credential.c.accreditation_id)
            .join(annex_line, annex_line.c.id == accreditation.c.annex_line_id)
            .join(person, person.c.id == accreditation.c.person_id)
            .join(organisation, organisation.c.id == accreditation.c.organisation_id)
            .join(identity_document, identity_document.c.id == accreditation.c.document_id)
            .where(
                credential.c.accreditation_decree_id == decree_id, credential.c.carrier == "paper",
                credential.c.status == 0, accreditation.c.status == "granted",
            )
            .order_by(annex_line.c.position)
        )  # fmt: skip
        with self._engine.connect() as connection:
            rows = connection.execute(statement).mappings().all()
        names = ("position", "number", "organisation", "document_country", "delivered_at")
        return tuple(
            HandoverRow(
                name_latin=full_names(row)[0],
                name_cyrillic=full_names(row)[1],
                **{name: row[name] for name in names},
            )
            for row in rows
        )
