"""The deciding desk as JSON: the same verbs, the same refusals, a key against doing a thing twice."""

from __future__ import annotations

from typing import Any

from tests.web.console.journeys import Journey
from tests.web.console.test_desk_pages import at_check, found, ready
from tests.web.console.world import CONSOLE, Browser


def call(browser: Browser, method: str, path: str, body: Any = None, *, once: str = "") -> tuple[int, Any]:
    """Call the API with the session of a browser."""
    browser.get("/")
    headers = {"X-CSRF-Token": browser.token(), "Sec-Fetch-Site": "same-origin"} | (
        {"Idempotency-Key": once} if once else {}
    )
    answer = browser.client.open(f"/api/v1{path}", method=method, base_url=CONSOLE, headers=headers, json=body)
    return answer.status_code, answer.get_json(silent=True)


def test_a_sheet_and_a_draft_as_json(journey: Journey) -> None:
    person = at_check(journey)[0]
    lawyer, registrar = journey.officer("lawyer"), journey.officer("registrar")
    code, refused = call(lawyer, "PUT", f"/nominations/{person}/checks/C5", {"outcome": "D2a"})
    assert 400 <= code < 500 and refused["code"] == "evidence_missing"
    checks = [f"C{n}" for n in range(1, 10)]
    pile: dict[str, Any] = {"nomination_ids": [person], "checks": checks}
    assert call(lawyer, "POST", "/nominations/checks", pile)[1]["errors"][0]["code"] == "pile_without_evidence"
    code, done = call(lawyer, "POST", "/nominations/checks", {**pile, "evidence": "the papers"})
    assert (code, done["recorded"], done["left"]) == (200, 9, [])
    assert call(lawyer, "POST", "/nominations/ready", {"nomination_ids": [person]})[1]["ready"] == 1
    code, sheet = call(registrar, "GET", f"/nominations/{person}/checks")
    assert code == 200 and len(sheet["sheet"]["findings"]) == 9
    body = {"election": "president-2027", "subject": "List", "nomination_ids": [person]}
    first = call(registrar, "POST", "/decisions/accreditations", body, once="k1")
    again = call(registrar, "POST", "/decisions/accreditations", body, once="k1")
    assert first[0] == 201 and first[1]["decree_id"] == again[1]["decree_id"]
    assert call(registrar, "POST", "/decisions/accreditations", body)[1]["code"] == "in_draft_decree"


def test_a_refusal_that_does_not_fit_is_refused_with_its_clause(journey: Journey) -> None:
    person = ready(journey)[0]
    lawyer = journey.officer("lawyer")
    told = {"nomination_id": person, "grounds": ["D2a"], "facts": "x"}
    body = {"election": "president-2027", "subject": "x", "refusals": [told]}
    code, refused = call(lawyer, "POST", "/decisions/refusals", body)
    assert code in (409, 422) and (refused["code"], refused["clause"]) == ("ground_does_not_fit_person", "3.5")
    assert call(journey.officer("approver"), "POST", "/decisions/refusals", body)[0] == 403


def test_accrediting_in_spite_of_a_finding_names_the_field_and_keeps_the_reason(journey: Journey) -> None:
    person = found(journey, C5=("D2b", "no phone number"))
    registrar = journey.officer("registrar")
    body: dict[str, Any] = {"election": "president-2027", "subject": "List", "nomination_ids": [person]}
    code, refused = call(registrar, "POST", "/decisions/accreditations", body)
    (fault,) = refused["errors"]
    assert (code, fault["path"], fault["code"]) == (422, f"despite_findings.{person}", "finding_stands")
    body["despite_findings"] = {person: "It came by letter."}
    code, done = call(registrar, "POST", "/decisions/accreditations", body)
    rows = call(journey.officer("approver"), "GET", f"/decrees/{done['decree_id']}/findings")[1]["rows"]
    assert code == 201 and [(row["nomination_id"], row["reason"]) for row in rows] == [(person, "It came by letter.")]
