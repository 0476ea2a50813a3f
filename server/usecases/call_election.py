"""Call an election, and edit its calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from server.usecases.ports import Actor, Clock, UnitOfWork


def call_election(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    code: str,
    prefix: str,
    kinds: Sequence[str],
    titles: Mapping[str, str],
    date_set_at: datetime,
    call_published_at: datetime | None,
    voting_days: Sequence[date],
    window_rule: str,
) -> str:
    """Record an election (registrar); return its id, which is `code` and stands in every QR.

    Args:
        code: 3–24 of a-z, 0-9 and "-".
        prefix: 2–4 of A-Z and 0-9, ends with a letter; begins the certificate numbers.
        titles: by "ky", "ru", "en".
        window_rule: a WindowRule value.

    Raises: InvalidInput, the calendar's CodedErrors, Conflict `already_exists`.
    """
    raise NotImplementedError


def edit_calendar(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    election_id: str,
    titles: Mapping[str, str],
    date_set_at: datetime,
    call_published_at: datetime | None,
    voting_days: Sequence[date],
    window_rule: str,
) -> str:
    """Correct titles, dates or the declared reading of 3.7 (registrar); repeat voting comes by its act only.

    Raises: InvalidInput, the calendar's CodedErrors, Conflict `election_not_open`.
    """
    raise NotImplementedError
