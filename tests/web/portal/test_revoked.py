"""A revoked observer looks revoked to the organisation, on every page and in JSON; an annulment brings green back."""

from __future__ import annotations

from typing import Any

import pytest

from server.accreditation.calendar import day_of
from server.usecases.check_sheet import make_ready, record_sheet
from server.usecases.decide import draft_accreditation_of
from server.usecases.records import Revocation
from server.usecases.revoke import draft_annulment_of_revocation, draft_revocation
from server.usecases.sign_decree import sign_decree
from tests.desk_people import CHECKS, file_people
from tests.web.portal.world import ELECTION, PortalWorld

GREEN = '<span class="badge badge--green">'


def sign(world: PortalWorld, decree: str, number: str) -> None:
    today = day_of(world.console.clock.now())
    signing: dict[str, Any] = {"number": number, "decree_date": today, "sealing": world.ports.sealing}
    world.do(sign_decree, by="approver", decree_id=decree, **signing)


@pytest.fixture
def person(world: PortalWorld) -> str:
    """Return a nomination of organisation "a" accredited by decree 7 and revoked by decree 8."""
    filed = file_people(world.ports, 1, election=ELECTION, organisation=world.organisations["a"],
                        invitation=world.invitations["a"], by=world.console.users["lawyer"])[0]  # fmt: skip
    world.do(record_sheet, by="lawyer", nomination_id=filed, answers=dict.fromkeys(CHECKS, ("ok", "")), shown="")
    world.do(make_ready, by="lawyer", nomination_ids=[filed])
    made = world.do(draft_accreditation_of, election_id=ELECTION, subject="x", nomination_ids=[filed])
    sign(world, made["decree_id"], "7")
    grant = world.ports.queries.nomination(filed).grant
    assert grant is not None
    revocation = world.do(
        draft_revocation, accreditation_ids=[grant.accreditation_id], kind="V1", facts="Seen.", gross=False
    )
    sign(world, revocation, "8")
    return filed


def pages(world: PortalWorld, person: str) -> tuple[str, str, str]:
    application = world.ports.queries.nomination(person).application.id
    browser = world.browser()
    paths = (f"/nominations/{person}", f"/applications/{application}", "/people?state=revoked")
    return tuple(browser.get(path) for path in paths)  # type: ignore[return-value]


def test_a_revoked_person_is_red_everywhere(world: PortalWorld, person: str) -> None:
    shown, application, people = pages(world, person)
    for text in (shown, application, people):
        assert "Accreditation revoked" in text
        assert GREEN not in text
    assert "Revoked by decree No 8" in shown
    assert "Violation of the Regulation" in shown
    assert "Download and print" not in shown + people
    assert "Accreditation revoked by decree" in shown
    assert "Nordgaard" in people
    assert "Nordgaard" not in world.browser().get("/people?state=accredited")


def test_json_says_so_too(world: PortalWorld, person: str) -> None:
    told = world.browser().client.get(f"/api/v1/nominations/{person}", base_url="https://localhost").get_json()
    assert told["nomination"]["standing"] == "revoked"
    assert [each["decree_number"] for each in told["grant"]["revocations"]] == ["8"]


def test_an_annulment_brings_green_back_and_keeps_both(world: PortalWorld, person: str) -> None:
    decree = next(row.id for row in world.ports.queries.decrees(kind="revocation").rows)
    with world.ports.unit_of_work() as uow:
        revocation = uow.find(Revocation, decree_id=decree)[0].id
    annulment = world.do(draft_annulment_of_revocation, revocation_ids=[revocation], facts="A mistake.")
    sign(world, annulment, "9")
    shown, application, _ = pages(world, person)
    assert GREEN in shown
    assert GREEN in application
    assert "Revoked by decree No 8" in shown
    assert "annulled by decree No 9" in shown
    assert "Revocation annulled by decree" in shown


def test_the_check_page_of_a_filed_application_leads_to_its_receipt(world: PortalWorld, person: str) -> None:
    application = world.ports.queries.nomination(person).application.id
    answer = world.browser().client.get(f"/applications/{application}/check", base_url="https://localhost")
    assert answer.status_code in (302, 303)
    assert answer.location.endswith(f"/applications/{application}/receipt")
