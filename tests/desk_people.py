"""Applicants for tests of the deciding desk, brought to the CEC by the shortest lawful way."""

from __future__ import annotations

from datetime import date
from typing import Any

from server.accreditation.calendar import day_of
from server.accreditation.grounds import Check
from server.usecases.check_sheet import make_ready, record_check
from server.usecases.ports import Ports
from server.usecases.records import Application, DocumentCopy, MfaReview, Nomination
from tests.office import LAWYER, Office

CHECKS = tuple(check.value for check in Check)


def at_check(
    office: Office, people: int = 1, *, organisation: str | None = None, channel: str = "cec", start: int = 1,
    **changes: Any,
) -> list[str]:  # fmt: skip
    """Return nominations of one filed application, all being checked; `changes` are fields of each person."""
    election = office.known_election()
    organisation = organisation or office.known_organisation()
    invitation = office.invited(organisation=organisation)
    return file_people(
        office.ports, people, election=election, organisation=organisation, invitation=invitation, by=LAWYER.user_id,
        channel=channel, start=start, **changes,
    )  # fmt: skip


def file_people(
    ports: Ports, people: int, *, election: str, organisation: str, invitation: str, by: str, channel: str = "cec",
    start: int = 1, **changes: Any,
) -> list[str]:  # fmt: skip
    """Write an application with so many people and walk each to the check."""
    now, ids = ports.clock.now(), []
    with ports.unit_of_work() as uow:
        application = Application(
            uow.new_id(), election, organisation, invitation, channel, "draft", "2021-1", "Ada Example",
            "ada@example.org", "", by, now,
        )  # fmt: skip
        uow.add(application)
        first = uow.count(Nomination)
        for place in range(people):
            nomination = nominated(uow.new_id(), application, number=start + place, n=first + place + 1, **changes)
            copy = DocumentCopy(uow.new_id(), application.id, nomination.id, "identity_document", "image/jpeg", 1, 3,
                                b"abc", by, now)  # fmt: skip
            uow.add(nomination, copy)
            ids.append(nomination.id)
        uow.change(application, state="filed", number=f"A-{first + 1:04}", filed_at=now)
        ways = {"cec": ("filed_cec", "at_cec", "check"), "mfa": ("filed_mfa", "mfa_review", "at_cec", "check")}
        for key in ids:
            if channel == "mfa":
                review = (uow.new_id(), key, "cleared", "", by, now, "07-1", day_of(now), by, now)
                uow.add(MfaReview(*review))
            for state in ways[channel]:
                uow.change(uow.get(Nomination, key), state=state, state_from=now)
        uow.commit()
    return ids


def nominated(key: str, application: Application, *, number: int, n: int, **changes: Any) -> Nomination:
    """Return a draft of a different person for each number."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    fields: dict[str, Any] = {
        "surname_latin": f"Nordgaard{letters}", "given_latin": "Astrid", "patronymic_latin": "",
        "surname_cyrillic": "", "given_cyrillic": "", "patronymic_cyrillic": "", "cyrillic_language": None,
        "birth_date": date(1975, 3, 1 + number % 28), "citizenships": "NOR", "document_country": "NOR",
        "document_number": f"P{number:07}", "document_kind": "passport", "document_expires_on": date(2031, 1, 1),
        "category": "observer",
    }  # fmt: skip
    return Nomination(
        id=key, n=n, application_id=application.id, election_id=application.election_id,
        organisation_id=application.organisation_id, position=number, fingerprint=f"{n:064}", search_key="",
        state="draft", state_from=application.created_at, created_at=application.created_at, **{**fields, **changes},
    )  # fmt: skip


def answer(office: Office, nomination: str, **findings: tuple[str, str]) -> None:
    """Record all nine checks of one person: "ok", or by code what a check found and its evidence."""
    for check in CHECKS:
        outcome, evidence = findings.get(check, ("ok", ""))
        office.do(record_check, by=LAWYER, nomination_id=nomination, check=check, outcome=outcome, evidence=evidence)


def ready(office: Office, people: int = 1, **changes: Any) -> list[str]:
    """Return people whose sheets are closed, every check "ok"."""
    found = at_check(office, people, **changes)
    for each in found:
        answer(office, each)
    office.do(make_ready, by=LAWYER, nomination_ids=found)
    return found


def found(office: Office, **findings: tuple[str, str]) -> str:
    """Return one ready person of whom the checks found this."""
    person = at_check(office)[0]
    answer(office, person, **findings)
    office.do(make_ready, by=LAWYER, nomination_ids=[person])
    return person


def state_of(office: Office, nomination: str) -> str:
    """Return where a nomination stands."""
    return office.ports.queries.nomination(nomination).row.state
