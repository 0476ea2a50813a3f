"""An organisation gets the refusal letters of its own people, once the decree is published and not before."""

from __future__ import annotations

from typing import Any

from server.accreditation.calendar import day_of
from server.usecases.check_sheet import make_ready, record_sheet
from server.usecases.decide import RefusalInput, draft_refusals
from server.usecases.publish_decree import publish_decree
from server.usecases.sign_decree import sign_decree
from tests.desk_people import CHECKS, file_people
from tests.web.portal.world import ELECTION, PortalWorld


def refused(world: PortalWorld, *, published: bool) -> str:
    """Refuse one person of organisation "a"; return the refusal."""
    person = file_people(world.ports, 1, election=ELECTION, organisation=world.organisations["a"],
                         invitation=world.invitations["a"], by=world.console.users["lawyer"])[0]  # fmt: skip
    answers = dict.fromkeys(CHECKS, ("ok", "")) | {"C5": ("D2a", "No copy of the passport came.")}
    world.do(record_sheet, by="lawyer", nomination_id=person, answers=answers, shown="")
    world.do(make_ready, by="lawyer", nomination_ids=[person])
    told = RefusalInput(person, ("D2a",), "No copy of the passport came.")
    decree = world.do(draft_refusals, by="lawyer", election_id=ELECTION, subject="x", refusals=[told])["decree_id"]
    signing: dict[str, Any] = {"number": "7", "decree_date": day_of(world.console.clock.now())}
    world.do(sign_decree, by="approver", decree_id=decree, sealing=world.ports.sealing, **signing)
    if published:
        world.do(publish_decree, by="records", decree_id=decree)
    return world.ports.queries.refusals(decree)[0].id


def letter(world: PortalWorld, organisation: str | None, refusal: str) -> Any:
    browser = world.browser(organisation)
    return browser.client.get(f"/refusals/{refusal}/letter.pdf", base_url="https://localhost")


def test_the_own_letter_after_publication(world: PortalWorld) -> None:
    answer = letter(world, "a", refused(world, published=True))
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    assert "no-store" in answer.headers["Cache-Control"]


def test_nothing_before_publication(world: PortalWorld) -> None:
    assert letter(world, "a", refused(world, published=False)).status_code == 404


def test_another_organisation_learns_nothing(world: PortalWorld) -> None:
    refusal = refused(world, published=True)
    assert letter(world, "b", refusal).status_code == 404
    assert letter(world, None, refusal).status_code in (302, 303, 401)
