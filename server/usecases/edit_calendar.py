"""Correct an election's calendar: what follows is shown first, a running election asks for a reason and a yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from server.accreditation.election import ElectionCalendar, Window, WindowRule
from server.accreditation.errors import CodedError
from server.usecases.call_election import clean_calendar, clean_titles
from server.usecases.elections import must_not_be_annulled, read_calendar
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Credential, Decree, Election, ElectionPoll
from server.usecases.rule_packs import keep_pack, pack_of, window_columns
from server.usecases.texts import Faults
from server.usecases.views_of_elections import CalendarPreview


@dataclass(frozen=True, slots=True)
class _Change:
    election: Election
    before: ElectionCalendar
    after: ElectionCalendar
    titles: Mapping[str, str]


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
    reason: str = "",
    confirmed: bool = False,
) -> str:
    """Correct titles, dates or the declared reading of 3.7 (registrar); repeat voting comes by its act only.

    Args:
        reason: why; needed once the call is published and dates or the reading change.
        confirmed: the registrar saw what follows (`preview_calendar`) and wants it; needed as `reason` is.

    Raises: InvalidInput, NotFound, the calendar's CodedErrors, Conflict `election_annulled`,
        `calendar_change_unconfirmed`, `voting_moves_by_decree` once certificates exist, and
        `call_has_certificates` when the published call would be taken back from an election with certificates.
    """
    actor.must_be("registrar")
    change = _read(uow, election_id, titles, date_set_at, call_published_at, voting_days, window_rule)
    seen = _consequences(uow, change)
    if seen.certificates and change.after.call_published is None:
        raise Conflict("call_has_certificates", "2.2")
    if seen.certificates and change.after.voting_days != change.before.voting_days:
        raise Conflict("voting_moves_by_decree", "3.7", field="voting_days", certificates=seen.certificates)
    if seen.must_be_confirmed and not confirmed:
        raise Conflict("calendar_change_unconfirmed", "3.7")
    faults = Faults()
    told = faults.prose("reason", reason, required=seen.must_be_confirmed)
    faults.raise_if_any()
    now = clock.now()
    _write(uow, change)
    _rule_anew(uow, uow.get(Election, election_id), now=now)
    uow.log(
        "calendar_edited",
        actor=actor,
        at=now,
        election_id=election_id,
        subjects={"election": election_id},
        committed={
            "voting_days": list(change.after.voting_days),
            "window_rule": change.after.window_rule.value,
            "date_set_at": date_set_at,
            "call_published_at": call_published_at,
            "reason": told,
        },
    )
    if change.after.call_published is not None:
        uow.request_publication(election_id, at=now)
    return election_id


def preview_calendar(
    *,
    uow: UnitOfWork,
    election_id: str,
    titles: Mapping[str, str],
    date_set_at: datetime,
    call_published_at: datetime | None,
    voting_days: Sequence[date],
    window_rule: str,
) -> CalendarPreview:
    """Say beforehand what an edit of the calendar would do; changes nothing.

    Raises: as `edit_calendar` for what cannot be.
    """
    return _consequences(
        uow, _read(uow, election_id, titles, date_set_at, call_published_at, voting_days, window_rule)
    )


def _read(
    uow: UnitOfWork,
    election_id: str,
    titles: Mapping[str, str],
    date_set_at: datetime,
    call_published_at: datetime | None,
    voting_days: Sequence[date],
    window_rule: str,
) -> _Change:
    election = uow.get(Election, election_id)
    must_not_be_annulled(election)
    before = read_calendar(uow, election)
    faults = Faults()
    cleaned = clean_titles(titles, faults)
    kinds = [kind.value for kind in before.kinds]
    after = clean_calendar(
        kinds, date_set_at, call_published_at, voting_days, window_rule, faults,
        repeat_voting_days=before.repeat_voting_days,
    )  # fmt: skip
    faults.raise_if_any()
    assert after is not None
    return _Change(election, before, after, cleaned)


def _consequences(uow: UnitOfWork, change: _Change) -> CalendarPreview:
    old, new = _window(change.before), _window(change.after)
    signed = [
        decree
        for decree in uow.find(Decree, election_id=change.election.id, kind="accreditation")
        if decree.signed_at is not None
    ]
    outside = [decree for decree in signed if new is None or not _is_inside(decree, new)]
    return CalendarPreview(
        running=change.before.call_published is not None,
        changed=change.before != change.after,
        last_day_before=old.last_day if old else None,
        last_day_after=new.last_day if new else None,
        opens_before=old.opens if old else None,
        opens_after=new.opens if new else None,
        decrees_outside=tuple(str(decree.number) for decree in outside),
        certificates=uow.count(Credential, election_id=change.election.id, status=0),
    )


def _window(calendar: ElectionCalendar) -> Window | None:
    return None if calendar.call_published is None else calendar.window()


def _is_inside(decree: Decree, window: Window) -> bool:
    assert decree.decree_date is not None
    try:
        window.check_day_inside(decree.decree_date)
    except CodedError:
        return False
    return True


def _write(uow: UnitOfWork, change: _Change) -> None:
    election, calendar = change.election, change.after
    uow.change(
        election,
        title_ky=change.titles["ky"],
        title_ru=change.titles["ru"],
        title_en=change.titles["en"],
        date_set_at=calendar.date_set,
        call_published_at=calendar.call_published,
        window_rule=calendar.window_rule.value,
    )
    kept = {poll.day: poll for poll in uow.find(ElectionPoll, election_id=election.id, kind="voting")}
    for day, poll in kept.items():
        if day not in calendar.voting_days:
            uow.remove(poll)
    fresh = [day for day in calendar.voting_days if day not in kept]
    uow.add(*(ElectionPoll(uow.new_id(), election.id, "voting", day, None) for day in fresh))


def _rule_anew(uow: UnitOfWork, election: Election, *, now: datetime) -> None:
    """Give the election the pack and the window that follow from its corrected calendar."""
    parameters = replace(pack_of(uow, election).parameters, window_rule=WindowRule(election.window_rule))
    pack = keep_pack(uow, parameters, now=now)
    calendar = read_calendar(uow, election)
    uow.change(election, rule_pack_sha256=pack.sha256, **window_columns(calendar, parameters))
