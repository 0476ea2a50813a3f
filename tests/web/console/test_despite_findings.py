"""Accrediting in spite of a finding, by the forms: named, reasoned, shown to whoever signs; refusing by POST."""

from __future__ import annotations

from tests.desk_people import CHECKS
from tests.web.console.journeys import Journey
from tests.web.console.test_desk_pages import at_check, decree_of, found, pile, ready, sheet_answers, state_of
from tests.web.console.world import Browser

PILE = {"subject": "First list", "election_id": "president-2027"}


def test_a_standing_finding_is_named_and_needs_a_reason_which_the_approver_reads(journey: Journey) -> None:
    person, clear = at_check(journey, 2)
    lawyer = journey.officer("lawyer")
    lawyer.send(f"/people/{person}/checks", **sheet_answers(C5=("D2b", "no phone number")))
    pile(lawyer, "/checks/record", [clear], checks=list(CHECKS), evidence="seen")
    pile(lawyer, "/checks/ready", [person, clear])
    registrar = journey.officer("registrar")
    registrar.get("/decisions")
    assert f'value="{clear}" checked' in registrar.page and f'value="{person}" checked' not in registrar.page
    registrar.send("/decisions", nomination_ids=[person, clear], **PILE)
    reason = f'name="despite_findings.{person}"'
    assert registrar.status == 422 and reason in registrar.page and 'value="First list"' in registrar.page
    words = registrar.text()
    assert "D2b (3.10(2))" in words and "no phone number" in words and "Nordgaardb" in words
    assert f'value="{person}" checked' in registrar.page and f"despite_findings.{clear}" not in registrar.page
    told = {f"despite_findings.{person}": "The number came by letter."}
    registrar.post("/decisions", {**registrar.hidden(), "nomination_ids": [person, clear], **PILE, **told})
    decree = decree_of(registrar)
    approver = journey.officer("approver")
    for path in (f"/decrees/{decree}", f"/decrees/{decree}/sign"):
        approver.get(path)
        shown = approver.page.split('id="standing"')[1].split("</section>")[0]
        assert "Nordgaardb" in shown and "The number came by letter." in shown and "no phone number" in shown
        assert "3.10" in shown and "Nordgaardc" not in shown


def test_the_lawyers_opinion_is_named_too(journey: Journey) -> None:
    person = found(journey, C8=("D3b", "The letter of the mission."))
    journey.officer("lawyer").send(f"/people/{person}/opinion", ground="D3b", opinion="The purposes contradict.")
    registrar = journey.officer("registrar")
    registrar.send("/decisions", nomination_ids=[person], **PILE)
    assert registrar.status == 422 and "The purposes contradict." in registrar.text()


def test_a_line_of_an_application_has_no_link_to_a_form_that_would_refuse(journey: Journey) -> None:
    registrar = journey.officer("registrar")
    registrar.send("/decisions", nomination_ids=ready(journey), **PILE)
    decree = decree_of(registrar)
    line = journey.world.ports.queries.annex(decree).rows[0].id
    assert f"/lines/{line}/remove" in registrar.page and f'/decrees/{decree}/lines/{line}"' not in registrar.page


def begin_refusing(browser: Browser, people: list[str]) -> None:
    """Press the list's button for people marked."""
    browser.get("/decisions")
    browser.post("/decisions/refuse", {**browser.hidden(), **PILE, "nomination_ids": people, "begin": "1"})


def test_refusing_the_marked_puts_nothing_into_an_address(journey: Journey) -> None:
    person = found(journey, C5=("D2a", "No copy came."))
    lawyer = journey.officer("lawyer")
    lawyer.get("/decisions")
    assert " checked" not in lawyer.page  # the lawyer's only button here refuses: nobody is marked for it
    assert 'formmethod="get"' not in lawyer.page
    begin_refusing(lawyer, [person])
    assert lawyer.status == 200 and "No copy came." in lawyer.page and not lawyer.headers.get("Location")
    assert 'id="problems"' not in lawyer.page
    fields = {f"grounds.{person}": ["D2a"], f"facts.{person}": "No copy.", "nomination_ids": [person]}
    lawyer.post("/decisions/refuse", {**lawyer.hidden(), "subject": "Refusals", **fields})
    journey.sign(decree_of(lawyer))
    assert state_of(journey, person) == "refused"
    lawyer.get(f"/decisions/refuse?nomination_ids={person}")
    assert lawyer.status == 409  # an address chooses nobody


def test_nobody_is_asked_why_to_accredit_whom_the_law_forbids(journey: Journey) -> None:
    person = found(journey, C4=("N1", "a second passport"))
    number = journey.world.ports.queries.nomination(person).row.number
    registrar = journey.officer("registrar")
    registrar.send("/decisions", nomination_ids=[person], **PILE)
    assert registrar.status == 409 and f"despite_findings.{person}" not in registrar.page
    said = registrar.page.split('id="problems"')[1].split("</ul>")[0]
    assert f'href="/people/{person}/checks"' in said and "Nordgaardb" in said and f"{number}, 1</a>" in said


def test_a_signed_decree_asks_nobody_to_read_before_signing(journey: Journey) -> None:
    person = found(journey, C5=("D2b", "no phone number"))
    registrar = journey.officer("registrar")
    registrar.send("/decisions", nomination_ids=[person], **PILE)
    told = {f"despite_findings.{person}": "It came by letter."}
    registrar.post("/decisions", {**registrar.hidden(), "nomination_ids": [person], **PILE, **told})
    decree = decree_of(registrar)
    assert "Read this before signing." in registrar.text()
    journey.sign(decree)
    registrar.get(f"/decrees/{decree}")
    assert "It came by letter." in registrar.text() and "Read this before signing." not in registrar.text()
