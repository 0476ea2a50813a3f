"""Short ways to people who applied: records written in the order the database's guards ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from server.usecases.records import Application, Invitation, Nomination, NominationWord
from server.usecases.search_words import search_words
from tests.office import REGISTRAR


def a_nomination(number: int, application: Application, *, n: int, now: Any, **changes: Any) -> Nomination:
    """Return a draft nomination of a different person for each number."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    cyrillic = "".join("абвгдежзик"[int(digit)] for digit in str(number))
    nomination = Nomination(
        id=f"nomination-{n}", n=n, application_id=application.id, election_id=application.election_id,
        organisation_id=application.organisation_id, position=number, surname_latin=f"Vandermeer{letters}",
        given_latin="Hanneke", patronymic_latin="", surname_cyrillic=f"Вандермеер{cyrillic}",
        given_cyrillic="Ханнеке", patronymic_cyrillic="", cyrillic_language="rus",
        birth_date=date(1980, 1 + number % 12, 1 + number % 28), citizenships="NLD", document_country="NLD",
        document_number=f"X{number:07d}", document_kind="passport", document_expires_on=date(2033, 1, 1),
        category="observer", fingerprint=f"{n:064x}", search_key="", state="draft", state_from=now, created_at=now,
    )  # fmt: skip
    return replace(nomination, **changes)


def filed(
    office: Any,
    people: int = 1,
    *,
    channel: str = "cec",
    organisation: str | None = None,
    invitation: str | None = None,
    start: int = 1,
    created_by: str = REGISTRAR.user_id,
    **changes: Any,
) -> list[str]:
    """File an application for so many people; return the nominations' ids.

    Args:
        office: an Office, or anything with `ports` and `clock` where the invitation is given.
        created_by: an account.
        changes: fields of every nomination that differ from `a_nomination`.
    """
    invitation = invitation or office.invited(organisation=organisation)
    now = office.clock.now()
    with office.ports.unit_of_work() as uow:
        under = uow.get(Invitation, invitation)
        number = uow.count(Application) + 1
        application = Application(
            uow.new_id(), under.election_id, under.organisation_id, under.id, channel, "draft", "1", "A. Contact",
            "contact@example.org", "+31 20 0000000", created_by, now,
        )  # fmt: skip
        uow.add(application)
        first = max((each.n for each in uow.find(Nomination)), default=0) + 1
        drafts = [a_nomination(start + i, application, n=first + i, now=now, **changes) for i in range(people)]
        uow.add(*drafts)
        for draft in drafts:
            names = (draft.surname_latin, draft.given_latin, draft.surname_cyrillic, draft.given_cyrillic)
            uow.add(*(NominationWord(word, draft.n) for word in search_words(*names, draft.document_number)))
        uow.change(application, state="filed", number=f"PR-{number:05d}", filed_at=now)
        for draft in drafts:
            uow.change(draft, state=f"filed_{channel}", state_from=now)
        uow.commit()
    return [draft.id for draft in drafts]
