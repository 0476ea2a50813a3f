"""The check sheet C1 to C9: each outcome of each person is recorded by a human, with evidence (3.5, 3.10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from server.accreditation.grounds import OK, Check, Ground, check_outcome
from server.accreditation.grounds import outcomes_of as outcomes_of_check
from server.accreditation.machines import NominationState
from server.usecases.chosen_nominations import chosen_nominations
from server.usecases.decided_drafts import must_not_be_in_draft
from server.usecases.errors import Conflict
from server.usecases.gather_findings import gather_findings
from server.usecases.nomination_moves import move_nomination
from server.usecases.ports import Actor, Clock, Matching, UnitOfWork
from server.usecases.records import CheckOutcome, Nomination, ReturnNotice
from server.usecases.shown_sheet import check_sheet_shown
from server.usecases.texts import Faults

EVIDENCE_MAX_CHARACTERS = 2000
LAWYERS_OWN = frozenset({Ground.D1, Ground.D3A, Ground.D3B, Ground.D4})
_PAPERS = (Check.C4, Check.C5, Check.C6, Check.C9)  # what changes when a person's papers are completed
_OPEN = (NominationState.CHECK, NominationState.UNDECIDED_AT_CLOSE)


def record_check(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    nomination_id: str,
    check: str,
    outcome: str,
    evidence: str = "",
    shown: str | None = None,
) -> str:
    """Record what one check found of one person (lawyer or registrar); a later word replaces an earlier one.

    Findings that weigh on an organisation or on a person's past (D1, D3, D4) are the lawyer's alone.

    Args:
        shown: `digest_of_sheet` of the sheet as it was read; a newer answer is not overwritten then.

    Returns: the nomination's id.
    Raises: Forbidden, NotFound, InvalidInput, CodedErrors of `check_outcome`, Conflict `not_being_checked`,
        `in_draft_decree`, `sheet_changed_since_shown`.
    """
    actor.must_be("lawyer", "registrar")
    if outcome in LAWYERS_OWN:
        actor.must_be("lawyer")
    nomination = uow.get(Nomination, nomination_id)
    faults = Faults()
    told = faults.prose("evidence", evidence, limit=EVIDENCE_MAX_CHARACTERS, required=False)
    faults.raise_if_any()
    check_outcome(check, outcome, evidence=told)
    _must_be_open(uow, [nomination])
    if shown is not None:
        check_sheet_shown(outcomes_of(uow, [nomination]), [check], shown=shown)
    _record(uow, nomination, check, outcome, told, actor=actor, now=clock.now())
    return nomination.id


def record_sheet(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    nomination_id: str,
    answers: Mapping[str, tuple[str, str]],
    shown: str,
) -> dict[str, object]:
    """Record what several checks of one person found (lawyer or registrar); what says the same already stays.

    Args:
        answers: check to (outcome, evidence).
        shown: `digest_of_sheet` of the sheet as it was read; a newer answer is not overwritten.

    Returns: {"recorded": how many}.
    Raises: as `record_check`; InvalidInput naming each faulty answer by "outcome_<check>" or "evidence_<check>".
    """
    actor.must_be("lawyer", "registrar")
    nomination = uow.get(Nomination, nomination_id)
    faults = Faults()
    recorded = outcomes_of(uow, [nomination])
    held = {each.check_code: (each.outcome, each.evidence) for each in recorded}
    changed = {}
    for check, (outcome, evidence) in answers.items():
        told = faults.prose(f"evidence_{check}", evidence, limit=EVIDENCE_MAX_CHARACTERS, required=False)
        place = f"evidence_{check}" if outcome in outcomes_of_check(check) else f"outcome_{check}"
        faults.take(place, lambda c=check, o=outcome, e=told: check_outcome(c, o, evidence=e))  # type: ignore[misc]
        if outcome in LAWYERS_OWN and actor.role != "lawyer" and held.get(check) != (outcome, told):
            faults.add(f"outcome_{check}", "lawyer_only")
        if held.get(check) != (outcome, told):
            changed[check] = (outcome, told)
    faults.raise_if_any()
    if changed:
        _must_be_open(uow, [nomination])
        check_sheet_shown(recorded, changed, shown=shown)
    for check, (outcome, evidence) in changed.items():
        _record(uow, nomination, check, outcome, evidence, actor=actor, now=clock.now())
    return {"recorded": len(changed)}


def record_checks(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    nomination_ids: Sequence[str],
    checks: Sequence[str],
    evidence: str,
    matching: Matching,
) -> dict[str, object]:
    """Record "ok" for a pile, each person in rows of their own (lawyer or registrar).

    What was looked at is said: one press answers for many people, and the sheet shows each answer with its evidence.
    Who has an alarming finding in one of the checks is left out of that check and must be looked at alone; an
    outcome already recorded stays.

    Returns: {"recorded": rows written, "left": ids of people who need a look of their own}.
    Raises: as `record_check`; InvalidInput `nobody_chosen`, `too_many_chosen`, `check_not_chosen`,
        `pile_without_evidence`.
    """
    actor.must_be("lawyer", "registrar")
    faults = Faults()
    told = faults.prose("evidence", evidence, limit=EVIDENCE_MAX_CHARACTERS, required=False)
    if not evidence.strip():
        faults.add("evidence", "pile_without_evidence", field="evidence", clause="3.5")
    if not checks:
        faults.add("checks", "check_not_chosen", field="checks")
    faults.raise_if_any()
    nominations = chosen_nominations(uow, nomination_ids)
    for check in checks:
        check_outcome(check, OK, evidence=told)
    _must_be_open(uow, nominations)
    now = clock.now()
    findings = gather_findings(uow, nominations, now=now, matching=matching)
    held = {(each.nomination_id, each.check_code) for each in outcomes_of(uow, nominations)}
    rows: list[CheckOutcome] = []
    left: list[str] = []
    for nomination in nominations:
        alarming = {finding.check for finding in findings[nomination.id] if finding.alarming}
        for check in dict.fromkeys(checks):
            if (nomination.id, check) in held:
                continue
            if check in alarming:
                left.append(nomination.id)
                continue
            rows.append(CheckOutcome(nomination.id, check, OK, told, actor.user_id, now))
            _log_check(uow, nomination, check, OK, told, actor=actor, now=now)
    uow.add(*rows)
    return {"recorded": len(rows), "left": list(dict.fromkeys(left))}


def make_ready(*, uow: UnitOfWork, clock: Clock, actor: Actor, nomination_ids: Sequence[str]) -> dict[str, object]:
    """Close the sheets of people whose nine checks are answered (lawyer); all of them or none.

    The log holds a salted hash of each sheet.

    Returns: {"ready": how many}.
    Raises: Forbidden, NotFound, InvalidInput, CodedError of `move_nomination`, Conflict `checks_not_finished`
        with the open ones, `checks_older_than_papers`.
    """
    actor.must_be("lawyer")
    nominations = chosen_nominations(uow, nomination_ids)
    sheets: dict[str, dict[str, CheckOutcome]] = {each.id: {} for each in nominations}
    for outcome in outcomes_of(uow, nominations):
        sheets[outcome.nomination_id][outcome.check_code] = outcome
    completed = _completions(uow, nominations)
    now = clock.now()
    for nomination in nominations:
        sheet = sheets[nomination.id]
        _must_be_whole(nomination, sheet, completed_at=completed.get(nomination.id))
        told = {code: [each.outcome, each.evidence, each.decided_by] for code, each in sorted(sheet.items())}
        move_nomination(uow, nomination, NominationState.READY, actor=actor, now=now, committed={"sheet": told})
    return {"ready": len(nominations)}


def reopen_check(*, uow: UnitOfWork, clock: Clock, actor: Actor, nomination_id: str) -> str:
    """Open a finished sheet again (lawyer), unless a draft decree already names the person.

    Returns: the nomination's id.
    Raises: Forbidden, NotFound, CodedError of `move_nomination`, Conflict `in_draft_decree`.
    """
    actor.must_be("lawyer")
    nomination = uow.get(Nomination, nomination_id)
    must_not_be_in_draft(uow, [nomination])
    move_nomination(uow, nomination, NominationState.CHECK, actor=actor, now=clock.now())
    return nomination.id


def outcomes_of(uow: UnitOfWork, nominations: Sequence[Nomination]) -> list[CheckOutcome]:
    """Return what is recorded of these people."""
    return uow.find(CheckOutcome, nomination_id=[each.id for each in nominations]) if nominations else []


def _record(
    uow: UnitOfWork, nomination: Nomination, check: str, outcome: str, evidence: str, *, actor: Actor, now: datetime
) -> None:  # fmt: skip
    kept = CheckOutcome(nomination.id, check, outcome, evidence, actor.user_id, now)
    held = uow.first(CheckOutcome, nomination_id=nomination.id, check_code=check)
    if held is None:
        uow.add(kept)
    else:
        uow.change(held, outcome=outcome, evidence=evidence, decided_by=actor.user_id, decided_at=now)
    _log_check(uow, nomination, check, outcome, evidence, actor=actor, now=now)


def _log_check(
    uow: UnitOfWork, nomination: Nomination, check: str, outcome: str, evidence: str, *, actor: Actor, now: datetime
) -> None:  # fmt: skip
    uow.log("check_recorded", actor=actor, at=now, election_id=nomination.election_id,
            subjects={"nomination": nomination.id},
            committed={"check": check, "outcome": outcome, "evidence": evidence})  # fmt: skip


def _must_be_open(uow: UnitOfWork, nominations: Sequence[Nomination]) -> None:
    if any(each.state not in _OPEN for each in nominations):
        raise Conflict("not_being_checked", "3.5")
    must_not_be_in_draft(uow, nominations)


def _must_be_whole(
    nomination: Nomination, sheet: dict[str, CheckOutcome], *, completed_at: datetime | None
) -> None:  # fmt: skip
    waiting = [check.value for check in Check if check.value not in sheet]
    if waiting:
        raise Conflict("checks_not_answered", "3.5", checks=", ".join(waiting), position=nomination.position)
    old = [] if completed_at is None else [c.value for c in _PAPERS if sheet[c.value].decided_at < completed_at]
    if old:
        raise Conflict("checks_older_than_papers", "3.5", checks=", ".join(old), position=nomination.position)


def _completions(uow: UnitOfWork, nominations: Sequence[Nomination]) -> dict[str, datetime]:
    last: dict[str, datetime] = {}
    for notice in uow.find(ReturnNotice, nomination_id=[each.id for each in nominations]):
        if notice.completed_at is not None:
            last[notice.nomination_id] = max(notice.completed_at, last.get(notice.nomination_id, notice.completed_at))
    return last
