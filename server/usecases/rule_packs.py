"""The rule pack of an election: kept once by its hash, stored with every decision taken under it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from server.accreditation import regulation
from server.accreditation.calendar import day_of
from server.accreditation.election import ElectionCalendar
from server.accreditation.rule_pack import Parameters, RulePack, make_pack, read_pack
from server.accreditation.rules import GROUND_RULES, RULES
from server.usecases.ports import UnitOfWork
from server.usecases.records import Election, StoredRulePack


def keep_pack(uow: UnitOfWork, parameters: Parameters, *, now: datetime) -> RulePack:
    """Return the pack of these parameters and today's rules, kept under its hash.

    Raises: CodedError `days_out_of_range`.
    """
    pack = make_pack(
        parameters,
        rules=RULES,
        grounds=GROUND_RULES,
        regulation_sha256=regulation.regulation_digest().hex(),
        day=day_of(now),
    )
    if uow.first(StoredRulePack, sha256=pack.sha256) is None:
        uow.add(StoredRulePack(pack.sha256, pack.content, now))
    return pack


def pack_of(uow: UnitOfWork, election: Election) -> RulePack:
    """Return the election's pack; one called before packs were kept has the default readings and its own rule."""
    stored = uow.first(StoredRulePack, sha256=election.rule_pack_sha256) if election.rule_pack_sha256 else None
    return read_pack(stored.content) if stored else RulePack(Parameters(), "")


def pack_for_decision(uow: UnitOfWork, election: Election, *, now: datetime) -> str:
    """Return the hash of the rules a decision of this moment is taken under.

    The parameters are the election's; the rules are those in force today, so a change of law reaches the next
    decision and no earlier one.
    """
    parameters = pack_of(uow, election).parameters
    return keep_pack(uow, parameters, now=now).sha256


def window_columns(calendar: ElectionCalendar, parameters: Parameters) -> Mapping[str, Any]:
    """Return what the election's row says of its window, for the database's own guards (3.7)."""
    published = calendar.call_published
    window = None if published is None else calendar.window()
    return {
        "call_published_day": None if published is None else day_of(published),
        "window_opens_at": None if window is None else window.opens,
        "window_closes_at": None if window is None else window.closes,
        "window_applies_to": parameters.window_applies_to.value,
    }
