"""Draft an accreditation decree and the lines of its annex."""

from __future__ import annotations

from server.accreditation.calendar import day_of
from server.usecases.drafts import draft_of, open_draft
from server.usecases.elections import must_not_be_annulled, read_calendar
from server.usecases.errors import Conflict
from server.usecases.line_input import LineInput as LineInput
from server.usecases.persons import (
    CleanLine,
    OrganisationBook,
    clean_line,
    first_refusal,
    known_persons,
    person_records,
)
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import (
    Accreditation,
    AnnexLine,
    Decree,
    Election,
    IdentityDocument,
    Organisation,
    Person,
    PersonCitizenship,
)
from server.usecases.texts import SUBJECT_MAX_CHARACTERS, Faults


def draft_accreditation_decree(*, uow: UnitOfWork, clock: Clock, actor: Actor, election_id: str, subject: str) -> str:
    """Open a draft of an accreditation decree (registrar) and return its id.

    Raises: NotFound, InvalidInput, CodedError `call_not_published` (2.2), Conflict `election_annulled`.
    """
    actor.must_be("registrar")
    election = uow.get(Election, election_id)
    must_not_be_annulled(election)
    read_calendar(uow, election).window()
    faults = Faults()
    cleaned = faults.text("subject", subject, limit=SUBJECT_MAX_CHARACTERS)
    faults.raise_if_any()
    decree = open_draft(uow, "accreditation", election_id=election_id, subject=cleaned, actor=actor, now=clock.now())
    return decree.id


def add_annex_line(*, uow: UnitOfWork, clock: Clock, actor: Actor, decree_id: str, line: LineInput) -> str:
    """Add a person to a draft's annex (registrar) and return the line's id.

    Raises: InvalidInput (every field at once), CodedError `citizen_of_kyrgyz_republic` (1.4),
        Conflict `decree_not_draft`, `already_in_annex`, `already_accredited`.
    """
    actor.must_be("registrar")
    decree = draft_of(uow, decree_id, kind="accreditation")
    cleaned = _cleaned(uow, line, clock=clock)
    _must_be_new(uow, decree, cleaned)
    positions = [each.position for each in uow.find(AnnexLine, decree_id=decree_id)]
    return _keep(uow, cleaned, decree=decree, position=max(positions, default=0) + 1, clock=clock, actor=actor)


def edit_annex_line(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, line_id: str, line: LineInput, opened: str | None = None
) -> str:
    """Replace what a draft's annex says about a person (registrar); return the line's id, which stays.

    Args: opened: the line's fingerprint as it was read; a line that says something else now is not overwritten.
    Raises: as `add_annex_line`; Conflict `line_changed_since_opened`, `line_of_application`: an applicant's data
        are the organisation's.
    """
    actor.must_be("registrar")
    before = uow.get(AnnexLine, line_id)
    decree = draft_of(uow, before.decree_id, kind="accreditation")
    if before.nomination_id is not None:
        raise Conflict("line_of_application", "3.1")
    if opened is not None and opened != before.fingerprint:
        raise Conflict("line_changed_since_opened", "3.4", position=before.position)
    cleaned = _cleaned(uow, line, clock=clock)
    _must_be_new(uow, decree, cleaned, besides=line_id)
    uow.remove(before)
    kept = _keep(uow, cleaned, decree=decree, position=before.position, clock=clock, actor=actor, line_id=line_id)
    _forget_if_unused(uow, before.person_id)
    return kept


def remove_annex_line(*, uow: UnitOfWork, clock: Clock, actor: Actor, line_id: str) -> str:
    """Take a line out of a draft's annex (registrar); a person nothing else refers to is forgotten.

    Returns: the decree's id. Raises: NotFound, Conflict `decree_not_draft`.
    """
    actor.must_be("registrar")
    line = uow.get(AnnexLine, line_id)
    decree = draft_of(uow, line.decree_id, kind="accreditation")
    uow.remove(line)
    _forget_if_unused(uow, line.person_id)
    uow.log(
        "annex_line_removed",
        actor=actor,
        at=clock.now(),
        election_id=decree.election_id,
        subjects={"decree": decree.id, "line": line_id},
    )
    return decree.id


def _cleaned(uow: UnitOfWork, line: LineInput, *, clock: Clock) -> CleanLine:
    organisations = OrganisationBook(uow.find(Organisation))
    cleaned = clean_line(line, organisations=organisations, today=day_of(clock.now()))
    if isinstance(cleaned, Faults):
        first_refusal(cleaned)
        raise AssertionError("a line with faults was not refused")
    return cleaned


def _must_be_new(uow: UnitOfWork, decree: Decree, line: CleanLine, *, besides: str | None = None) -> None:
    documents = uow.find(IdentityDocument, country=line.document.country, number=line.document.number)
    ids = [document.id for document in documents]
    if not ids:
        return
    for each in uow.find(AnnexLine, document_id=ids, decree_id=decree.id):
        if each.id != besides:
            raise Conflict("already_in_annex", "3.4", position=each.position)
    if uow.find(Accreditation, document_id=ids, election_id=decree.election_id, status="granted"):
        raise Conflict("already_accredited", "3.4")


def _keep(
    uow: UnitOfWork,
    line: CleanLine,
    *,
    decree: Decree,
    position: int,
    clock: Clock,
    actor: Actor,
    line_id: str | None = None,
) -> str:
    now = clock.now()
    known = known_persons(uow, [line.document])
    person_id, document_id, records = person_records(line, known=known, new_id=uow.new_id, now=now)
    kept = AnnexLine(
        id=line_id or uow.new_id(),
        decree_id=decree.id,
        position=position,
        person_id=person_id,
        document_id=document_id,
        organisation_id=line.organisation_id,
        category=line.category,
        fingerprint=line.fingerprint,
    )
    uow.add(*records, kept)
    uow.log(
        "annex_line_edited" if line_id else "annex_line_added",
        actor=actor,
        at=now,
        election_id=decree.election_id,
        subjects={"decree": decree.id, "line": kept.id, "person": person_id},
        committed={"line": line.fingerprint},
    )
    return kept.id


def _forget_if_unused(uow: UnitOfWork, person_id: str) -> None:
    if uow.count(AnnexLine, person_id=person_id) or uow.count(Accreditation, person_id=person_id):
        return
    for kind in (PersonCitizenship, IdentityDocument):
        for record in uow.find(kind, person_id=person_id):
            uow.remove(record)
    uow.remove(uow.get(Person, person_id))
