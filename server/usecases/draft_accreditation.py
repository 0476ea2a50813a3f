"""Draft an accreditation decree and the lines of its annex."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.usecases.ports import Actor, Clock, UnitOfWork


@dataclass(frozen=True, slots=True)
class LineInput:
    """One person for the annex, as entered; nothing is normalised yet.

    `citizenships` are ISO 3166-1 alpha-3, all of them; `organisation` is an organisation's id;
    `language` is "kir" or "rus", the language of the Cyrillic spelling.
    """

    surname_latin: str
    given_names_latin: str
    surname_cyrillic: str
    given_names_cyrillic: str
    citizenships: tuple[str, ...]
    document_country: str
    document_number: str
    organisation: str
    category: str = "observer"
    language: str = "rus"
    patronymic_latin: str = ""
    patronymic_cyrillic: str = ""
    birth_date: date | None = None
    document_kind: str = "passport"
    document_expires_on: date | None = None


def draft_accreditation_decree(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, election_id: str, subject: str
) -> str:
    """Open a draft of an accreditation decree (registrar) and return its id.

    Raises: NotFound, InvalidInput, CodedError `call_not_published` (2.2), Conflict `election_not_open`.
    """
    raise NotImplementedError


def add_annex_line(*, uow: UnitOfWork, clock: Clock, actor: Actor, decree_id: str, line: LineInput) -> str:
    """Add a person to a draft's annex (registrar) and return the line's id.

    Raises: InvalidInput (every field at once), CodedErrors of the law (`kyrgyz_citizen` 1.4 …),
        Conflict `decree_not_draft`, `already_in_annex`, `already_accredited`.
    """
    raise NotImplementedError


def edit_annex_line(*, uow: UnitOfWork, clock: Clock, actor: Actor, line_id: str, line: LineInput) -> str:
    """Replace what a draft's annex says about a person (registrar); return the line's id.

    Raises: as `add_annex_line`.
    """
    raise NotImplementedError


def remove_annex_line(*, uow: UnitOfWork, clock: Clock, actor: Actor, line_id: str) -> str:
    """Take a line out of a draft's annex (registrar); return the decree's id.

    Raises: NotFound, Conflict `decree_not_draft`.
    """
    raise NotImplementedError
