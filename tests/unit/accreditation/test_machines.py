"""The state machines: lawful moves, forbidden ones with their clause, and random walks that hold the invariants."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from server.accreditation.calendar import at, end_of
from server.accreditation.election import ElectionCalendar, ElectionKind
from server.accreditation.errors import CodedError
from server.accreditation.grounds import GROUND_RULES, Check, check_refusal, outcomes_of
from server.accreditation.machines import (
    INVITATION_MOVES,
    NOMINATION_MOVES,
    InvitationState,
    Move,
    NominationState,
    check_move,
)
from server.accreditation.term import ElectionFact, ElectionFactKind, ElectionTerm, Standing, Term, fold

STEPS = 100_000
WALKS = 50
S = NominationState
ROLES = ("organisation", "mfa", "registrar", "lawyer", "approver", "records", "system", "auditor")
VERSIONS = Path(__file__).parents[3] / "server/adapters/database/migrations/versions"


@pytest.mark.parametrize(
    ("moves", "before", "after", "role", "code", "clause"),
    [
        (NOMINATION_MOVES, S.MFA_REVIEW, S.REFUSED, "mfa", "mfa_cannot_refuse", "3.2"),
        (NOMINATION_MOVES, S.FILED_MFA, S.REFUSED, "mfa", "mfa_cannot_refuse", "3.2"),
        (NOMINATION_MOVES, S.REFUSED, S.ACCREDITED, "approver", "refused_needs_new_decision", "3.4"),
        (NOMINATION_MOVES, S.CHECK, S.ACCREDITED, "approver", "checks_not_finished", "3.5"),
        (NOMINATION_MOVES, S.CHECK, S.REFUSED, "approver", "checks_not_finished", "3.5"),
        (NOMINATION_MOVES, S.UNDECIDED_AT_CLOSE, S.ACCREDITED, "approver", "window_closed_undecided", "3.7"),
        (NOMINATION_MOVES, S.ACCREDITED, S.WITHDRAWN, "organisation", "illegal_move", None),
        (NOMINATION_MOVES, S.READY, S.ACCREDITED, "registrar", "role_may_not", None),
        (INVITATION_MOVES, InvitationState.DRAFT, InvitationState.DISPATCHED, "mfa", "illegal_move", None),
        (INVITATION_MOVES, InvitationState.DRAFT, InvitationState.ISSUED, "mfa", "role_may_not", None),
    ],
)
def test_what_the_law_forbids_is_refused_with_its_clause(
    moves: tuple[Move, ...], before: str, after: str, role: str, code: str, clause: str | None
) -> None:
    with pytest.raises(CodedError) as caught:
        check_move(moves, before, after, role=role)
    assert (caught.value.code, caught.value.clause) == (code, clause)


@pytest.mark.parametrize(("table", "moves"), [("invitation", INVITATION_MOVES), ("nomination", NOMINATION_MOVES)])
def test_the_database_guards_the_same_moves(table: str, moves: tuple[Move, ...]) -> None:
    """The newest migration that states a machine's moves states the law's."""
    stated = [
        text
        for path in sorted(VERSIONS.glob("*.py"))
        if f"_{table.upper()}_MOVES = (" in (text := path.read_text("utf-8"))
    ]
    module: dict[str, object] = {}
    pending = re.search(r"^_PENDING = .*$", stated[-1], re.MULTILINE)
    made = re.search(rf"^_{table.upper()}_MOVES = \(.*?^\)", stated[-1], re.MULTILINE | re.DOTALL)
    assert made is not None
    exec((pending[0] if pending else "") + "\n" + made[0], module)
    assert set(module[f"_{table.upper()}_MOVES"]) == {f"{m.before}>{m.after}" for m in moves}  # type: ignore[call-overload]


def test_every_ground_has_one_check_and_a_citable_clause() -> None:
    assert {rule.check for rule in GROUND_RULES} == set(Check)
    assert all(rule.ground.value in outcomes_of(rule.check) for rule in GROUND_RULES)
    assert all(rule.clause != "3.3" for rule in GROUND_RULES)
    assert {rule.ground.value[0] for rule in GROUND_RULES if rule.is_right} == {"D"}


@dataclass(slots=True)
class Walk:
    """One election with its people, moved by the law's own functions; `seen` is what happened to each."""

    dice: random.Random
    calendar: ElectionCalendar
    now: datetime
    facts: list[ElectionFact] = field(default_factory=list)
    people: dict[int, NominationState] = field(default_factory=dict)
    seen: dict[int, list[NominationState]] = field(default_factory=dict)
    checks: dict[int, frozenset[str]] = field(default_factory=dict)
    accredited_on: dict[int, date] = field(default_factory=dict)
    revoked: set[int] = field(default_factory=set)
    refused: int = 0

    def step(self) -> None:
        """Try anything, lawful or not; the law decides."""
        act = self.dice.choice(
            (
                self._pass_time,
                self._nominate,
                self._move,
                self._move,
                self._move,
                self._move,
                self._revoke,
                self._term,
            )
        )
        try:
            act()
        except CodedError:
            self.refused += 1

    def _pass_time(self) -> None:
        self.now += timedelta(hours=self.dice.randrange(6, 48))
        if self.now >= self.calendar.window().closes:
            for person, state in self.people.items():
                if any(m.before == state and m.after == S.UNDECIDED_AT_CLOSE for m in NOMINATION_MOVES):
                    self._enter(person, S.UNDECIDED_AT_CLOSE, role="system")

    def _nominate(self) -> None:
        self.calendar.window().check_inside(self.now)
        person = len(self.people)
        self.people[person] = S.DRAFT
        self.seen[person] = [S.DRAFT]

    def _move(self) -> None:
        if not self.people:
            return
        person = self.dice.choice(list(self.people))
        after = self.dice.choice([s for s in NominationState if s is not S.UNDECIDED_AT_CLOSE])
        role = self.dice.choice(ROLES)
        lawful = [m for m in NOMINATION_MOVES if m.before == self.people[person] and "system" not in m.roles]
        if lawful and self.dice.random() < 0.7:
            chosen = self.dice.choice(lawful)
            after, role = NominationState(chosen.after), self.dice.choice(chosen.roles)
        move = check_move(NOMINATION_MOVES, self.people[person], after, role=role)
        if after in (S.FILED_CEC, S.FILED_MFA, S.ACCREDITED) or move.code in ("P14", "P18", "P19"):
            self.calendar.window().check_inside(self.now)
        if move.code == "P18":
            return  # opened again by an act alone
        if after is S.READY:
            self.checks[person] = frozenset({"ok", self.dice.choice(("ok", "D2b", "N1", "N3"))})
        if after is S.ACCREDITED:
            if self.checks[person] & {"N1", "N2", "N3", "N4"}:
                raise CodedError("not_admissible")
            self.accredited_on[person] = (self.now + timedelta(hours=6)).date()
        if after is S.REFUSED:
            found = self.checks.get(person, frozenset({"N3"}))
            check_refusal((self.dice.choice(("D2b", "N1", "N3")),), facts="Facts.", found=found)
        self._enter(person, after, role=role)

    def _enter(self, person: int, after: NominationState, *, role: str) -> None:
        check_move(NOMINATION_MOVES, self.people[person], after, role=role)
        self.people[person] = after
        self.seen[person].append(after)

    def _revoke(self) -> None:
        if self.accredited_on:
            self.revoked.add(self.dice.choice(list(self.accredited_on)))

    def _term(self) -> None:
        if self.now < end_of(self.calendar.election_day):
            return
        kind = self.dice.choice(
            [
                ElectionFactKind.RESULTS_PUBLICATION,
                ElectionFactKind.REPEAT_VOTING,
                ElectionFactKind.RESULTS_WITHDRAWAL,
            ]
        )
        day = (self.now + timedelta(hours=6)).date() if kind is ElectionFactKind.RESULTS_PUBLICATION else None
        fact = ElectionFact(kind, self.now, day)
        fold([*self.facts, fact])
        self.facts.append(fact)

    @property
    def term(self) -> ElectionTerm:
        """Where the term stands."""
        return fold(self.facts)


