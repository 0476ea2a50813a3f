"""Correct an election's calendar: what follows is shown first, a running election asks for a reason and a yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from server.accreditation.calendar import as_utc
from server.accreditation.election import ElectionCalendar, Window
from server.accreditation.errors import CodedError
from server.accreditation.rule_pack import Parameters
from server.usecases.call_election import clean_calendar, clean_titles
from server.usecases.elections import must_not_be_annulled, read_calendar
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.readings import clean_parameters
from server.usecases.records import Credential, Decree, Election, ElectionPoll
from server.usecases.reopen_window import reopen_invitations, reopen_undecided
from server.usecases.rule_packs import keep_pack, pack_of, window_columns
from server.usecases.texts import Faults
from server.usecases.views_of_elections import CalendarPreview


@dataclass(frozen=True, slots=True)
class _Change:
    election: Election
    before: ElectionCalendar
    after: ElectionCalendar
    titles: Mapping[str, str]
    parameters_before: Parameters
    parameters: Parameters

    @property
    def reads_anew(self) -> bool:
        """Tell whether a reading of the law changes, beside the window rule, which is the calendar's."""
        old, new = self.parameters_before, self.parameters
        return (old.window_applies_to, old.silence_end) != (new.window_applies_to, new.silence_end)


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
    window_applies_to: str | None = None,
    silence_end: str | None = None,
    retention_days: int | None = None,
    mfa_alarm_days: int | None = None,
    reason: str = "",
    confirmed: bool = False,
) -> str:
    """Correct titles, dates or the declared reading of 3.7 (registrar); repeat voting comes by its act only.

    Args:
        window_applies_to, silence_end, retention_days, mfa_alarm_days: as rule_pack.Parameters; None keeps what is.
        reason: why; needed once the call is published and dates or a reading of the law change.
        confirmed: the registrar saw what follows (`preview_calendar`) and wants it; needed as `reason` is.

    Raises: InvalidInput, NotFound, the calendar's CodedErrors, Conflict `election_annulled`,
        `calendar_change_unconfirmed`, `voting_moves_by_decree` once certificates exist, and
        `call_has_certificates` when the published call would be taken back from an election with certificates.
    """
    actor.must_be("registrar")
    readings = {
        "window_applies_to": window_applies_to, "silence_end": silence_end, "retention_days": retention_days,
        "mfa_alarm_days": mfa_alarm_days,
    }  # fmt: skip
    change = _read(uow, election_id, titles, date_set_at, call_published_at, voting_days, window_rule, readings)
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
    closed = change.election.window_closes_at is not None and as_utc(change.election.window_closes_at) <= now
    pack = _rule_anew(uow, uow.get(Election, election_id), change.parameters, now=now)
    uow.log(
        "calendar_edited",
        actor=actor,
        at=now,
        election_id=election_id,
        subjects={"election": election_id},
        committed={
            "voting_days": list(change.after.voting_days),
            "window_rule": change.after.window_rule.value,
            "rule_pack": pack,
            "date_set_at": date_set_at,
            "call_published_at": call_published_at,
            "reason": told,
        },
    )
    if change.after.call_published is not None:
        uow.request_publication(election_id, at=now)
        if closed and now < change.after.window().closes:
            reopen_invitations(uow, election_id, now=now)
            reopen_undecided(uow, election_id, now=now, subjects={"election": election_id})
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
    window_applies_to: str | None = None,
    silence_end: str | None = None,
    retention_days: int | None = None,
    mfa_alarm_days: int | None = None,
) -> CalendarPreview:
    """Say beforehand what an edit of the calendar would do; changes nothing.

    Raises: as `edit_calendar` for what cannot be.
    """
    readings = {
        "window_applies_to": window_applies_to, "silence_end": silence_end, "retention_days": retention_days,
        "mfa_alarm_days": mfa_alarm_days,
    }  # fmt: skip
    return _consequences(
        uow, _read(uow, election_id, titles, date_set_at, call_published_at, voting_days, window_rule, readings)
    )


def _read(
    uow: UnitOfWork,
    election_id: str,
    titles: Mapping[str, str],
    date_set_at: datetime,
    call_published_at: datetime | None,
    voting_days: Sequence[date],
    window_rule: str,
    readings: Mapping[str, Any],
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
    kept = pack_of(uow, election).parameters
    parameters = clean_parameters(kept, faults, window_rule=window_rule, **readings)
    faults.raise_if_any()
    assert after is not None and parameters is not None
    return _Change(election, before, after, cleaned, kept, parameters)


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
        changed=change.before != change.after or change.reads_anew,
        reads_anew=change.reads_anew,
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


def _rule_anew(uow: UnitOfWork, election: Election, parameters: Parameters, *, now: datetime) -> str:
    """Give the election the pack and the window that follow from what was corrected; return its hash."""
    pack = keep_pack(uow, parameters, now=now)
    calendar = read_calendar(uow, election)
    uow.change(election, rule_pack_sha256=pack.sha256, **window_columns(calendar, parameters))
    return pack.sha256
