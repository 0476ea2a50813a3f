"""Draft decrees about applicants: accreditation of a ready pile, reasoned refusals person by person.

A draft decides nothing: the approver signs, records publishes, three people as with every decree.
Clause: 3.4, 3.5, 3.7, 3.10.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.accreditation.calendar import day_of
from server.accreditation.errors import CodedError
from server.accreditation.grounds import (
    FACTS_MAX_CHARACTERS,
    NEEDS_LEGAL_OPINION,
    NEVER_ACCREDITED,
    check_refusal,
    rule_of,
)
from server.accreditation.machines import NominationState
from server.usecases.check_sheet import outcomes_of
from server.usecases.chosen_nominations import chosen_nominations
from server.usecases.decided_drafts import must_not_be_in_draft
from server.usecases.despite_findings import reasons_despite
from server.usecases.draft_accreditation import draft_accreditation_decree
from server.usecases.drafts import draft_of, open_draft
from server.usecases.elections import must_not_be_annulled
from server.usecases.errors import Conflict
from server.usecases.line_input import LineInput
from server.usecases.persons import CleanLine, OrganisationBook, clean_line, known_persons, person_records
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import (
    Accreditation,
    AnnexLine,
    Decree,
    Election,
    IdentityDocument,
    LegalOpinion,
    Nomination,
    Organisation,
    Record,
    Refusal,
    RefusalGround,
)
from server.usecases.texts import SUBJECT_MAX_CHARACTERS, Faults

REFUSABLE = (NominationState.READY, NominationState.UNDECIDED_AT_CLOSE)


@dataclass(frozen=True, slots=True)
class RefusalInput:
    """What a refusal says of one person: grounds that this person's own checks found, and this person's facts."""

    nomination_id: str
    grounds: tuple[str, ...]
    facts: str


def draft_accreditation_of(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    election_id: str,
    subject: str,
    nomination_ids: Sequence[str],
    despite_findings: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """Draft an accreditation decree of chosen people from the ready pile (registrar), all of them or none.

    Lines stand by organisation, then name; each carries its nomination.

    Args:
        despite_findings: by nomination, why a person against whom something stands is accredited all the same.

    Returns: {"decree_id", "people"}.
    Raises: as `draft_accreditation_decree`; Conflict `nomination_not_ready`, `may_not_be_accredited` (N1 to N4),
        `in_draft_decree`, `same_person_twice`, `already_accredited`; InvalidInput naming each faulty
        line, and each person who needs a reason (`finding_stands`, 3.10).
    """
    actor.must_be("registrar")
    nominations = chosen_nominations(uow, nomination_ids)
    _must_be_accreditable(uow, nominations, election_id)
    reasons = reasons_despite(uow, nominations, despite_findings or {})
    decree_id = draft_accreditation_decree(
        uow=uow, clock=clock, actor=actor, election_id=election_id, subject=subject
    )  # fmt: skip
    now = clock.now()
    cleaned = _cleaned(uow, nominations, now=now)
    _must_be_new(uow, election_id, cleaned)
    names = {each.id: each.name.casefold() for each in uow.find(Organisation)}
    cleaned.sort(key=lambda pair: (names[pair[1].organisation_id], pair[1].nominee.latin.full.casefold()))
    known = known_persons(uow, [line.document for _, line in cleaned])
    persons: list[Record] = []
    lines = []
    for position, (nomination, line) in enumerate(cleaned, start=1):
        person_id, document_id, records = person_records(line, known=known, new_id=uow.new_id, now=now)
        persons += records
        lines.append(
            AnnexLine(
                id=uow.new_id(),
                decree_id=decree_id,
                position=position,
                person_id=person_id,
                document_id=document_id,
                organisation_id=line.organisation_id,
                category=line.category,
                fingerprint=line.fingerprint,
                nomination_id=nomination.id,
                despite_findings=reasons.get(nomination.id),
            )
        )
    uow.add(*sorted(persons, key=lambda record: _ORDER.index(type(record).__name__)), *lines)
    uow.log("annex_drafted", actor=actor, at=now, election_id=election_id, subjects={"decree": decree_id},
            committed={"lines": [[each.nomination_id, each.fingerprint] for each in lines],
                       "despite_findings": reasons})  # fmt: skip
    return {"decree_id": decree_id, "people": len(lines)}


def draft_refusals(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, election_id: str, subject: str, refusals: Sequence[RefusalInput]
) -> dict[str, object]:
    """Draft a decree of reasoned refusals (registrar or lawyer), all of them or none.

    Lawful after the close too: nobody stays without an answer.

    Returns: {"decree_id", "people"}.
    Raises: Forbidden, NotFound, InvalidInput, Conflict `nomination_not_ready`, `in_draft_decree`,
        `legal_opinion_missing` (3.10(3)), CodedErrors of `check_refusal`, e.g. `ground_does_not_fit_person`.
    """
    actor.must_be("registrar", "lawyer")
    election = uow.get(Election, election_id)
    faults = Faults()
    cleaned = faults.text("subject", subject, limit=SUBJECT_MAX_CHARACTERS)
    nominations = chosen_nominations(uow, [each.nomination_id for each in refusals])
    facts = {each.nomination_id: faults.prose(f"facts.{each.nomination_id}", each.facts, limit=FACTS_MAX_CHARACTERS,
                                              required=False) for each in refusals}  # fmt: skip
    faults.raise_if_any()
    _must_stand(nominations, election_id, REFUSABLE)
    must_not_be_in_draft(uow, nominations)
    grounds = {each.nomination_id: tuple(dict.fromkeys(each.grounds)) for each in refusals}
    _must_fit(uow, nominations, grounds, facts)
    now = clock.now()
    decree = open_draft(uow, "refusal", election_id=election.id, subject=cleaned, actor=actor, now=now)
    for nomination in nominations:
        _keep_refusal(uow, decree, nomination.id, grounds[nomination.id], facts[nomination.id])
    return {"decree_id": decree.id, "people": len(nominations)}


def edit_refusal(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, refusal_id: str, grounds: Sequence[str], facts: str
) -> str:
    """Change what a draft says of one person (registrar or lawyer); return the decree's id.

    Raises: as `draft_refusals`, Conflict `decree_not_draft`.
    """
    actor.must_be("registrar", "lawyer")
    refusal = uow.get(Refusal, refusal_id)
    decree = draft_of(uow, refusal.decree_id, kind="refusal")
    nomination = uow.get(Nomination, refusal.nomination_id)
    faults = Faults()
    told = faults.prose("facts", facts, limit=FACTS_MAX_CHARACTERS, required=False)
    faults.raise_if_any()
    distinct = tuple(dict.fromkeys(grounds))
    _must_fit(uow, [nomination], {nomination.id: distinct}, {nomination.id: told})
    _remove_refusal(uow, refusal)
    _keep_refusal(uow, decree, nomination.id, distinct, told)
    uow.log("refusal_edited", actor=actor, at=clock.now(), election_id=decree.election_id,
            subjects={"decree": decree.id, "nomination": nomination.id})  # fmt: skip
    return decree.id


def remove_refusal(*, uow: UnitOfWork, clock: Clock, actor: Actor, refusal_id: str) -> str:
    """Take one person out of a draft of refusals (registrar or lawyer); return the decree's id.

    Raises: Forbidden, NotFound, Conflict `decree_not_draft`.
    """
    actor.must_be("registrar", "lawyer")
    refusal = uow.get(Refusal, refusal_id)
    decree = draft_of(uow, refusal.decree_id, kind="refusal")
    _remove_refusal(uow, refusal)
    uow.log("refusal_removed", actor=actor, at=clock.now(), election_id=decree.election_id,
            subjects={"decree": decree.id, "nomination": refusal.nomination_id})  # fmt: skip
    return decree.id


_ORDER = ("Person", "IdentityDocument", "PersonCitizenship")  # parents first; runs of one type are one statement


def _must_be_accreditable(uow: UnitOfWork, nominations: Sequence[Nomination], election_id: str) -> None:
    must_not_be_annulled(uow.get(Election, election_id))
    _must_stand(nominations, election_id, (NominationState.READY,))
    places = {each.id: each.position for each in nominations}
    for outcome in outcomes_of(uow, nominations):
        if outcome.outcome in NEVER_ACCREDITED:
            clause = rule_of(outcome.outcome).clause
            told = {"nomination": outcome.nomination_id, "position": places[outcome.nomination_id]}
            raise Conflict("may_not_be_accredited", clause, ground=outcome.outcome, **told)
    must_not_be_in_draft(uow, nominations)


def _must_stand(nominations: Sequence[Nomination], election_id: str, states: Sequence[NominationState]) -> None:
    for each in nominations:
        if each.election_id != election_id:
            raise Conflict("several_elections")
        if each.state not in states:
            raise Conflict("nomination_not_ready", "3.5", position=each.position, state=each.state)


def _cleaned(
    uow: UnitOfWork, nominations: Sequence[Nomination], *, now: datetime
) -> list[tuple[Nomination, CleanLine]]:  # fmt: skip
    book = OrganisationBook(uow.find(Organisation, id=sorted({each.organisation_id for each in nominations})))
    faults, lines = Faults(), []
    for each in nominations:
        line = clean_line(_line_of(each), organisations=book, today=day_of(now))
        if isinstance(line, Faults):
            for fault in line.found:
                faults.add(f"nominations.{each.id}", fault.code, **{**fault.facts, "position": each.position})
        else:
            lines.append((each, line))
    faults.raise_if_any()
    return lines


def _line_of(nomination: Nomination) -> LineInput:
    return LineInput(
        surname_latin=nomination.surname_latin,
        given_latin=nomination.given_latin,
        patronymic_latin=nomination.patronymic_latin,
        surname_cyrillic=nomination.surname_cyrillic,
        given_cyrillic=nomination.given_cyrillic,
        patronymic_cyrillic=nomination.patronymic_cyrillic,
        cyrillic_language=nomination.cyrillic_language or "rus",
        citizenships=tuple(nomination.citizenships.split(",")),
        document_country=nomination.document_country,
        document_number=nomination.document_number,
        organisation=nomination.organisation_id,
        category=nomination.category,
        birth_date=nomination.birth_date,
        document_kind=nomination.document_kind,
        document_expires_on=nomination.document_expires_on,
    )


def _must_be_new(uow: UnitOfWork, election_id: str, cleaned: Sequence[tuple[Nomination, CleanLine]]) -> None:
    seen: dict[tuple[str, str], Nomination] = {}
    for nomination, line in cleaned:
        before = seen.setdefault((line.document.country, line.document.number), nomination)
        if before is not nomination:
            raise Conflict("same_person_twice", "3.4", position=nomination.position)
    held = uow.find(IdentityDocument, number=[line.document.number for _, line in cleaned])
    same = {each.id: seen[each.country, each.number] for each in held if (each.country, each.number) in seen}
    for taken in (
        uow.find(Accreditation, document_id=list(same), election_id=election_id, status="granted") if same else ()
    ):
        raise Conflict("already_accredited", "3.4", positions=str(same[taken.document_id].position))


def _must_fit(
    uow: UnitOfWork,
    nominations: Sequence[Nomination],
    grounds: dict[str, tuple[str, ...]],
    facts: dict[str, str],
) -> None:
    found: dict[str, set[str]] = {each.id: set() for each in nominations}
    for outcome in outcomes_of(uow, nominations):
        found[outcome.nomination_id].add(outcome.outcome)
    opinions = {(each.nomination_id, each.ground) for each in uow.find(LegalOpinion, nomination_id=sorted(found))}
    for key, own in grounds.items():
        try:
            check_refusal(own, facts=facts[key], found=frozenset(found[key]))
        except CodedError as error:
            place = "facts" if error.code == "refusal_without_facts" else "grounds"
            raise CodedError(error.code, error.clause, **{**error.facts, "field": f"{place}.{key}"}) from None
        for ground in own:
            if ground in NEEDS_LEGAL_OPINION and (key, ground) not in opinions:
                raise Conflict("legal_opinion_missing", "3.10(3)", ground=ground, field=f"grounds.{key}")


def _keep_refusal(uow: UnitOfWork, decree: Decree, nomination_id: str, grounds: Sequence[str], facts: str) -> None:
    refusal = Refusal(uow.new_id(), decree.id, nomination_id, facts)
    uow.add(refusal, *(RefusalGround(refusal.id, ground, rule_of(ground).clause) for ground in grounds))


def _remove_refusal(uow: UnitOfWork, refusal: Refusal) -> None:
    for ground in uow.find(RefusalGround, refusal_id=refusal.id):
        uow.remove(ground)
    uow.remove(refusal)
