"""An election in counts: each figure one aggregate over an index, however many people there are."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, select, union_all

from server.accreditation.machines import NominationState
from server.adapters.database.tables import accreditation, annex_line, decree, organisation
from server.adapters.database.tables_of_applications import application, nomination
from server.adapters.database.tables_of_desks import refusal, refusal_ground
from server.usecases.views_of_statistics import (
    Batch,
    CountedOrganisation,
    Decision,
    Granted,
    GroundCount,
    StateCount,
    Statistics,
    Waiting,
)

_DECIDED = (NominationState.ACCREDITED.value, NominationState.REFUSED.value)
_AT_MFA = (NominationState.FILED_MFA.value, NominationState.MFA_REVIEW.value)


class StatisticsQueries:
    """See usecases.queries_of_statistics.StatisticsQueries."""

    _engine: Engine

    def statistics(self, election_id: str, *, published: bool = False) -> Statistics:
        """Return an election in counts; `published`: what unpublished decrees decided counts as ready."""
        with self._engine.connect() as connection:
            states = _states(connection, election_id)
            decided = _decided(connection, nomination.c.election_id == election_id)
            if published:
                early = _decided(connection, nomination.c.id.in_(_unpublished(election_id)))
                decided -= early
                for (key, channel, state, _, _), people in early.items():
                    states[state, key, channel] -= people
                    states[NominationState.READY.value, key, channel] += people
            batches, granted, without = _accreditations(connection, election_id, published=published)
            named = {key for _, key, _ in states} | {each.organisation_id for each in granted}
            return Statistics(
                election_id=election_id,
                published=published,
                organisations=_organisations(connection, named),
                states=tuple(StateCount(*key, people) for key, people in sorted(states.items()) if people),
                decisions=tuple(
                    Decision(key, channel, state, max(decided_at, filed_at) - filed_at, people)
                    for (key, channel, state, filed_at, decided_at), people in sorted(decided.items())
                ),
                batches=batches,
                granted=granted,
                without_application=without,
                grounds=_grounds(connection, election_id, published=published),
                waiting=_waiting(connection, election_id),
            )  # fmt: skip


def _states(connection: Connection, election_id: str) -> Counter[tuple[str, str, str]]:
    """Return people by state, organisation and channel; the inner count reads one index in its order."""
    n = nomination.c
    inner = (
        select(n.state, n.application_id, func.count().label("people"))
        .where(n.election_id == election_id)
        .group_by(n.state, n.application_id)
        .subquery()
    )
    found: Counter[tuple[str, str, str]] = Counter()
    for state, key, channel, people in connection.execute(_by_application(inner, inner.c.state)):
        found[state, key, channel] = people
    return found


def _by_application(inner: Any, *columns: Any) -> Select[Any]:
    """Add a count by application up to one by organisation and channel."""
    names = (*columns, application.c.organisation_id, application.c.channel)
    return (
        select(*names, func.sum(inner.c.people))
        .join_from(inner, application, application.c.id == inner.c.application_id)
        .group_by(*names)
    )


def _decided(connection: Connection, condition: Any) -> Counter[tuple[str, str, str, datetime, datetime]]:
    """Return people by organisation, channel, decision, filing and signing.

    A nomination that stands decided was moved there by its decree's signing, so `state_from` is that instant.
    """
    n = nomination.c
    inner = (
        select(n.state, n.application_id, n.state_from, func.count().label("people"))
        .where(condition, n.state.in_(_DECIDED))
        .group_by(n.state, n.application_id, n.state_from)
        .subquery()
    )
    a = application.c
    names = (a.organisation_id, a.channel, inner.c.state, a.filed_at, inner.c.state_from)
    statement = (
        select(*names, func.sum(inner.c.people))
        .join_from(inner, application, a.id == inner.c.application_id)
        .group_by(*names)
    )
    return Counter({tuple(row[:5]): int(row[5]) for row in connection.execute(statement)})


def _unpublished(election_id: str) -> Any:
    """Select the nominations that signed decrees decided which aren't published yet."""
    waiting = (decree.c.election_id == election_id, decree.c.signed_at.is_not(None), decree.c.published_at.is_(None))
    accredited = (
        select(annex_line.c.nomination_id)
        .join(decree, decree.c.id == annex_line.c.decree_id)
        .where(*waiting, annex_line.c.nomination_id.is_not(None))
    )
    refused = select(refusal.c.nomination_id).join(decree, decree.c.id == refusal.c.decree_id).where(*waiting)
    return union_all(accredited, refused)


