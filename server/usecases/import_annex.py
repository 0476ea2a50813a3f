"""Read a list of persons into a draft's annex: a preview that changes nothing, then the same file applied."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.accreditation.calendar import day_of
from server.accreditation.errors import CodedError
from server.usecases.drafts import draft_of
from server.usecases.errors import FieldError
from server.usecases.line_input import LineInput
from server.usecases.list_rows import ListRow as ListRow
from server.usecases.list_rows import RowError as RowError
from server.usecases.persons import CleanLine, OrganisationBook, clean_line, known_persons, person_records
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Accreditation, AnnexLine, Decree, IdentityDocument, Organisation, Record
from server.usecases.texts import Faults

_VALUE_LIMIT = 80
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LOCAL_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_SLASHED_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}")
_MONTHS = 12
_DATES = ("birth_date", "document_expires_on")


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What applying would do: (sheet row, line) to add, rows already in the annex, and every error by row."""

    lines: tuple[tuple[int, CleanLine], ...]
    known: int
    errors: tuple[RowError, ...]


class ImportRefused(CodedError):
    """A list with errors is not applied at all; `rows` names them."""

    def __init__(self, rows: Sequence[RowError]) -> None:
        super().__init__("import_refused", count=len(rows))
        self.rows = tuple(rows)
        self.errors = tuple(
            FieldError(f"{each.row}.{each.column}".rstrip("."), each.code, each.facts) for each in rows
        )


def preview_import(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, decree_id: str, rows: Sequence[ListRow]
) -> ImportPreview:
    """Check rows against the law, the organisations, the annex and one another; keeps nothing (registrar).

    Call it inside ``with ports.unit_of_work() as uow`` and leave without commit.
    Raises: Forbidden, NotFound, Conflict `decree_not_draft`.
    """
    actor.must_be("registrar")
    decree = draft_of(uow, decree_id, kind="accreditation")
    today = day_of(clock.now())
    organisations = OrganisationBook(uow.find(Organisation))
    errors: list[RowError] = []
    cleaned: list[tuple[int, CleanLine]] = []
    for row in rows:
        line, faults = line_of_row(row)
        checked = clean_line(line, organisations=organisations, today=today)
        if isinstance(checked, Faults):
            faults = [*faults, *errors_of_row(row, checked, besides={each.column for each in faults})]
        if faults:
            errors += faults
        elif isinstance(checked, CleanLine):
            cleaned.append((row.row, checked))
    fresh, known, doubled = _sort_out(uow, decree, cleaned)
    return ImportPreview(tuple(fresh), known, tuple(sorted(errors + doubled, key=lambda each: each.row)))


def apply_import(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, decree_id: str, rows: Sequence[ListRow]
) -> dict[str, int]:
    """Add every row that isn't there yet (registrar): {"added": n, "known": n}; all or nothing.

    Raises: ImportRefused when any row is wrong, and as `preview_import`.
    """
    seen = preview_import(uow=uow, clock=clock, actor=actor, decree_id=decree_id, rows=rows)
    if seen.errors:
        raise ImportRefused(seen.errors)
    decree = uow.get(Decree, decree_id)
    now = clock.now()
    position = max((line.position for line in uow.find(AnnexLine, decree_id=decree_id)), default=0)
    known = known_persons(uow, [line.document for _, line in seen.lines])
    people: list[Record] = []
    lines: list[AnnexLine] = []
    for _, line in seen.lines:
        position += 1
        person_id, document_id, records = person_records(line, known=known, new_id=uow.new_id, now=now)
        people += records
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
            )
        )
    uow.add(*sorted(people, key=lambda record: _ORDER[type(record).__name__]), *lines)
    uow.log(
        "annex_imported",
        actor=actor,
        at=now,
        election_id=decree.election_id,
        subjects={"decree": decree_id},
        committed={"lines": [line.fingerprint for line in lines]},
    )
    return {"added": len(lines), "known": seen.known}


_ORDER: Mapping[str, int] = {"Person": 0, "IdentityDocument": 1, "PersonCitizenship": 2}


