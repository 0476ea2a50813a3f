"""Two officers, or two tabs, on one sheet: the later save doesn't overwrite what came since unseen."""

from __future__ import annotations

from tests.web.console.journeys import Journey
from tests.web.console.test_desk_api import call
from tests.web.console.test_desk_pages import at_check, sheet_answers


def said_of(journey: Journey, person: str) -> dict[str, tuple[str, str]]:
    return {each.check_code: (each.outcome, each.evidence)
            for each in journey.world.ports.queries.nomination(person).checks}  # fmt: skip


def test_a_stale_save_is_refused_with_what_came_since_and_may_be_sent_again_knowingly(journey: Journey) -> None:
    person = at_check(journey)[0]
    path = f"/people/{person}/checks"
    lawyer, registrar = journey.officer("lawyer"), journey.officer("registrar")
    lawyer.send(path, **sheet_answers())
    lawyer.get(path)
    stale = {**lawyer.hidden(), **sheet_answers(C6=("ok", "typed in the older tab"))}
    registrar.send(path, **sheet_answers(C5=("D2a", "no copy came")))
    lawyer.post(path, stale)
    assert lawyer.status == 409 and said_of(journey, person)["C5"] == ("D2a", "no copy came")
    assert said_of(journey, person)["C6"] == ("ok", "")
    newer = lawyer.page.split('id="stands"')[1].split("</section>")[0]
    assert "C5." in newer and "no copy came" in newer and "C6." not in newer and "Registrar, " in newer
    assert "typed in the older tab" in lawyer.page.split('id="the-form"')[1]
    lawyer.post(path, {**lawyer.hidden(), **sheet_answers(C6=("ok", "typed in the older tab"))})
    assert "Recorded: 2." in lawyer.text() and said_of(journey, person)["C5"] == ("ok", "")


def test_what_overwrites_nothing_is_recorded_from_an_older_page(journey: Journey) -> None:
    person = at_check(journey)[0]
    path = f"/people/{person}/checks"
    lawyer, registrar = journey.officer("lawyer"), journey.officer("registrar")
    lawyer.get(path)
    older = {**lawyer.hidden(), "outcome_C1": "ok", "evidence_C1": "the letter"}
    registrar.send(path, outcome_C5="D2a", evidence_C5="no copy")
    lawyer.post(path, older)
    assert said_of(journey, person) == {"C1": ("ok", "the letter"), "C5": ("D2a", "no copy")}


def test_json_takes_the_digest_of_what_was_read(journey: Journey) -> None:
    person = at_check(journey)[0]
    lawyer, registrar = journey.officer("lawyer"), journey.officer("registrar")
    path = f"/nominations/{person}/checks"
    shown = call(lawyer, "GET", path)[1]["shown"]
    assert call(registrar, "PUT", f"{path}/C5", {"outcome": "D2a", "evidence": "no copy", "shown": shown})[0] == 200
    code, refused = call(lawyer, "PUT", f"{path}/C5", {"outcome": "ok", "shown": shown})
    assert (code, refused["code"]) == (409, "sheet_changed_since_shown") and "C5" in str(refused)
    assert said_of(journey, person)["C5"] == ("D2a", "no copy")
    assert (
        call(lawyer, "PUT", f"{path}/C5", {"outcome": "ok", "shown": call(lawyer, "GET", path)[1]["shown"]})[0] == 200
    )
