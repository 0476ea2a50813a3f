"""Whether a draft decree already names a nominated person; while it does, nothing about the person may move."""

from __future__ import annotations

from collections.abc import Sequence

from server.usecases.errors import Conflict
from server.usecases.ports import UnitOfWork
from server.usecases.records import AnnexLine, Decree, Nomination, Refusal


def drafts_naming(uow: UnitOfWork, nominations: Sequence[Nomination]) -> dict[str, Decree]:
    """Return the draft that names each of these people, by nomination."""
    ids = [each.id for each in nominations]
    if not ids:
        return {}
    named = [
        *((line.nomination_id or "", line.decree_id) for line in uow.find(AnnexLine, nomination_id=ids)),
        *((each.nomination_id, each.decree_id) for each in uow.find(Refusal, nomination_id=ids)),
    ]
    decrees = {each.id: each for each in uow.find(Decree, id=sorted({key for _, key in named}))} if named else {}
    return {nomination: decrees[key] for nomination, key in named if decrees[key].state == "draft"}


def must_not_be_in_draft(uow: UnitOfWork, nominations: Sequence[Nomination]) -> None:
    """Refuse when a draft decree names one of them.

    Raises: Conflict `in_draft_decree` with the decree and the person's place in the application.
    """
    for nomination_id, decree in drafts_naming(uow, nominations).items():
        position = next(each.position for each in nominations if each.id == nomination_id)
        raise Conflict("in_draft_decree", "3.4", decree=decree.id, kind=decree.kind, position=position)
