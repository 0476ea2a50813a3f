"""Reads about drafts as they stand now: what a signature would cover."""

from __future__ import annotations

from sqlalchemy import Engine

from server.adapters.database.unit_of_work import SqlUnitOfWork
from server.usecases.carry_out import left_to_carry_out
from server.usecases.corrections import line_of
from server.usecases.line_input import LineInput
from server.usecases.records import Accreditation, AnnexLine, Decree
from server.usecases.shown_draft import digest_of, outdated_by
from server.usecases.views import DraftShown, LeftToDo


class DraftQueries:
    """See usecases.queries.Queries."""

    _engine: Engine

    def draft_shown(self, decree_id: str) -> DraftShown:
        """Return the digest of a decree as it stands, and whether its draft is outdated."""
        with self._engine.connect() as connection:
            reading = SqlUnitOfWork(connection)  # the verb's own words, over a reading connection: nothing waits
            later = outdated_by(reading, reading.get(Decree, decree_id))
            digest = digest_of(reading, decree_id)
        return DraftShown(digest, later.number if later else None, later.decree_date if later else None)

    def left_to_carry_out(self, decree_id: str) -> LeftToDo:
        """Return what carrying out a decree would still do."""
        with self._engine.connect() as connection:
            reading = SqlUnitOfWork(connection)
            return left_to_carry_out(reading, reading.get(Decree, decree_id))

    def annex_line_fingerprint(self, line_id: str) -> str:
        """Return the fingerprint of what an annex line says now."""
        with self._engine.connect() as connection:
            return SqlUnitOfWork(connection).get(AnnexLine, line_id).fingerprint

    def line_is_of_application(self, line_id: str) -> bool:
        """Tell whether an annex line came by an application."""
        with self._engine.connect() as connection:
            return SqlUnitOfWork(connection).get(AnnexLine, line_id).nomination_id is not None

    def accredited_line(self, accreditation_id: str) -> LineInput:
        """Return everything kept of an accredited person, as a form starts from."""
        with self._engine.connect() as connection:
            reading = SqlUnitOfWork(connection)
            return line_of(reading, reading.get(Accreditation, accreditation_id))