def _sort_out(
    uow: UnitOfWork, decree: Decree, cleaned: Sequence[tuple[int, CleanLine]]
) -> tuple[list[tuple[int, CleanLine]], int, list[RowError]]:
    """Part rows into new ones, ones already in the annex, and ones that collide."""
    present = uow.find(AnnexLine, decree_id=decree.id)
    prints = {line.fingerprint for line in present}
    documents = {
        document.id: (document.country, document.number)
        for document in uow.find(IdentityDocument, number=list({line.document.number for _, line in cleaned}))
    }
    in_annex = {documents[line.document_id]: line for line in present if line.document_id in documents}
    accredited = {
        documents[each.document_id]
        for each in uow.find(
            Accreditation, document_id=list(documents), election_id=decree.election_id, status="granted"
        )
    }
    fresh: list[tuple[int, CleanLine]] = []
    errors: list[RowError] = []
    first_row: dict[tuple[str, str], int] = {}
    known = 0
    for row, line in cleaned:
        document = (line.document.country, line.document.number)
        if document in first_row:
            facts: dict[str, Any] = {"first_row": first_row[document]}
            errors.append(RowError(row, "document_number", "", "row_repeated", None, facts))
        elif line.fingerprint in prints:
            known += 1
        elif document in in_annex:
            facts = {"position": in_annex[document].position}
            errors.append(RowError(row, "document_number", "", "already_in_annex", "3.4", facts))
        elif document in accredited:
            errors.append(RowError(row, "document_number", "", "already_accredited", "3.4"))
        else:
            fresh.append((row, line))
        first_row.setdefault(document, row)
    return fresh, known, errors


def line_of_row(row: ListRow) -> tuple[LineInput, list[RowError]]:
    """Return what a row says, and what of it cannot be read."""
    cells, errors = row.cells, list(row.errors)
    days: dict[str, date | None] = {}
    for name in _DATES:
        try:
            days[name] = read_day(cells.get(name, ""))
        except ValueError:
            days[name] = None
            if not any(each.column == name for each in errors):
                value = cells[name][:_VALUE_LIMIT]
                code = "date_ambiguous" if is_ambiguous(value) else "date_unreadable"
                errors.append(RowError(row.row, name, value, code, None, {"value": value}))
    texts = {name: text for name, text in cells.items() if name not in (*_DATES, "citizenships")}
    language = cells.get("cyrillic_language", "").strip().casefold()
    line = LineInput(
        surname_latin=texts.get("surname_latin", ""),
        given_latin=texts.get("given_latin", ""),
        patronymic_latin=texts.get("patronymic_latin", ""),
        surname_cyrillic=texts.get("surname_cyrillic", ""),
        given_cyrillic=texts.get("given_cyrillic", ""),
        patronymic_cyrillic=texts.get("patronymic_cyrillic", ""),
        cyrillic_language={"": "rus", "ky": "kir", "ru": "rus"}.get(language, language),
        citizenships=read_codes(cells.get("citizenships", "")),
        document_country=texts.get("document_country", "").strip().upper(),
        document_number=texts.get("document_number", ""),
        organisation=texts.get("organisation", ""),
        category=texts.get("category", "").strip() or "observer",
        birth_date=days["birth_date"],
        document_expires_on=days["document_expires_on"],
    )
    return line, errors


def read_codes(text: str) -> tuple[str, ...]:
    """Return country codes separated by comma, semicolon, slash or space."""
    return tuple(code.upper() for code in re.split(r"[\s,;/]+", text) if code)


def read_day(text: str) -> date | None:
    """Return the day of "2027-01-24", "24.01.2027" or "24/01/2027"; None for an empty text.

    Raises: ValueError for anything else, "05/06/1980" too: a date is never guessed.
    """
    text = text.strip()
    if not text:
        return None
    if _ISO_DAY.fullmatch(text):
        return date.fromisoformat(text)
    found = _LOCAL_DAY.fullmatch(text)
    if found is None or is_ambiguous(text):
        raise ValueError("no date")
    return date(int(found[3]), int(found[2]), int(found[1]))


def is_ambiguous(text: str) -> bool:
    """Tell whether a date with slashes can be read as day/month and as month/day."""
    found = _SLASHED_DAY.fullmatch(text.strip())
    if found is None:
        return False
    first, second = int(found[1]), int(found[2])
    return first != second and max(first, second) <= _MONTHS


def errors_of_row(row: ListRow, faults: Faults, *, besides: set[str]) -> list[RowError]:
    """Return what the law finds wrong with a row, but for columns that couldn't be read anyway."""
    errors = []
    for fault in faults.found:
        if fault.path in besides:
            continue
        facts = {name: value for name, value in fault.facts.items() if name not in ("clause", "field")}
        value = row.cells.get(fault.path, "")[:_VALUE_LIMIT]
        errors.append(RowError(row.row, fault.path, value, fault.code, fault.facts.get("clause"), facts))
    return errors
