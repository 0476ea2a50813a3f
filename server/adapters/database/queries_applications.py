"""Reads about applications and the people in them: lists by keyset, how many stand where."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Select, and_, func, or_, select

from server.accreditation.calendar import as_utc
from server.accreditation.errors import CodedError
from server.accreditation.machines import OPEN, PENDING, NominationState
from server.accreditation.term import TermBasis
from server.adapters.database.application_rows import (
    STANDING,
    application_rows,
    application_select,
    nomination_row,
    nomination_select,
)
from server.adapters.database.cursors import from_cursor, page_size, to_cursor
from server.adapters.database.tables import accreditation, election
from server.adapters.database.tables_of_applications import application, invitation, nomination, nomination_word
from server.usecases.errors import FieldError, InvalidInput, NotFound
from server.usecases.queries_of_applications import MOST_COUNTED, ApplicationFilter, NominationFilter
from server.usecases.search_words import search_words
from server.usecases.views import Page
from server.usecases.views_of_applications import ApplicationRow, NominationRow, WindowsDue

_FEW, _MOST_WORDS, _LAST = 2_000, 6, "\U0010ffff"
_STATES = tuple(state.value for state in NominationState)


class ApplicationListQueries:
    """See usecases.queries_of_applications.ApplicationQueries."""

    _engine: Engine

    def applications(
        self, narrowed: ApplicationFilter, *, after: str | None = None, limit: int = 50
    ) -> Page[ApplicationRow]:
        """Return applications, the newest first."""
        keys, size = from_cursor(after, str, str), page_size(limit)
        moment = application.c.filed_at if narrowed.state == "filed" else application.c.created_at
        names = ("election_id", "organisation_id", "invitation_id", "channel", "state")
        statement = application_select().where(
            *(application.c[name] == value for name in names if (value := getattr(narrowed, name)) is not None)
        )
        if narrowed.on_paper:
            statement = statement.where(application.c.mfa_number.is_not(None))
        if narrowed.organisation_id is not None:  # what the Ministry is still writing down is the Ministry's alone
            statement = statement.where(or_(application.c.state != "draft", application.c.mfa_number.is_(None)))
        if keys:
            at = instant_of(keys[0])
            statement = statement.where(or_(moment < at, and_(moment == at, application.c.id < keys[1])))
        statement = statement.order_by(moment.desc(), application.c.id.desc()).limit(size + 1)
        with self._engine.connect() as connection:
            rows = application_rows(connection, statement)
        last = rows[size - 1] if len(rows) > size else None
        if last is None:
            return Page(tuple(rows), None)
        told = last.filed_at if narrowed.state == "filed" and last.filed_at else last.created_at
        return Page(tuple(rows[:size]), to_cursor(told.isoformat(), last.id))

    def application(self, application_id: str) -> ApplicationRow:
        """Return one application."""
        with self._engine.connect() as connection:
            rows = application_rows(connection, application_select().where(application.c.id == application_id))
        if not rows:
            raise NotFound("application", application_id[:64])
        return rows[0]

    def nominations(
        self, narrowed: NominationFilter, *, after: str | None = None, limit: int = 50
    ) -> Page[NominationRow]:
        """Return nominations, the newest first."""
        keys, size = from_cursor(after, int), page_size(limit)
        order = nomination.c.n.asc() if narrowed.oldest_first else nomination.c.n.desc()
        beyond: list[Any] = []
        if keys:
            beyond = [nomination.c.n > keys[0] if narrowed.oldest_first else nomination.c.n < keys[0]]
        with self._engine.connect() as connection:
            conditions = [*_found_by(connection, narrowed.text), *beyond]
            numbers = {
                n
                for part in _parts(narrowed)
                for n in connection.execute(part.where(*conditions).order_by(order).limit(size + 1)).scalars()
            }
            chosen = sorted(numbers, reverse=not narrowed.oldest_first)[: size + 1]
            statement = nomination_select().where(nomination.c.n.in_(chosen[:size])).order_by(order)
            rows = connection.execute(statement).mappings().all()
        more = len(chosen) > size
        return Page(tuple(nomination_row(row) for row in rows), to_cursor(int(chosen[size - 1])) if more else None)

    def nomination_counts(
        self,
        *,
        election_id: str | None = None,
        organisation_id: str | None = None,
        application_id: str | None = None,
    ) -> dict[str, int]:
        """Return how many nominations stand in each state, counting no further than `MOST_COUNTED`."""
        told = (
            ("election_id", election_id),
            ("organisation_id", organisation_id),
            ("application_id", application_id),
        )
        own = [nomination.c[name] == value for name, value in told if value is not None]
        found: dict[str, int] = {}
        with self._engine.connect() as connection:
            if organisation_id is not None or application_id is not None:  # few rows, all in one index
                grouped = _with_standing(select(STANDING, func.count())).where(*own).group_by(STANDING)
                return {state: int(count) for state, count in connection.execute(grouped)}
            for state in _STATES:
                few = select(nomination.c.n).where(*own, nomination.c.state == state).limit(MOST_COUNTED).subquery()
                count = int(connection.execute(select(func.count()).select_from(few)).scalar_one())
                if count:
                    found[state] = count
        return found

    def windows_due(self, *, now: datetime, soon: timedelta) -> WindowsDue:
        """Return whose close is to be done by now, which close within `soon`, and when the next one closes."""
        c = election.c
        known = select(c.id, c.window_closes_at).where(
            c.window_closes_at.is_not(None), c.term_basis != TermBasis.ANNULLED
        )
        left = (
            select(1).where(table.c.election_id == c.id, table.c.state.in_(states)).exists()
            for table, states in ((nomination, PENDING), (invitation, OPEN))
        )
        with self._engine.connect() as connection:
            closed = known.where(c.window_closes_at <= now, or_(*left))
            to_close = tuple(row.id for row in connection.execute(closed.order_by(c.window_closes_at, c.id)))
            coming = [tuple(row) for row in connection.execute(known.where(c.window_closes_at > now))]
        closing = tuple((key, at) for key, at in coming if at <= now + soon)
        return WindowsDue(to_close, closing, min((at for _, at in coming), default=None))


def instant_of(text: str) -> datetime:
    """Return the instant of a cursor.

    Raises: InvalidInput `cursor_invalid`.
    """
    try:
        return as_utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError, CodedError):
        raise InvalidInput([FieldError("after", "cursor_invalid")]) from None


def _parts(narrowed: NominationFilter) -> Iterator[Select[Any]]:
    """Yield the selects whose rows together are the list.

    The rows of one state lie in order in an index, those of several don't: so each state is read by itself, which
    takes the same time however long the table grows.
    """
    names = ("election_id", "organisation_id", "application_id")
    own = [nomination.c[name] == value for name in names if (value := getattr(narrowed, name)) is not None]
    if narrowed.channel is not None:
        own.append(
            select(1)
            .where(application.c.id == nomination.c.application_id, application.c.channel == narrowed.channel)
            .exists()
        )
    numbers = select(nomination.c.n).where(*own)
    if narrowed.organisation_id or narrowed.application_id or not (narrowed.states or narrowed.election_id):
        yield _with_standing(numbers).where(STANDING.in_(narrowed.states)) if narrowed.states else numbers
        return
    for state in narrowed.states or _STATES:
        yield numbers.where(nomination.c.state == state)


def _with_standing(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(nomination).outerjoin(
        accreditation, accreditation.c.nomination_id == nomination.c.id
    )


def _found_by(connection: Connection, text: str) -> list[Any]:
    """Return conditions for every word of a search: rare words are looked up, common ones probed."""
    w = nomination_word.c
    found: list[Any] = []
    words = search_words(text)[:_MOST_WORDS] if text.strip() else []
    for word in words or (["-"] if text.strip() else []):
        starts = and_(w.word >= word[:64], w.word < word[:63] + _LAST)
        few = connection.execute(
            select(func.count()).select_from(select(w.n).where(starts).limit(_FEW + 1).subquery())
        ).scalar_one()
        if few <= _FEW:
            found.append(nomination.c.n.in_(select(w.n).where(starts)))
        else:
            found.append(select(1).where(w.n == nomination.c.n, starts).exists())
    return found
