"""The deciding desk's pages: from the sheets to certificates, letters and the docket, by their forms."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from server.accreditation.calendar import day_of
from server.accreditation.machines import NominationState
from server.usecases.nomination_moves import move_nomination
from server.usecases.ports import Actor
from server.usecases.records import Nomination
from tests.desk_people import CHECKS, file_people
from tests.web.console.journeys import Journey
from tests.web.console.test_intake_pages import invited
from tests.web.console.world import Browser


def at_check(journey: Journey, people: int = 1, **changes: Any) -> list[str]:
    """Return people being checked, filed under an invitation made by the forms."""
    invitation = changes.pop("invitation", None) or invited(journey)
    row = journey.world.ports.queries.invitation(invitation)
    return file_people(
        journey.world.ports, people, election=row.election_id, organisation=row.organisation_id, invitation=row.id,
        by=journey.world.users["lawyer"], **changes,
    )  # fmt: skip


def pile(browser: Browser, path: str, people: list[str], **fields: Any) -> str:
    """Send a list's form for people marked."""
    browser.get("/checks")
    return browser.post(path, {**browser.hidden(), "nomination_ids": people, **fields})


def ready(journey: Journey, people: int = 1, **changes: Any) -> list[str]:
    """Return people whose sheets the lawyer closed through the pages."""
    found = at_check(journey, people, **changes)
    lawyer = journey.officer("lawyer")
    pile(lawyer, "/checks/record", found, checks=list(CHECKS), evidence="seen")
    pile(lawyer, "/checks/ready", found)
    assert "Ready for a decision" in lawyer.text(), lawyer.text()
    return found


def sheet_answers(**findings: tuple[str, str]) -> dict[str, str]:
    """Return the fields of a whole sheet: "ok", or by check what was found."""
    fields = {}
    for check in CHECKS:
        fields[f"outcome_{check}"], fields[f"evidence_{check}"] = findings.get(check, ("ok", ""))
    return fields


def found(journey: Journey, **findings: tuple[str, str]) -> str:
    """Return one ready person of whom the sheet says this."""
    person = at_check(journey)[0]
    lawyer = journey.officer("lawyer")
    lawyer.send(f"/people/{person}/checks", **sheet_answers(**findings))
    lawyer.post(f"/people/{person}/ready", lawyer.hidden())
    assert lawyer.path.endswith("/checks") and "Ready" in lawyer.text(), lawyer.text()
    return person


def state_of(journey: Journey, person: str) -> str:
    return journey.world.ports.queries.nomination(person).row.state


def close(journey: Journey, people: list[str]) -> None:
    """Let the window close as the publisher's timer does."""
    world = journey.world
    world.clock.shift += timedelta(days=18)
    journey.forget_officers()
    with world.ports.unit_of_work() as uow:
        for each in people:
            move_nomination(
                uow, uow.get(Nomination, each), NominationState.UNDECIDED_AT_CLOSE,
                actor=Actor(world.users["lawyer"], "system"), now=world.clock.now(),
            )  # fmt: skip
        uow.commit()


def decree_of(browser: Browser) -> str:
    match = re.fullmatch(r"/decrees/([0-9a-f-]{36})", browser.path)
    assert match, (browser.path, browser.text())
    return match[1]


def publish(journey: Journey, decree: str) -> None:
    journey.sign(decree)
    records = journey.officer("records")
    records.get(f"/decrees/{decree}")
    records.post(f"/decrees/{decree}/publish", records.hidden())


def test_from_a_pile_of_sheets_to_certificates_and_notices(journey: Journey) -> None:
    people = ready(journey, 3)
    registrar = journey.officer("registrar")
    registrar.get("/decisions")
    assert registrar.page.count(" checked") == 3
    registrar.send("/decisions", nomination_ids=people, subject="First list", election_id="president-2027")
    decree = decree_of(registrar)
    assert "People in the annex: 3" in registrar.text()
    assert registrar.client.get(f"/decrees/{decree}/decree.pdf", base_url="https://localhost").data[:5] == b"%PDF-"
    publish(journey, decree)
    records = journey.officer("records")
    records.get(f"/decrees/{decree}")
    records.post(f"/decrees/{decree}/carry-out", records.hidden())
    assert "Certificates issued: 3. Organisations told: 1." in records.text()
    assert "Carried out" in records.text() and "/carry-out" not in records.page and "/issue" not in records.page
    published = len(journey.world.publisher.published)
    records.post(f"/decrees/{decree}/carry-out", records.hidden())
    assert "nothing more was done" in records.text() and len(journey.world.publisher.published) == published
    assert len(journey.numbers()) == 3
    records.get(f"/decrees/{decree}/handover")
    number = journey.numbers()[0]
    records.post(f"/decrees/{decree}/hand-over", {**records.hidden(), "numbers": [number]})
    assert "Handed over: 1." in records.text() and "Signature" in records.text()


