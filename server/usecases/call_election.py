"""Call an election: what is recorded of it, every fault named at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from server.accreditation.election import ElectionCalendar, ElectionKind, WindowRule
from server.accreditation.rule_pack import Parameters
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.readings import clean_parameters
from server.usecases.records import Election, ElectionPoll
from server.usecases.rule_packs import keep_pack, window_columns
from server.usecases.texts import Faults

_CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,22})[a-z0-9]")
_PREFIX = re.compile(r"[A-Z0-9]{1,3}[A-Z]")
_LANGUAGES = ("ky", "ru", "en")
_TITLE_LIMIT = 200
_MOST_DAYS = 10


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
    window_applies_to: str | None = None,
    silence_end: str | None = None,
    retention_days: int | None = None,
    mfa_alarm_days: int | None = None,
) -> str:
    """Record an election (registrar); return its id, which is `code` and stands in every QR.

    Args:
        code: 3-24 of a-z, 0-9 and "-".
        prefix: 2-4 of A-Z and 0-9, ends with a letter; begins the certificate numbers.
        kinds: ElectionKind values, at least one.
        titles: by "ky", "ru", "en".
        window_rule: a WindowRule value.
        window_applies_to, silence_end, retention_days, mfa_alarm_days: as rule_pack.Parameters, its defaults
            where not said.

    Raises: InvalidInput, with everything that is wrong: `election_code_taken`, `election_prefix_taken`, the
        calendar's faults.
    """
    actor.must_be("registrar")
    faults = check_names(code=code, prefix=prefix)
    cleaned = clean_titles(titles, faults)
    _must_be_free(uow, faults, code=code, prefix=prefix)
    calendar = clean_calendar(kinds, date_set_at, call_published_at, voting_days, window_rule, faults)
    parameters = clean_parameters(
        Parameters(), faults, window_rule=window_rule, window_applies_to=window_applies_to, silence_end=silence_end,
        retention_days=retention_days, mfa_alarm_days=mfa_alarm_days,
    )  # fmt: skip
    faults.raise_if_any()
    assert calendar is not None and parameters is not None
    now = clock.now()
    pack = keep_pack(uow, parameters, now=now)
    uow.add(
        Election(
            id=code,
            prefix=prefix,
            kinds=",".join(calendar.kinds),
            title_ky=cleaned["ky"],
            title_ru=cleaned["ru"],
            title_en=cleaned["en"],
            date_set_at=calendar.date_set,
            call_published_at=calendar.call_published,
            window_rule=calendar.window_rule.value,
            term_basis=0,
            results_published_day=None,
            next_index=0,
            created_at=now,
            rule_pack_sha256=pack.sha256,
            **window_columns(calendar, parameters),
        ),
        *(ElectionPoll(uow.new_id(), code, "voting", day, None) for day in calendar.voting_days),
    )
    uow.log("election_called", actor=actor, at=now, election_id=code, subjects={"election": code})
    if calendar.call_published is not None:
        uow.request_publication(code, at=now)
    return code


def check_names(*, code: str, prefix: str) -> Faults:
    """Return what is wrong with the form of an election's code and prefix."""
    faults = Faults()
    if not _CODE.fullmatch(code):
        faults.add("code", "election_code_invalid", field="code")
    if not _PREFIX.fullmatch(prefix):
        faults.add("prefix", "election_prefix_invalid", field="prefix")
    return faults


def _must_be_free(uow: UnitOfWork, faults: Faults, *, code: str, prefix: str) -> None:
    if uow.first(Election, id=code):
        faults.add("code", "election_code_taken", field="code", value=code)
    if uow.first(Election, prefix=prefix):
        faults.add("prefix", "election_prefix_taken", field="prefix", value=prefix)


def clean_titles(titles: Mapping[str, str], faults: Faults) -> dict[str, str]:
    """Return the three titles cleaned, noting what is wrong with each."""
    return {
        language: faults.text(f"titles.{language}", titles.get(language, ""), limit=_TITLE_LIMIT)
        for language in _LANGUAGES
    }


def clean_calendar(
    kinds: Sequence[str],
    date_set_at: datetime,
    call_published_at: datetime | None,
    voting_days: Sequence[date],
    window_rule: str,
    faults: Faults,
    *,
    repeat_voting_days: Sequence[date] = (),
) -> ElectionCalendar | None:
    """Return the law's calendar, or None after noting everything that is wrong with it."""
    known, rules = {kind.value for kind in ElectionKind}, {rule.value for rule in WindowRule}
    if any(kind not in known for kind in kinds) or len(set(kinds)) != len(kinds):
        faults.add("kinds", "election_kind_unknown", field="kinds")
    if window_rule not in rules:
        faults.add("window_rule", "window_rule_unknown", field="window_rule")
    if len(voting_days) > _MOST_DAYS:
        faults.add("voting_days", "too_many_days", field="voting_days", limit=_MOST_DAYS)
    if len(voting_days) > _MOST_DAYS or any(kind not in known for kind in kinds):
        return None
    calendar = ElectionCalendar(
        tuple(ElectionKind(kind) for kind in kinds),
        date_set_at,
        call_published_at,
        tuple(sorted(voting_days)),
        tuple(repeat_voting_days),
        WindowRule(window_rule) if window_rule in rules else WindowRule.E_MINUS_3_INCLUSIVE,
    )
    for fault in calendar.faults():
        faults.note(fault, path="calendar")
    return calendar
