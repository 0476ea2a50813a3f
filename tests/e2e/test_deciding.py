"""Deciding in a real browser, in Kyrgyz and English: from the sheets to certificates, races, and the close."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from server.usecases.records import Election, ElectionPoll
from tests.e2e.desk_officers import Approver, Lawyer, LiveDesk, Records, Registrar, live_desk
from tests.web.console.test_desk_pages import at_check
from tests.web.console.test_intake_pages import invited


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LiveDesk]:
    """Return a console of its own for each story."""
    with live_desk(tmp_path) as found:
        yield found


def state_of(desk: LiveDesk, person: str) -> str:
    return desk.world.ports.queries.nomination(person).row.state


WORDS = {
    "ky": {"issued": "Берилген күбөлүктөр: 3", "refused": "Баш тартылган", "closed": "3.7"},
    "en": {"issued": "Certificates issued: 3", "refused": "Refus", "closed": "3.7"},
}


@pytest.mark.parametrize("language", ["ky", "en"])
def test_from_sheets_to_certificates_with_one_refusal(desk: LiveDesk, browser: Browser, language: str) -> None:
    began = time.monotonic()
    invitation = invited(desk.journey)
    people = at_check(desk.journey, 4, invitation=invitation)
    twin = at_check(desk.journey, 1, invitation=invitation, channel="mfa")[0]
    lawyer = Lawyer(browser, desk, language=language)
    registrar = Registrar(browser, desk, language=language)
    registrar.merge(people[0], twin)
    assert state_of(desk, twin) == "merged"
    lawyer.answer_sheet(people[3], C5=("D2a", "Паспорттун көчүрмөсү келген жок."))
    lawyer.close_sheet(people[3])
    lawyer.answer_pile()
    lawyer.close_pile()
    assert [state_of(desk, each) for each in people] == ["ready"] * 4
    decree = registrar.draft_accreditation(subject="Байкоочулар")
    refusal = lawyer.draft_refusal(people[3], subject="Баш тартуу")
    approver, records = Approver(browser, desk, language=language), Records(browser, desk, language=language)
    for number, path in (("139", decree), ("140", refusal)):
        approver.open_signing(path, number)
        approver.sign()
        records.publish(path)
        records.carry_out(path)
        if path == decree:
            assert WORDS[language]["issued"] in records.words(), records.words()
    assert [state_of(desk, each) for each in people] == ["accredited"] * 3 + ["refused"]
    assert len(desk.journey.numbers("valid")) == 3
    print(f"sheets to certificates in {language}: {time.monotonic() - began:.1f} s")


def test_two_approvers_race_and_one_decree_is_signed_once(desk: LiveDesk, browser: Browser) -> None:
    people = at_check(desk.journey, 1)
    lawyer = Lawyer(browser, desk, language="en")
    lawyer.answer_pile()
    lawyer.close_pile()
    decree = Registrar(browser, desk, language="en").draft_accreditation(subject="List")
    one = Approver(browser, desk, language="en")
    two = Approver(browser, desk, language="ky", role=desk.second_approver())
    one.open_signing(decree, "139")
    two.open_signing(decree, "140")
    one.sign()
    two.sign()
    assert one.path == decree
    assert two.path == f"{decree}/sign" and "139" in two.words()
    page = desk.world.ports.queries.decree(decree.rsplit("/", 1)[-1]).decree
    assert (page.number, page.state) == ("139", "signed")
    assert state_of(desk, people[0]) == "accredited"


@pytest.mark.parametrize("language", ["ky", "en"])
def test_the_window_closes_while_a_form_is_open(desk: LiveDesk, browser: Browser, language: str) -> None:
    person = at_check(desk.journey, 1)[0]
    registrar = Registrar(browser, desk, language=language)
    registrar.open(f"/people/{person}/return")
    registrar.page.check("[name='missing'][value='photo']")
    registrar.page.fill("[name='note']", "typed before the close")
    election = desk.world.ports.queries.nomination(person).row.election_id
    with desk.world.ports.unit_of_work() as uow:  # the window ends now, the session does not
        poll = uow.find(ElectionPoll, election_id=election)[0]
        now = desk.world.clock.now()
        uow.change(poll, day=(now + timedelta(days=2)).date())
        uow.change(uow.get(Election, election), window_closes_at=now - timedelta(hours=1))
        uow.commit()
    registrar.press(".sticky-actions button")
    assert WORDS[language]["closed"] in registrar.words()
    assert registrar.page.input_value("[name='note']") == "typed before the close"
    assert state_of(desk, person) == "check"
