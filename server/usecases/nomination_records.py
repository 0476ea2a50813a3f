"""Nominations as they are kept: made from a clean line, changed, forgotten while they are drafts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from server.accreditation.machines import NominationState
from server.accreditation.person import PersonName
from server.usecases.documents import forget_copies
from server.usecases.persons import CleanLine
from server.usecases.ports import UnitOfWork
from server.usecases.records import Application, Nomination, NominationWord, Record
from server.usecases.search_words import MAX_WORDS, search_words

_WORD_LIMIT = 64


def nomination_of(
    application: Application, line: CleanLine, *, id: str, n: int, position: int, now: datetime
) -> list[Record]:
    """Return the draft nomination of a clean line, and its words, in the order they are added."""
    nomination = Nomination(
        id=id,
        n=n,
        application_id=application.id,
        election_id=application.election_id,
        organisation_id=application.organisation_id,
        position=position,
        **data_of(line),
        state=NominationState.DRAFT.value,
        state_from=now,
        created_at=now,
    )
    return [nomination, *_words(nomination)]


def data_of(line: CleanLine) -> dict[str, Any]:
    """Return the columns of a nomination that a line states."""
    latin, cyrillic = line.nominee.latin, line.nominee.cyrillic or PersonName("")
    return {
        "surname_latin": latin.surname,
        "given_latin": latin.given,
        "patronymic_latin": latin.patronymic,
        "surname_cyrillic": cyrillic.surname,
        "given_cyrillic": cyrillic.given,
        "patronymic_cyrillic": cyrillic.patronymic,
        "cyrillic_language": line.nominee.cyrillic_language,
        "birth_date": line.birth_date,
        "citizenships": ",".join(line.nominee.citizenships),
        "document_country": line.document.country,
        "document_number": line.document.number,
        "document_kind": line.document_kind,
        "document_expires_on": line.document_expires_on,
        "category": line.category,
        "fingerprint": line.fingerprint,
        "search_key": " ".join(search_words(latin.full, cyrillic.full, line.document.number)),
    }


def restate(uow: UnitOfWork, nomination: Nomination, data: Mapping[str, Any]) -> Nomination:
    """Write other data into a nomination, and the words it is found by."""
    changed = uow.change(nomination, **data)
    for word in uow.find(NominationWord, n=nomination.n):
        uow.remove(word)
    uow.add(*_words(changed))
    return changed


def forget_nomination(uow: UnitOfWork, nomination: Nomination, *, now: datetime) -> None:
    """Delete a draft with its copies, as if it had never been typed."""
    forget_copies(uow, nomination, now=now)
    for word in uow.find(NominationWord, n=nomination.n):
        uow.remove(word)
    uow.remove(nomination)


def _words(nomination: Nomination) -> list[NominationWord]:
    words = nomination.search_key.split()[:MAX_WORDS]
    return [NominationWord(word[:_WORD_LIMIT], nomination.n) for word in dict.fromkeys(words)]
