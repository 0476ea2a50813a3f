"""Reads about the rule packs of elections."""

from __future__ import annotations

from sqlalchemy import Engine, select

from server.accreditation.rule_pack import Parameters, read_pack
from server.adapters.database.tables import election
from server.adapters.database.tables_of_applications import rule_pack
from server.usecases.errors import NotFound
from server.usecases.views_of_applications import RulePackRow


class RulePackQueries:
    """See usecases.queries_of_applications.ApplicationQueries."""

    _engine: Engine

    def rule_pack(self, election_id: str) -> RulePackRow:
        """Return the election's rule pack; one called before packs were kept has the default readings."""
        statement = (
            select(election.c.id, rule_pack)
            .join(rule_pack, rule_pack.c.sha256 == election.c.rule_pack_sha256, isouter=True)
            .where(election.c.id == election_id)
        )
        with self._engine.connect() as connection:
            row = connection.execute(statement).mappings().first()
        if row is None:
            raise NotFound("election", election_id[:64])
        if row["content"] is None:
            return RulePackRow(None, Parameters(), None, 0)
        pack = read_pack(row["content"])
        return RulePackRow(row["sha256"], pack.parameters, row["created_at"], len(pack.rules))
