"""Acts about an election's term: results published or withdrawn, repeat voting, annulment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from server.accreditation.calendar import end_of
from server.accreditation.election import ElectionCalendar
from server.accreditation.term import ElectionFactKind, TermBasis
from server.usecases.drafts import open_draft
from server.usecases.effects_on_term import term_after
from server.usecases.elections import read_calendar
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import ELECTION_ACTS, Credential, Decree, DecreeKind, Election, ElectionEvent
from server.usecases.texts import Faults
from server.usecases.views import ActPreview

ACTS_WITH_DAY = (ElectionFactKind.RESULTS_PUBLICATION, ElectionFactKind.REPEAT_VOTING, ElectionFactKind.POSTPONEMENT)
_RUNNING = (TermBasis.OPEN, TermBasis.REPEAT_VOTING_CALLED)


def draft_election_act(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    election_id: str,
    kind: str,
    day: date | None = None,
    facts: str,
) -> str:
    """Draft an act about the term (registrar); return the decree's id.

    Args:
        kind: results_publication (day = the day of official publication), results_withdrawal,
            repeat_voting (day = the day of repeat voting), election_annulment, postponement (day = the new
            voting day).
        facts: where it was published, or why; in words.

    Raises: NotFound, InvalidInput, CodedErrors of 3.8 as `term_after`.
    """
    actor.must_be("registrar")
    election = uow.get(Election, election_id)
    chosen, told = _checked(kind, day, facts)
    now = clock.now()
    term_after(uow, election, kind=chosen, day=day, now=now)
    withdraws = _published_event(uow, election_id) if chosen == "results_withdrawal" else None
    decree = open_draft(uow, chosen, election_id=election_id, subject=told[:100], actor=actor, now=now)
    uow.add(ElectionEvent(uow.new_id(), decree.id, election_id, chosen, day, told, withdraws))
    return decree.id


def preview_election_act(
    *, uow: UnitOfWork, election_id: str, kind: str, day: date | None, now: datetime
) -> ActPreview:
    """Say beforehand how many certificates in force end (or revive) and at which instant; changes nothing.

    Raises: NotFound, InvalidInput, CodedErrors of 3.8 as `term_after`.
    """
    election = uow.get(Election, election_id)
    _checked(kind, day, "-")
    after = term_after(uow, election, kind=kind, day=day, now=now)
    before = TermBasis(election.term_basis)
    old, new = _last_days(read_calendar(uow, election), kind=kind, day=day)
    return ActPreview(
        certificates=uow.count(Credential, election_id=election_id, status=0),
        ends_at=None if after.published_day is None else end_of(after.published_day),
        revives=before not in _RUNNING and after.basis in _RUNNING,
        basis_before=int(before),
        basis_after=int(after.basis),
        last_day_before=old,
        last_day_after=new,
    )


def _last_days(calendar: ElectionCalendar, *, kind: str, day: date | None) -> tuple[date | None, date | None]:
    """Return the window's last day before and after voting moves; nothing for other acts or an open call."""
    if kind != ElectionFactKind.POSTPONEMENT or day is None or calendar.call_published is None:
        return None, None
    return calendar.window().last_day, replace(calendar, voting_days=(day,)).window().last_day


def _checked(kind: str, day: date | None, facts: str) -> tuple[DecreeKind, str]:
    faults = Faults()
    chosen = next((each for each in ELECTION_ACTS if each == kind), None)
    if chosen is None:
        faults.add("kind", "election_act_unknown", field="kind")
    elif (chosen in ACTS_WITH_DAY) != (day is not None):
        faults.add("day", "text_missing" if day is None else "day_not_expected", field="day")
    told = faults.prose("facts", facts)
    faults.raise_if_any()
    assert chosen is not None
    return chosen, told


def _published_event(uow: UnitOfWork, election_id: str) -> str:
    """Return the id of the publication that stands now."""
    events = uow.find(ElectionEvent, election_id=election_id, kind="results_publication")
    decrees = {each.id: each for each in uow.find(Decree, id=[event.decree_id for event in events])}
    signed = [event for event in events if decrees[event.decree_id].signed_at is not None]
    if not signed:
        raise Conflict("no_results_to_withdraw", "3.8")
    return max(signed, key=lambda event: str(decrees[event.decree_id].signed_at)).id