def test_a_sheet_shows_what_is_proposed_and_keeps_what_was_typed(journey: Journey) -> None:
    person = at_check(journey, document_expires_on=day_of(journey.world.clock.now()) + timedelta(days=30))[0]
    lawyer = journey.officer("lawyer")
    lawyer.get(f"/people/{person}/checks")
    assert "a warning, no ground" in lawyer.text() and "selected" not in lawyer.page.split("<main")[1]
    lawyer.send(f"/people/{person}/checks", **sheet_answers(C5=("D2a", ""), C8=("ok", "the statute was read")))
    assert lawyer.status == 422 and "the statute was read" in lawyer.page
    assert 'aria-describedby="e-evidence_C5"' in lawyer.page
    lawyer.send(f"/people/{person}/checks", **sheet_answers(C5=("D2a", "no legible copy")))
    assert "Recorded: 9." in lawyer.text() and "D2a" in lawyer.text()


def test_heavy_findings_are_refused_to_the_registrar_beside_their_field(journey: Journey) -> None:
    person = at_check(journey)[0]
    registrar = journey.officer("registrar")
    registrar.send(f"/people/{person}/checks", outcome_C9="D4", evidence_C9="seen")
    assert registrar.status == 422 and "Only the lawyer records this finding" in registrar.text()
    assert not journey.world.ports.queries.nomination(person).checks


def test_papers_go_back_and_the_close_is_said_with_its_hour(journey: Journey) -> None:
    person = at_check(journey)[0]
    registrar = journey.officer("registrar")
    registrar.send(f"/people/{person}/return", missing=[], note="")
    assert registrar.status == 422 and "Choose what is missing" in registrar.text()
    registrar.send(f"/people/{person}/return", missing=["photo", "other"], note="the second page")
    assert state_of(journey, person) == "returned" and "Photograph" in registrar.text()
    registrar.get("/checks?state=returned")
    assert "24:00" in registrar.text() or "00:00" in registrar.text()


def test_two_records_are_put_side_by_side_and_merged(journey: Journey) -> None:
    invitation = invited(journey)
    one, twin = (
        at_check(journey, invitation=invitation)[0],
        at_check(journey, invitation=invitation, channel="mfa")[0],
    )
    registrar = journey.officer("registrar")
    registrar.get(f"/people/{one}/checks")
    assert f"/people/{one}/merge?into={twin}" in registrar.page
    registrar.send(f"/people/{one}/merge?into={twin}", kept_id=one)
    assert (state_of(journey, one), state_of(journey, twin)) == ("check", "merged")
    assert "Merged into this one" in registrar.text()


def test_a_zone_is_read_and_never_kept(journey: Journey) -> None:
    person = at_check(journey, document_number="L898902C3", surname_latin="Eriksson")[0]
    lawyer = journey.officer("lawyer")
    zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
    lawyer.send(f"/people/{person}/zone", zone=zone)
    assert "All check digits are right" in lawyer.text() and "issuing state" in lawyer.text()
    lawyer.send(f"/people/{person}/zone", zone="nonsense")
    assert lawyer.status == 422 and "nonsense" in lawyer.page


def test_refusals_person_by_person_with_a_letter_each(journey: Journey) -> None:
    person = found(journey, C5=("D2a", "No copy of the passport came."))
    lawyer = journey.officer("lawyer")
    lawyer.get("/decisions")
    lawyer.post("/decisions/refuse", {**lawyer.hidden(), "nomination_ids": [person], "begin": "1"})
    assert "No copy of the passport came." in lawyer.page
    blank = {f"grounds.{person}": [], f"facts.{person}": "typed words", "nomination_ids": [person]}
    lawyer.post("/decisions/refuse", {**lawyer.hidden(), "subject": "Refusals", **blank})
    assert lawyer.status in (409, 422) and "typed words" in lawyer.page and "3.5" in lawyer.text()
    blank[f"grounds.{person}"] = ["D2a"]
    lawyer.post("/decisions/refuse", {**lawyer.hidden(), "subject": "Refusals", **blank})
    decree = decree_of(lawyer)
    edit = re.search(r"/refusals/[0-9a-f-]+", lawyer.page)[0]  # type: ignore[index]
    lawyer.send(edit, grounds=["D2a"], facts="Better words.")
    assert "Better words." in lawyer.text()
    publish(journey, decree)
    records = journey.officer("records")
    records.get(f"/decrees/{decree}")
    records.post(f"/decrees/{decree}/carry-out", records.hidden())
    assert "Organisations told: 1." in records.text() and "issued" not in records.text()
    assert "/carry-out" not in records.page
    letter = re.search(r"/refusals/[0-9a-f-]+/letter.pdf", records.page)[0]  # type: ignore[index]
    answer = records.client.get(letter, base_url="https://localhost")
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-") and "no-store" in answer.headers["Cache-Control"]
    assert state_of(journey, person) == "refused"


