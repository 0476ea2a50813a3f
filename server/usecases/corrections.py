"""Correct data of one accreditation: the same checks as when they were entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime

from server.usecases.errors import Conflict, FieldError, InvalidInput
from server.usecases.import_annex import read_codes, read_day
from server.usecases.line_input import LineInput
from server.usecases.persons import CleanLine, OrganisationBook, clean_line, first_refusal, person_records
from server.usecases.ports import UnitOfWork
from server.usecases.records import (
    Accreditation,
    IdentityDocument,
    Organisation,
    Person,
    PersonCitizenship,
)
from server.usecases.texts import Faults

_TEXT_LIMIT = 400


def line_of(uow: UnitOfWork, accreditation: Accreditation) -> LineInput:
    """Return what is kept of an accredited person, as a form would hold it."""
    person = uow.get(Person, accreditation.person_id)
    document = uow.get(IdentityDocument, accreditation.document_id)
    citizenships = uow.find(PersonCitizenship, order="position", person_id=person.id)
    return LineInput(
        surname_latin=person.surname_latin,
        given_latin=person.given_latin,
        patronymic_latin=person.patronymic_latin,
        surname_cyrillic=person.surname_cyrillic,
        given_cyrillic=person.given_cyrillic,
        patronymic_cyrillic=person.patronymic_cyrillic,
        cyrillic_language=person.cyrillic_language or "rus",
        citizenships=tuple(each.country for each in citizenships),
        document_country=document.country,
        document_number=document.number,
        organisation=accreditation.organisation_id,
        category=accreditation.category,
        birth_date=person.birth_date,
        document_kind=document.kind,
        document_expires_on=document.expires_on,
    )


def as_texts(line: LineInput) -> dict[str, str]:
    """Return every field as the text that `changes` hold."""
    texts: dict[str, str] = {}
    for each in fields(line):
        value = getattr(line, each.name)
        texts[each.name] = ",".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    return texts


def corrected(
    uow: UnitOfWork, accreditation: Accreditation, changes: Mapping[str, str], *, today: date
) -> tuple[CleanLine, dict[str, tuple[str, str]]]:
    """Return the corrected line and what really changes, {field: (from, to)}.

    Raises: InvalidInput `field_unknown`, `date_unreadable`, Conflict `nothing_corrected`, and as entering.
    """
    before = line_of(uow, accreditation)
    line = _with(before, changes)
    old, new = as_texts(before), as_texts(line)
    if old == new:
        raise Conflict("nothing_corrected")
    cleaned = clean_line(line, organisations=OrganisationBook(uow.find(Organisation)), today=today)
    if isinstance(cleaned, Faults):
        first_refusal(cleaned)
        raise AssertionError("a line with faults was not refused")
    return cleaned, {name: (old[name], new[name]) for name in old if old[name] != new[name]}


def _with(line: LineInput, changes: Mapping[str, str]) -> LineInput:
    known = {each.name for each in fields(LineInput)} - {"category"}
    faults = [FieldError(name, "field_unknown") for name in changes if name not in known]
    faults += [
        FieldError(name, "text_too_long", {"limit": _TEXT_LIMIT})
        for name, text in changes.items()
        if len(text) > _TEXT_LIMIT
    ]
    values: dict[str, object] = {}
    for name, text in changes.items():
        try:
            values[name] = (
                read_day(text)
                if name in ("birth_date", "document_expires_on")
                else read_codes(text)
                if name == "citizenships"
                else text
            )
        except ValueError:
            faults.append(FieldError(name, "date_unreadable", {"value": text[:80]}))
    if faults:
        raise InvalidInput(faults)
    return replace(line, **values)  # type: ignore[arg-type]


def write_corrections(
    uow: UnitOfWork, accreditation: Accreditation, changes: Mapping[str, str], *, today: date, now: datetime
) -> Accreditation:
    """Write corrected data to person, document and organisation; return the accreditation as it is now."""
    cleaned, _ = corrected(uow, accreditation, changes, today=today)
    _, _, records = person_records(cleaned, known={}, new_id=uow.new_id, now=now)
    person = next(each for each in records if isinstance(each, Person))
    kept = uow.get(Person, accreditation.person_id)
    named = {each.name: getattr(person, each.name) for each in fields(Person)}
    uow.change(kept, **{n: value for n, value in named.items() if n not in ("id", "created_at")})
    citizenships = [each for each in records if isinstance(each, PersonCitizenship)]
    held = uow.find(PersonCitizenship, order="position", person_id=kept.id)
    if [each.country for each in held] != [each.country for each in citizenships]:
        for each in held:
            uow.remove(each)
        uow.add(*(replace(each, person_id=kept.id) for each in citizenships))
    document = next(each for each in records if isinstance(each, IdentityDocument))
    return uow.change(
        accreditation,
        document_id=_document(uow, accreditation, replace(document, person_id=kept.id)),
        organisation_id=cleaned.organisation_id,
    )


def _document(uow: UnitOfWork, accreditation: Accreditation, new: IdentityDocument) -> str:
    """Return the document's id: the kept one where it says the same, else a new one; the old one stays."""
    old = uow.get(IdentityDocument, accreditation.document_id)
    if replace(new, id=old.id, created_at=old.created_at) == old:
        return old.id
    uow.add(new)
    return new.id
