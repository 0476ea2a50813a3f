"""The list of those deprived of accreditation for gross violations: keyed hashes and the decree, no names (3.10(4)).

Only a signed revocation that calls the violation gross enters someone, or a registrar with the number and date of
an earlier decree; annulling the revocation takes the entry out, and both stay visible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from server.accreditation.calendar import day_of
from server.accreditation.decree import normalise_number
from server.accreditation.findings import Hit
from server.accreditation.likeness import document_text, name_texts
from server.accreditation.person import PersonName, clean_document, clean_name
from server.accreditation.script import Script
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Clock, Matching, UnitOfWork
from server.usecases.records import (
    Accreditation,
    Decree,
    DeprivedPerson,
    IdentityDocument,
    Person,
    Revocation,
)
from server.usecases.texts import Faults


@dataclass(frozen=True, slots=True)
class Likeness:
    """Keyed hashes of one person: of the document, and of each spelling of the name with the birth date."""

    document: bytes
    names: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class EarlierDecree:
    """Someone whom a decree from before this register deprived for gross violations, as typed."""

    surname_latin: str
    given_latin: str
    birth_date: date
    document_country: str
    document_number: str
    decree_number: str
    decree_date: date


def enter_earlier_decree(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, entry: EarlierDecree, matching: Matching
) -> str:
    """Enter someone by an earlier decree (registrar); return the entry's id. Name and document aren't kept.

    Raises: InvalidInput, Conflict `already_deprived`.
    """
    actor.must_be("registrar")
    now = clock.now()
    faults = Faults()
    stated = PersonName(entry.surname_latin, entry.given_latin)
    name = faults.take("surname_latin", lambda: clean_name(stated, script=Script.LATIN))
    document = faults.take("document_number", lambda: clean_document(entry.document_country, entry.document_number))
    number = faults.take("decree_number", lambda: normalise_number(entry.decree_number))
    if entry.decree_date > day_of(now):
        faults.add("decree_date", "decree_date_in_future", decree_date=entry.decree_date, today=day_of(now))
    if entry.birth_date >= day_of(now):
        faults.add("birth_date", "date_out_of_range", field="birth_date", value=entry.birth_date.isoformat())
    faults.raise_if_any()
    assert name is not None and document is not None and number is not None
    own = likeness(
        (document.country, document.number), f"{name.surname} {name.given}", birth_date=entry.birth_date,
        matching=matching,
    )  # fmt: skip
    held = uow.first(DeprivedPerson, document_key=own.document, decree_number=number, decree_date=entry.decree_date)
    if held is not None and held.removed_by is None:
        raise Conflict("already_deprived", "3.10(4)", number=number, date=entry.decree_date)
    kept = DeprivedPerson(uow.new_id(), None, own.document, own.names[0], number, entry.decree_date, now)
    uow.add(kept)
    uow.log("deprived_entered", actor=actor, at=now, subjects={"entry": kept.id},
            committed={"decree_number": number, "decree_date": entry.decree_date})  # fmt: skip
    return kept.id


def deprive(
    uow: UnitOfWork, revocation: Revocation, decree: Decree, *, now: datetime, actor: Actor, matching: Matching
) -> None:
    """Enter the person of a signed revocation that calls the violation gross; any other is left alone (IL-16)."""
    if not (revocation.kind.startswith("V") and revocation.gross):
        return
    accreditation = uow.get(Accreditation, revocation.accreditation_id)
    person = uow.get(Person, accreditation.person_id)
    document = uow.get(IdentityDocument, accreditation.document_id)
    assert decree.number is not None and decree.decree_date is not None
    own = likeness(
        (document.country, document.number),
        f"{person.surname_latin} {person.given_latin}",
        birth_date=person.birth_date,
        matching=matching,
    )
    # without a birth date only the document can be found again: the name's place holds what nobody's name makes
    name_key = own.names[0] if own.names else matching.hash(f"no name {revocation.id}")
    kept = DeprivedPerson(uow.new_id(), revocation.id, own.document, name_key, decree.number, decree.decree_date, now)
    uow.add(kept)
    uow.log("deprived_entered", actor=actor, at=now, election_id=decree.election_id,
            subjects={"entry": kept.id, "revocation": revocation.id, "decree": decree.id})  # fmt: skip


def restore(uow: UnitOfWork, revocation: Revocation, decree: Decree, *, now: datetime, actor: Actor) -> None:
    """Take out the entry of an annulled revocation, if it made one; the entry stays on record."""
    held = uow.first(DeprivedPerson, revocation_id=revocation.id, removed_by=None)
    if held is None:
        return
    uow.change(held, removed_by=decree.id)
    uow.log("deprived_removed", actor=actor, at=now, election_id=decree.election_id,
            subjects={"entry": held.id, "revocation": revocation.id, "decree": decree.id})  # fmt: skip


def likeness(document: tuple[str, str], *names: str, birth_date: date | None, matching: Matching) -> Likeness:
    """Return the keyed hashes under which a person is entered or looked for."""
    texts = name_texts(*names, birth_date=birth_date)
    return Likeness(matching.hash(document_text(*document)), tuple(matching.hash(text) for text in texts))


def hits(uow: UnitOfWork, wanted: Mapping[str, Likeness]) -> dict[str, tuple[Hit, ...]]:
    """Return entries that stand and may be one of these people, by their ids; two reads, however many people."""
    documents = {own.document for own in wanted.values()}
    names = {each for own in wanted.values() for each in own.names}
    entries = {
        each.id: each
        for found in (
            uow.find(DeprivedPerson, document_key=sorted(documents), removed_by=None) if documents else (),
            uow.find(DeprivedPerson, name_key=sorted(names), removed_by=None) if names else (),
        )
        for each in found
    }
    return {key: told for key, own in wanted.items() if (told := _hits_of(own, list(entries.values())))}


def _hits_of(own: Likeness, entries: Sequence[DeprivedPerson]) -> tuple[Hit, ...]:
    found = []
    for each in entries:
        ways = [way for way, same in (("document", each.document_key == own.document),
                                      ("name", each.name_key in own.names)) if same]  # fmt: skip
        if ways:
            found.append(Hit("both" if len(ways) == 2 else ways[0], each.decree_number, each.decree_date))
    return tuple(sorted(found, key=lambda hit: (hit.by != "both", hit.by != "document", hit.decree_date)))