INVARIANTS: dict[str, Callable[[Walk], bool]] = {
    "accredited only from ready": lambda w: all(
        before is S.READY for seen in w.seen.values() for before, after in pairwise(seen) if after is S.ACCREDITED
    ),
    "accredited in the window": lambda w: all(
        w.calendar.window().opens <= at(day, 23) and day <= w.calendar.window().last_day
        for day in w.accredited_on.values()
    ),
    "accredited for good": lambda w: all(w.people[p] is S.ACCREDITED for p in w.accredited_on),
    "the Ministry never refused": lambda w: all(
        after is not S.REFUSED
        for seen in w.seen.values()
        for before, after in pairwise(seen)
        if before in (S.FILED_MFA, S.MFA_REVIEW)
    ),
    "nobody disappeared": lambda w: w.people.keys() == w.seen.keys(),
    "nobody is pending after the close": lambda w: (
        w.now < w.calendar.window().closes
        or not any(s in (S.AT_CEC, S.CHECK, S.READY, S.RETURNED, S.MFA_REVIEW) for s in w.people.values())
    ),
    "inadmissible people are not accredited": lambda w: not any(w.checks[p] & {"N1", "N3"} for p in w.accredited_on),
    "a term ends with the publication day and not before": lambda w: all(
        Term(day, w.term).standing_at(w.now)
        is (
            Standing.ENDED
            if w.term.published_day is not None and w.now >= end_of(w.term.published_day)
            else Standing.IN_FORCE
        )
        for day in w.accredited_on.values()
    ),
    "revoked people stay accredited people": lambda w: w.revoked <= w.accredited_on.keys(),
}


def test_random_walks_hold_the_invariants() -> None:
    reached: set[NominationState] = set()
    for seed in range(WALKS):
        walk = _walked(random.Random(seed))
        assert [name for name, holds in INVARIANTS.items() if not holds(walk)] == [], seed
        reached |= {state for seen in walk.seen.values() for state in seen}
    assert reached == set(NominationState)


def _walked(dice: random.Random) -> Walk:
    day = date(2027, 1, 24)
    called = at(date(2026, 12, 1), 9), at(date(2026, 12, 2), 9)
    calendar = ElectionCalendar((ElectionKind.PARLIAMENT,), *called, (day,))
    walk = Walk(dice, calendar, at(date(2026, 12, 2), 10))
    for _ in range(STEPS // WALKS):
        walk.step()
        if dice.random() < 0.02:
            assert [name for name, holds in INVARIANTS.items() if not holds(walk)] == []
    return walk
