"""Telling organisations that the Commission decided about their people: once a decree and organisation."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Final

from server.usecases.notify import To, tell
from server.usecases.ports import UnitOfWork
from server.usecases.records import Accreditation, Decree, Nomination, Notice, Refusal, Revocation

_LETTERS: Final = {
    "accreditation": "accredited",
    "refusal": "refused",
    "revocation": "revoked",
    "annulment_of_revocation": "revocation_annulled",
}


def tell_decided(uow: UnitOfWork, decree: Decree, *, now: datetime) -> int:
    """Tell each organisation how many of its people a decree is about; return how many were told now.

    A decree of another kind is told to nobody.
    """
    letter = _LETTERS.get(decree.kind)
    if letter is None:
        return 0
    told = 0
    for organisation_id, people in sorted(_people(uow, decree).items()):
        told += tell(
            uow, letter, to=To(organisation_id=organisation_id),
            facts={"decree_number": decree.number, "people": people},
            dedupe_key=_key(decree, organisation_id), now=now, subject=("decree", decree.id),
        )  # fmt: skip
    return told


def not_yet_told(uow: UnitOfWork, decree: Decree) -> list[str]:
    """Return the organisations with people in a decree that weren't told of it."""
    keys = {_key(decree, organisation_id): organisation_id for organisation_id in _people(uow, decree)}
    told = {each.dedupe_key for each in uow.find(Notice, dedupe_key=sorted(keys))} if keys else set()
    return [organisation_id for key, organisation_id in keys.items() if key not in told]


def _key(decree: Decree, organisation_id: str) -> str:
    return f"decided {decree.id} {organisation_id}"


def _people(uow: UnitOfWork, decree: Decree) -> Counter[str]:
    if decree.kind == "refusal":
        ids = [each.nomination_id for each in uow.find(Refusal, decree_id=decree.id)]
        return Counter(each.organisation_id for each in uow.find(Nomination, id=ids)) if ids else Counter()
    if decree.kind == "accreditation":
        return Counter(each.organisation_id for each in uow.find(Accreditation, decree_id=decree.id))
    by = {"decree_id": decree.id} if decree.kind == "revocation" else {"annulled_by": decree.id}
    ids = [each.accreditation_id for each in uow.find(Revocation, **by)]
    return Counter(each.organisation_id for each in uow.find(Accreditation, id=ids)) if ids else Counter()