def _accreditations(
    connection: Connection, election_id: str, *, published: bool
) -> tuple[tuple[Batch, ...], tuple[Granted, ...], int]:
    """Return decrees with their people, people by organisation, and how many came in by a list and no application."""
    c = accreditation.c
    inner = (
        select(c.status, c.organisation_id, c.decree_id, c.basis, func.count().label("people"))
        .where(c.election_id == election_id)
        .group_by(c.status, c.organisation_id, c.decree_id, c.basis)
        .subquery()
    )
    statement = select(
        inner, decree.c.number, decree.c.decree_date, decree.c.signed_at, decree.c.published_at
    ).join_from(inner, decree, decree.c.id == inner.c.decree_id)
    batches: dict[str, tuple[Any, Batch]] = {}
    held: Counter[tuple[str, str]] = Counter()
    without = 0
    for row in connection.execute(statement).mappings():
        if published and row["published_at"] is None:
            continue
        before = batches[row["decree_id"]][1].people if row["decree_id"] in batches else 0
        batch = Batch(row["number"], row["decree_date"], before + row["people"])
        batches[row["decree_id"]] = (row["signed_at"], batch)
        held[row["organisation_id"], row["status"]] += row["people"]
        without += row["people"] if row["basis"] == "entered_by_cec" else 0
    ordered = sorted(batches.values(), key=lambda pair: (pair[1].decree_date, pair[0], pair[1].decree_number))
    granted = tuple(
        Granted(key, held[key, "granted"], held[key, "revoked"]) for key in sorted({key for key, _ in held})
    )
    return tuple(batch for _, batch in ordered), granted, without


def _grounds(connection: Connection, election_id: str, *, published: bool) -> tuple[GroundCount, ...]:
    """Return refused people by ground and kind of organisation: of refusals that stand."""
    statement = (
        select(refusal_ground.c.ground, organisation.c.kind, func.count())
        .join_from(refusal, refusal_ground, refusal_ground.c.refusal_id == refusal.c.id)
        .join(decree, decree.c.id == refusal.c.decree_id)
        .join(nomination, nomination.c.id == refusal.c.nomination_id)
        .join(organisation, organisation.c.id == nomination.c.organisation_id)
        .where(
            decree.c.election_id == election_id, decree.c.signed_at.is_not(None),
            nomination.c.state == NominationState.REFUSED.value, refusal.c.reopened_by.is_(None),
        )
        .group_by(refusal_ground.c.ground, organisation.c.kind)
        .order_by(refusal_ground.c.ground, organisation.c.kind)
    )  # fmt: skip
    if published:
        statement = statement.where(decree.c.published_at.is_not(None))
    return tuple(GroundCount(*row) for row in connection.execute(statement))


def _waiting(connection: Connection, election_id: str) -> tuple[Waiting, ...]:
    n = nomination.c
    inner = (
        select(n.application_id, func.count().label("people"))
        .where(n.election_id == election_id, n.state.in_(_AT_MFA))
        .group_by(n.application_id)
        .subquery()
    )
    statement = (
        select(application.c.filed_at, func.sum(inner.c.people))
        .join_from(inner, application, application.c.id == inner.c.application_id)
        .group_by(application.c.filed_at)
        .order_by(application.c.filed_at)
    )
    return tuple(Waiting(at, int(people)) for at, people in connection.execute(statement))


def _organisations(connection: Connection, ids: set[str]) -> dict[str, CountedOrganisation]:
    o = organisation.c
    known = sorted(ids)
    found: dict[str, CountedOrganisation] = {}
    for start in range(0, len(known), 5_000):
        statement = select(o.id, o.name, o.name_ky, o.name_ru, o.kind, o.country, o.origin).where(
            o.id.in_(known[start : start + 5_000])
        )
        found |= {row.id: CountedOrganisation(*row) for row in connection.execute(statement)}
    return found
