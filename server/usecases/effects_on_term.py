"""Signed acts about an election's term (3.8)."""

from __future__ import annotations

from datetime import date, datetime

from server.accreditation.term import (
    ElectionFact,
    ElectionFactKind,
    ElectionTerm,
    check_postponement_day,
    check_publication_day,
    check_repeat_voting_days,
    fold,
)
from server.usecases.effects_on_nominations import reopen_after_postponement
from server.usecases.elections import read_calendar
from server.usecases.ports import Actor, UnitOfWork
from server.usecases.records import Decree, Election, ElectionEvent, ElectionPoll
from server.usecases.reopen_window import reopen_invitations
from server.usecases.rule_packs import pack_of, window_columns


def facts_of(uow: UnitOfWork, election_id: str) -> list[ElectionFact]:
    """Return the signed acts about the election's term, in the order of their signatures."""
    events = uow.find(ElectionEvent, election_id=election_id)
    decrees = {each.id: each for each in uow.find(Decree, id=[event.decree_id for event in events])}
    signed = [
        ElectionFact(ElectionFactKind(event.kind), signed_at, _published(event.kind, event.day))
        for event in events
        if (signed_at := decrees[event.decree_id].signed_at) is not None
    ]
    return sorted(signed, key=lambda fact: fact.recorded_at)


def term_after(uow: UnitOfWork, election: Election, *, kind: str, day: date | None, now: datetime) -> ElectionTerm:
    """Return where the election would stand after one more act.

    Raises: CodedErrors of 3.8: `results_already_published`, `no_results_to_withdraw`, `election_annulled`,
        `publication_day_missing`, `publication_before_voting`, `publication_in_future`, `voting_day_missing`,
        `voting_day_twice`, `repeat_voting_before_voting`.
    """
    calendar = read_calendar(uow, election)
    if kind == ElectionFactKind.RESULTS_PUBLICATION and day is not None:
        check_publication_day(day, calendar=calendar, recorded_at=now)
    if kind == ElectionFactKind.REPEAT_VOTING:
        check_repeat_voting_days(() if day is None else (day,), calendar=calendar)
    if kind == ElectionFactKind.POSTPONEMENT and day is not None:
        check_postponement_day(day, calendar=calendar, recorded_at=now)
    fact = ElectionFact(ElectionFactKind(kind), now, _published(kind, day))
    return fold([*facts_of(uow, election.id), fact])


def move_term(uow: UnitOfWork, decree: Decree, *, now: datetime, actor: Actor) -> tuple[int, list[str]]:
    """Write where the election stands after the signed act; repeat voting adds its day to the calendar."""
    event = uow.first(ElectionEvent, decree_id=decree.id)
    if event is None:
        return 0, []
    election = uow.get(Election, decree.election_id)
    if event.kind == ElectionFactKind.REPEAT_VOTING.value:
        check_repeat_voting_days(() if event.day is None else (event.day,), calendar=read_calendar(uow, election))
        assert event.day is not None
        uow.add(ElectionPoll(uow.new_id(), election.id, "repeat", event.day, decree.id))
    if event.kind == ElectionFactKind.RESULTS_PUBLICATION.value and event.day is not None:
        check_publication_day(event.day, calendar=read_calendar(uow, election), recorded_at=now)
    if event.kind == ElectionFactKind.POSTPONEMENT.value and event.day is not None:
        move_election_day(uow, election, event.day, now=now)
        reopen_after_postponement(uow, election.id, event, now=now, actor=actor)
    term = fold(facts_of(uow, election.id))
    uow.change(election, term_basis=int(term.basis), results_published_day=term.published_day)
    uow.log(
        "term_moved",
        actor=actor,
        at=now,
        election_id=election.id,
        subjects={"election": election.id, "event": event.id, "decree": decree.id},
        committed={"basis": int(term.basis), "published_day": term.published_day},
    )
    uow.request_publication(election.id, at=now)
    return 1, []


def move_election_day(uow: UnitOfWork, election: Election, day: date, *, now: datetime) -> None:
    """Put voting on another day: the window follows, decisions already taken stay (3.7, TV-18)."""
    for poll in uow.find(ElectionPoll, election_id=election.id, kind="voting"):
        uow.remove(poll)
    uow.add(ElectionPoll(uow.new_id(), election.id, "voting", day, None))
    moved = window_columns(read_calendar(uow, election), pack_of(uow, election).parameters)
    uow.change(election, **moved)
    if moved["window_closes_at"] > now:
        reopen_invitations(uow, election.id, now=now)


def _published(kind: str, day: date | None) -> date | None:
    return day if kind == ElectionFactKind.RESULTS_PUBLICATION else None