def test_the_docket_leaves_nobody_and_ends_in_refusals(journey: Journey) -> None:
    people = ready(journey, 2)
    close(journey, people)
    lawyer = journey.officer("lawyer")
    lawyer.get("/docket")
    assert "Undecided at the close: 2" in lawyer.text()
    lawyer.post("/docket/late", {**lawyer.hidden(), "nomination_ids": people, "evidence": "No decree in time."})
    assert "Recorded that no decision fell in the window: 2." in lawyer.text()
    fields = {f"grounds.{each}": ["N3"] for each in people} | {f"facts.{each}": "Late." for each in people}
    lawyer.post("/decisions/refuse", {**lawyer.hidden(), "subject": "Undecided", "nomination_ids": people, **fields})
    publish(journey, decree_of(lawyer))
    assert {state_of(journey, each) for each in people} == {"refused"}
    lawyer.get("/docket")
    assert "Nobody is undecided" in lawyer.text()


def test_the_window_closes_while_the_sign_page_is_open(journey: Journey) -> None:
    people = ready(journey)
    registrar = journey.officer("registrar")
    registrar.send("/decisions", nomination_ids=people, subject="List", election_id="president-2027")
    decree = decree_of(registrar)
    approver = journey.officer("approver")
    approver.get(f"/decrees/{decree}/sign")
    form = {**approver.hidden(), "shown": re.search(r'name="shown" value="([0-9a-f]+)"', approver.page)[1]}  # type: ignore[index]
    journey.world.clock.shift += timedelta(days=18)
    today = str(day_of(journey.world.clock.now()))
    approver = journey.world.browser("approver")
    approver.get(f"/decrees/{decree}/sign")
    form["csrf_token"] = approver.token()
    approver.post(f"/decrees/{decree}/sign", {**form, "number": "140", "decree_date": today})
    assert approver.status in (409, 422) and "3.7" in approver.text() and 'value="140"' in approver.page
    assert state_of(journey, people[0]) == "ready"


def test_the_list_of_those_deprived_takes_earlier_decrees(journey: Journey) -> None:
    registrar = journey.officer("registrar")
    entry = {"surname_latin": "Elsewise", "given_latin": "Ada", "birth_date": "1970-01-02", "document_country": "NOR",
             "document_number": "?", "decree_number": "77", "decree_date": "2020-10-04"}  # fmt: skip
    registrar.send("/deprived/new", **entry)
    assert registrar.status == 422 and 'value="Elsewise"' in registrar.page
    registrar.send("/deprived/new", **{**entry, "document_number": "P7777777"})
    assert registrar.path == "/deprived" and "No 77" in registrar.text()
    assert "Elsewise" not in registrar.page
    person = at_check(journey, document_number="P7777777")[0]
    lawyer = journey.officer("lawyer")
    lawyer.get(f"/people/{person}/checks")
    assert "The document agrees with the list" in lawyer.text()


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_pages_speak_every_language(journey: Journey, language: str) -> None:
    person = found(journey, C8=("D3b", "the letter"))
    lawyer = journey.officer("lawyer")
    for path in ("/checks?state=ready", f"/people/{person}/checks", "/decisions", "/docket", "/deprived",
                 "/revocation-requests", f"/people/{person}/opinion", f"/people/{person}/zone"):  # fmt: skip
        lawyer.get(path + ("&" if "?" in path else "?") + f"lang={language}")
        assert lawyer.status == 200, path
        raw = re.findall(r">\s*([a-z_]+\.[a-z_.]+[a-z])\s*<", lawyer.page.split("<main")[1])
        assert not raw, (path, raw)


def test_lists_stay_empty_with_words(journey: Journey) -> None:
    lawyer = journey.officer("lawyer")
    for path, words in (("/checks", "Nobody is being checked"), ("/decisions", "No election yet"),
                        ("/docket", "Nobody is undecided"), ("/deprived", "The list is empty"),
                        ("/revocation-requests", "There are no applications")):  # fmt: skip
        lawyer.get(path)
        assert words.lower() in lawyer.text().lower(), (path, lawyer.text())


def test_a_double_click_drafts_once(journey: Journey) -> None:
    people = ready(journey)
    registrar = journey.officer("registrar")
    registrar.get("/decisions")
    form = {**registrar.hidden(), "nomination_ids": people, "subject": "List", "election_id": "president-2027"}
    registrar.post("/decisions", form)
    first = decree_of(registrar)
    registrar.post("/decisions", form)
    assert decree_of(registrar) == first


def test_a_pile_without_what_was_looked_at_says_why_and_keeps_what_was_chosen(journey: Journey) -> None:
    one, other = at_check(journey, 2)
    lawyer = journey.officer("lawyer")
    pile(lawyer, "/checks/record", [one], checks=["C1", "C3"], evidence=" ")
    assert lawyer.status == 422 and "Say what was looked at" in lawyer.text()
    assert f'value="{one}" checked' in lawyer.page and f'value="{other}" checked' not in lawyer.page
    assert re.findall(r'name="checks" value="(C.)" checked', lawyer.page) == ["C1", "C3"]
    fields = {**lawyer.hidden(), "nomination_ids": [one], "checks": ["C1", "C3"], "evidence": "the papers"}
    lawyer.post("/checks/record", fields)
    assert "Recorded: 2." in lawyer.text()
