"""Call an election, and edit its calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from server.accreditation.election import ElectionCalendar, ElectionKind, WindowRule
from server.accreditation.errors import CodedError
from server.accreditation.rule_pack import Parameters, SilenceEnd, WindowAppliesTo
from server.usecases.elections import must_not_be_annulled, read_calendar
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Credential, Election, ElectionPoll
from server.usecases.rule_packs import keep_pack, pack_of, window_columns
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
    window_applies_to: str = WindowAppliesTo.FILING_AND_DECREE.value,
    silence_end: str = SilenceEnd.DOMESTIC.value,
    retention_days: int = Parameters().retention_days,
    mfa_alarm_days: int = Parameters().mfa_alarm_days,
) -> str:
    """Record an election (registrar); return its id, which is `code` and stands in every QR.

    Args:
        code: 3-24 of a-z, 0-9 and "-".
        prefix: 2-4 of A-Z and 0-9, ends with a letter; begins the certificate numbers.
        kinds: ElectionKind values, at least one.
        titles: by "ky", "ru", "en".
        window_rule: a WindowRule value.
        window_applies_to, silence_end, retention_days, mfa_alarm_days: as rule_pack.Parameters.

    Raises: InvalidInput, the calendar's CodedErrors, Conflict `already_exists`.
    """
    actor.must_be("registrar")
    faults = Faults()
    if not _CODE.fullmatch(code):
        faults.add("code", "election_code_invalid", field="code")
    if not _PREFIX.fullmatch(prefix):
        faults.add("prefix", "election_prefix_invalid", field="prefix")
    cleaned = _titles(titles, faults)
    calendar = _calendar(kinds, date_set_at, call_published_at, voting_days, window_rule, faults)
    parameters = _parameters(window_rule, window_applies_to, silence_end, retention_days, mfa_alarm_days, faults)
    faults.raise_if_any()
    assert calendar is not None and parameters is not None
    calendar.check()
    if uow.first(Election, id=code) or uow.first(Election, prefix=prefix):
        raise Conflict("already_exists", rule="election")
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

    Raises: InvalidInput, NotFound, the calendar's CodedErrors, Conflict `election_annulled`,
        `call_has_certificates` when the published call would be taken back from an election with certificates.
    """
    actor.must_be("registrar")
    election = uow.get(Election, election_id)
    must_not_be_annulled(election)
    before = read_calendar(uow, election)
    faults = Faults()
    cleaned = _titles(titles, faults)
    kinds = [kind.value for kind in before.kinds]
    calendar = _calendar(kinds, date_set_at, call_published_at, voting_days, window_rule, faults)
    faults.raise_if_any()
    assert calendar is not None
    ElectionCalendar(
        calendar.kinds,
        calendar.date_set,
        calendar.call_published,
        calendar.voting_days,
        before.repeat_voting_days,
        calendar.window_rule,
    ).check()
    if calendar.call_published is None and uow.count(Credential, election_id=election_id):
        raise Conflict("call_has_certificates", "2.2")
    _write_calendar(uow, election, calendar, cleaned)
    now = clock.now()
    _rule_anew(uow, uow.get(Election, election_id), now=now)
    told = {"voting_days": list(calendar.voting_days), "window_rule": calendar.window_rule.value}
    uow.log(
        "calendar_edited",
        actor=actor,
        at=now,
        election_id=election_id,
        subjects={"election": election_id},
        committed=told | {"date_set_at": date_set_at, "call_published_at": call_published_at},
    )
    if calendar.call_published is not None:
        uow.request_publication(election_id, at=now)
    return election_id


def _write_calendar(
    uow: UnitOfWork, election: Election, calendar: ElectionCalendar, titles: Mapping[str, str]
) -> None:
    uow.change(
        election,
        title_ky=titles["ky"],
        title_ru=titles["ru"],
        title_en=titles["en"],
        date_set_at=calendar.date_set,
        call_published_at=calendar.call_published,
        window_rule=calendar.window_rule.value,
    )
    kept = {poll.day: poll for poll in uow.find(ElectionPoll, election_id=election.id, kind="voting")}
    for day, poll in kept.items():
        if day not in calendar.voting_days:
            uow.remove(poll)
    uow.add(
        *(
            ElectionPoll(uow.new_id(), election.id, "voting", day, None)
            for day in calendar.voting_days
            if day not in kept
        )
    )


def _rule_anew(uow: UnitOfWork, election: Election, *, now: datetime) -> None:
    """Give the election the pack and the window that follow from its corrected calendar."""
    parameters = replace(pack_of(uow, election).parameters, window_rule=WindowRule(election.window_rule))
    pack = keep_pack(uow, parameters, now=now)
    calendar = read_calendar(uow, election)
    uow.change(election, rule_pack_sha256=pack.sha256, **window_columns(calendar, parameters))


def _parameters(
    window_rule: str, applies_to: str, silence_end: str, retention_days: int, mfa_alarm_days: int, faults: Faults
) -> Parameters | None:
    for path, value, allowed in (
        ("window_applies_to", applies_to, tuple(WindowAppliesTo)),
        ("silence_end", silence_end, tuple(SilenceEnd)),
    ):
        if value not in allowed:
            faults.add(path, "not_allowed", field=path)
    if faults.found:
        return None
    parameters = Parameters(
        WindowRule(window_rule), WindowAppliesTo(applies_to), SilenceEnd(silence_end), retention_days, mfa_alarm_days
    )
    faults.take("retention_days", parameters.check)
    return parameters


def _titles(titles: Mapping[str, str], faults: Faults) -> dict[str, str]:
    return {
        language: faults.text(f"titles.{language}", titles.get(language, ""), limit=_TITLE_LIMIT)
        for language in _LANGUAGES
    }


def _calendar(
    kinds: Sequence[str],
    date_set_at: datetime,
    call_published_at: datetime | None,
    voting_days: Sequence[date],
    window_rule: str,
    faults: Faults,
) -> ElectionCalendar | None:
    known = {kind.value for kind in ElectionKind}
    if any(kind not in known for kind in kinds) or len(set(kinds)) != len(kinds):
        faults.add("kinds", "election_kind_unknown", field="kinds")
    if window_rule not in {rule.value for rule in WindowRule}:
        faults.add("window_rule", "window_rule_unknown", field="window_rule")
    if len(voting_days) > _MOST_DAYS:
        faults.add("voting_days", "too_many_days", field="voting_days", limit=_MOST_DAYS)
    if faults.found:
        return None
    try:
        calendar = ElectionCalendar(
            tuple(ElectionKind(kind) for kind in kinds),
            date_set_at,
            call_published_at,
            tuple(sorted(voting_days)),
            window_rule=WindowRule(window_rule),
        )
        calendar.check()
    except CodedError as error:
        faults.note(error, path="calendar")
        return None
    return calendar
