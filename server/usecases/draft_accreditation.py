"""Draft an accreditation decree and the lines of its annex."""

from __future__ import annotations

from server.usecases.line_input import LineInput as LineInput
from server.usecases.ports import Actor, Clock, UnitOfWork


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
