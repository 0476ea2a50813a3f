"""Read a list of people into an application: a preview that changes nothing, then the same rows applied.

A wrong row never holds back the right ones: they may be added while the wrong ones are mended.
Clause: 1.4, 3.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from server.accreditation.calendar import day_of
from server.accreditation.person import is_citizen, look_alikes
from server.accreditation.transliteration import to_cyrillic
from server.usecases.errors import Conflict
from server.usecases.import_annex import ImportRefused, errors_of_row, line_of_row
from server.usecases.line_input import LineInput
from server.usecases.list_rows import ListRow, RowError
from server.usecases.nominate import MOST_PEOPLE, open_list
from server.usecases.nomination_records import nomination_of
from server.usecases.persons import CleanLine, OrganisationBook, clean_line
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Application, Nomination, Organisation, Record
from server.usecases.texts import Faults

NAME_PARTS = ("surname", "given", "patronymic")


@dataclass(frozen=True, slots=True)
class NominationPreview:
    """What applying would do.

    Attributes:
        lines: (sheet row, line) to add.
        known: rows that say what the list already says.
        errors: everything wrong, by row.
        notes: what was understood differently from what stands in a cell, or can't end well; nothing is wrong.
    """

    lines: tuple[tuple[int, CleanLine], ...]
    known: int
    errors: tuple[RowError, ...]
    notes: tuple[RowError, ...]


def preview_nominations(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    application_id: str,
    rows: Sequence[ListRow],
    propose: str = "",
) -> NominationPreview:
    """Check rows against the law, the application's list and one another; keeps nothing (organisation).

    Call it inside ``with ports.unit_of_work() as uow`` and leave without commit.

    Args:
        propose: "kir" or "rus": where a row has no Cyrillic name, propose one.

    Raises: Forbidden, NotFound, Conflict `application_withdrawn`, CodedError `window_closed` (3.7).
    """
    application = open_list(uow, application_id, actor=actor, clock=clock)
    organisation = uow.get(Organisation, application.organisation_id)
    book, today = OrganisationBook([organisation]), day_of(clock.now())
    errors: list[RowError] = []
    notes: list[RowError] = []
    cleaned: list[tuple[int, CleanLine]] = []
    for read in rows:
        row = propose_cyrillic(read, language=propose)
        line, faults = line_of_row(row)
        line = replace(line, organisation=organisation.id, category="observer")
        checked = clean_line(line, organisations=book, today=today, any_citizenship=True)
        if isinstance(checked, Faults):
            faults = [*faults, *errors_of_row(row, checked, besides={each.column for each in faults})]
        if faults:
            errors += faults
        elif isinstance(checked, CleanLine):
            cleaned.append((row.row, checked))
            notes += _notes(row, line, checked)
    fresh, known, doubled = _sort_out(uow, application, cleaned)
    in_order = sorted(errors + doubled, key=lambda each: each.row)
    return NominationPreview(tuple(fresh), known, tuple(in_order), tuple(notes))


def import_nominations(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    application_id: str,
    rows: Sequence[ListRow],
    propose: str = "",
    skip_wrong: bool = False,
) -> dict[str, Any]:
    """Add every row that isn't on the list yet: {"added", "known", "wrong": sheet rows left out}.

    Args:
        skip_wrong: add the right rows although others are wrong; without it a wrong row refuses the whole list.

    Raises: ImportRefused, Conflict `too_many_people`, and as `preview_nominations`.
    """
    seen = preview_nominations(
        uow=uow, clock=clock, actor=actor, application_id=application_id, rows=rows, propose=propose
    )
    if seen.errors and not skip_wrong:
        raise ImportRefused(seen.errors)
    application, now = open_list(uow, application_id, actor=actor, clock=clock), clock.now()
    position = uow.greatest(Nomination, "position", application_id=application_id)
    if position + len(seen.lines) > MOST_PEOPLE:
        raise Conflict("too_many_people", limit=MOST_PEOPLE)
    n = uow.greatest(Nomination, "n")
    people: list[Record] = []
    words: list[Record] = []
    for _, line in seen.lines:
        n, position = n + 1, position + 1
        made = nomination_of(application, line, id=uow.new_id(), n=n, position=position, now=now)
        people.append(made[0])
        words += made[1:]
    uow.add(*people, *words)
    uow.log(
        "nominations_imported",
        actor=actor,
        at=now,
        election_id=application.election_id,
        subjects={"application": application.id, "organisation": application.organisation_id},
        committed={"lines": [line.fingerprint for _, line in seen.lines]},
    )
    wrong = sorted({each.row for each in seen.errors})
    return {"added": len(people), "known": seen.known, "wrong": wrong}


def propose_cyrillic(row: ListRow, *, language: str) -> ListRow:
    """Return the row with a proposed Cyrillic name where it has none; unchanged where no language is asked for."""
    if not language or any(row.cells.get(f"{part}_cyrillic", "").strip() for part in NAME_PARTS):
        return row
    names = {
        f"{part}_cyrillic": to_cyrillic(row.cells.get(f"{part}_latin", ""), language=language) for part in NAME_PARTS
    }
    return ListRow(row.row, {**row.cells, **names, "cyrillic_language": language}, row.errors)


def _notes(row: ListRow, line: LineInput, cleaned: CleanLine) -> list[RowError]:
    notes = []
    letters = look_alikes(line.document_number)
    if letters:
        facts = {"letters": " ".join(letters), "number": cleaned.document.number}
        notes.append(
            RowError(row.row, "document_number", line.document_number, "document_number_look_alikes", None, facts)
        )
    if is_citizen(cleaned.nominee.citizenships):
        value = row.cells.get("citizenships", "")
        notes.append(RowError(row.row, "citizenships", value, "citizen_cannot_be_accredited", "1.4"))
    return notes


def _sort_out(
    uow: UnitOfWork, application: Application, cleaned: Sequence[tuple[int, CleanLine]]
) -> tuple[list[tuple[int, CleanLine]], int, list[RowError]]:
    """Part rows into new ones, ones already on the list, and ones that collide."""
    present = uow.find(Nomination, application_id=application.id)
    prints = {each.fingerprint for each in present}
    listed = {(each.document_country, each.document_number): each.position for each in present}
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
        elif document in listed:
            facts = {"position": listed[document]}
            errors.append(RowError(row, "document_number", "", "already_on_list", None, facts))
        else:
            fresh.append((row, line))
        first_row.setdefault(document, row)
    return fresh, known, errors
