"""One person who came twice, e.g. through the Ministry and directly: a human keeps one, both histories stay."""

from __future__ import annotations

from server.accreditation.likeness import skeleton
from server.accreditation.machines import NominationState
from server.usecases.decided_drafts import must_not_be_in_draft
from server.usecases.errors import Conflict
from server.usecases.nomination_moves import move_nomination
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Nomination

MERGEABLE = (NominationState.AT_CEC, NominationState.CHECK, NominationState.RETURNED, NominationState.READY)


def merge_nominations(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, kept_id: str, other_id: str, sure: bool = False
) -> str:
    """Merge the other nomination into the kept one (registrar); return the kept one's id.

    Args:
        sure: the officer confirmed that two different documents, or names, are one person.

    Raises: Forbidden, NotFound, Conflict `merge_with_itself`, `merge_of_two_elections`, `merge_not_at_cec`,
        `merge_not_alike` unless sure, `in_draft_decree`.
    """
    actor.must_be("registrar")
    kept, other = uow.get(Nomination, kept_id), uow.get(Nomination, other_id)
    if kept.id == other.id:
        raise Conflict("merge_with_itself")
    if kept.election_id != other.election_id:
        raise Conflict("merge_of_two_elections")
    if kept.state not in MERGEABLE or other.state not in MERGEABLE:
        raise Conflict("merge_not_at_cec", "3.2")
    if not (sure or are_alike(kept, other)):
        raise Conflict("merge_not_alike")
    must_not_be_in_draft(uow, [kept, other])
    move_nomination(
        uow, other, NominationState.MERGED, actor=actor, now=clock.now(), subjects={"kept": kept.id},
        merged_into=kept.id,
    )  # fmt: skip
    return kept.id


def are_alike(one: Nomination, other: Nomination) -> bool:
    """Tell whether the document is the same, or name and birth date are."""
    if (one.document_country, one.document_number) == (other.document_country, other.document_number):
        return True
    names = [skeleton(f"{each.surname_latin} {each.given_latin}") for each in (one, other)]
    return one.birth_date is not None and one.birth_date == other.birth_date and names[0] == names[1]
