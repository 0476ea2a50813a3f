"""What the desks' pages say is true of what they show: piles, tiles, texts before a step, requests, opinions."""

from __future__ import annotations

import re

import pytest

from server.credential.certificate_number import group
from server.usecases.perform import perform
from server.usecases.ports import Actor
from server.usecases.request_revocation import request_revocation
from server.usecases.revoke import Upload
from server.web.console import decisions, docket
from tests.desk_people import CHECKS
from tests.web.console.journeys import Journey
from tests.web.console.test_desk_api import call
from tests.web.console.test_desk_pages import at_check, close, decree_of, found, pile, ready, sheet_answers


def test_taking_an_applicant_out_says_where_they_go(journey: Journey) -> None:
    registrar = journey.officer("registrar")
    (person,) = ready(journey)
    registrar.send("/decisions", nomination_ids=[person], subject="List", election_id="president-2027")
    decree = decree_of(registrar)
    line = journey.world.ports.queries.annex(decree).rows[0].id
    registrar.get(f"/decrees/{decree}/lines/{line}/remove")
    assert "goes back to those ready" in registrar.text() and "typed again" not in registrar.text()
    registrar.post(f"/decrees/{decree}/lines/{line}/remove", registrar.hidden())
    registrar.get("/decisions")
    assert person in registrar.page


def test_piles_start_unmarked_and_say_who_needs_a_look(journey: Journey) -> None:
    one, other = at_check(journey, 2, birth_date=None)
    lawyer = journey.officer("lawyer")
    lawyer.get("/checks")
    assert one in lawyer.page and other in lawyer.page and " checked>" not in lawyer.page
    pile(lawyer, "/checks/record", [one, other], checks=list(CHECKS), evidence="seen")
    number = journey.world.ports.queries.nomination(one).row.number
    assert f"To be looked at alone: 2 (number of the application, place on its list: {number}, 1; {number}, 2)" in (
        lawyer.text()
    )


def test_what_is_needed_is_not_called_optional(journey: Journey) -> None:
    (person,) = at_check(journey)
    lawyer = journey.officer("lawyer")
    lawyer.get(f"/people/{person}/return")
    legend = lawyer.page.split("<legend>")[1].split("</legend>")[0]
    assert "What is missing" in legend and "optional" not in legend


def test_tiles_belong_to_the_election_they_name(journey: Journey) -> None:
    people = ready(journey)
    close(journey, people)
    lawyer = journey.officer("lawyer")
    lawyer.get("/")
    assert "Presidential election" in lawyer.page.split('class="tiles"')[0].split("<main")[1]
    assert "/docket?election_id=president-2027" in lawyer.page


@pytest.mark.parametrize("path", ["/decisions", "/docket"])
def test_a_long_pile_says_so_and_goes_on(journey: Journey, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    people = ready(journey, 3)
    if path == "/docket":
        close(journey, people)
    monkeypatch.setattr(decisions, "MOST", 2)
    monkeypatch.setattr(docket, "MOST", 2)
    lawyer = journey.officer("lawyer")
    lawyer.get(path)
    assert "On this page: 2 of 3" in lawyer.text()
    first = {each for each in people if each in lawyer.page}
    lawyer.get(lawyer.page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&"))
    second = {each for each in people if each in lawyer.page}
    assert (len(first), len(second), first | second) == (2, 1, set(people))


def test_a_person_of_another_channel_is_unknown_to_the_ministry(journey: Journey) -> None:
    (person,) = at_check(journey, channel="cec")
    ministry = journey.officer("mfa")
    answers = [
        call(ministry, "POST", f"/mfa/nominations/{person}/review", {"outcome": "cleared", "remarks": ""}),
        call(ministry, "POST", "/mfa/take", {"nomination_ids": [person]}),
        call(ministry, "POST", "/mfa/forward",
             {"nomination_ids": [person], "letter_number": "1", "letter_date": "2026-01-02"}),
        call(ministry, "GET", f"/mfa/nominations/{person}"),
    ]  # fmt: skip
    assert [code for code, _ in answers] == [404] * 4, answers


def test_the_opinion_on_a_person_is_given_by_its_form(journey: Journey) -> None:
    person = found(journey, C8=("D3b", "the letter"))
    lawyer, path = journey.officer("lawyer"), f"/people/{person}/opinion"
    lawyer.send(path, ground="D3b", opinion="")
    assert lawyer.status == 422 and 'value="D3b" checked' in lawyer.page
    lawyer.send(path, ground="D3b", opinion="The purposes of stay contradict the law.")
    assert lawyer.path == f"/people/{person}/checks" and "The purposes of stay contradict the law." in lawyer.text()
    assert journey.officer("registrar").get(path) and journey.officer("registrar").status == 403


def test_the_opinion_on_a_draft_is_given_by_its_form_and_names_the_ground_in_words(journey: Journey) -> None:
    (number,) = journey.certificates()
    draft = journey.draft_revocation(number)
    lawyer, path = journey.officer("lawyer"), f"/decrees/{draft}/opinion"
    lawyer.get(path)
    assert "Violation of the Regulation (V1)" in lawyer.text()
    lawyer.send(path, opinion=" ")
    assert lawyer.status == 422
    lawyer.send(path, opinion="The facts show a violation.")
    assert lawyer.path == f"/decrees/{draft}"
    approver = journey.officer("approver")
    approver.get(f"/decrees/{draft}/sign")
    assert "The facts show a violation." in approver.text()


def asked_to_revoke(journey: Journey) -> tuple[str, str]:
    """Return a certificate and the id of its organisation's written application to revoke."""
    world = journey.world
    (number,) = journey.certificates()
    (organisation,) = world.ports.queries.organisations().rows
    asking = Actor(world.users["mfa"], "organisation", organisation.id)
    made = perform(
        request_revocation, ports=world.ports, actor=asking, election_id="president-2027", reasons="She left us.",
        accreditation_ids=[journey.accreditation(number)],
        attachment=Upload("letter.pdf", "application/pdf", b"%PDF-1.7 signed"),
    )  # fmt: skip
    return number, made.result["id"]


def test_an_organisations_application_to_revoke_becomes_a_draft_with_its_letter(journey: Journey) -> None:
    number, request = asked_to_revoke(journey)
    lawyer, registrar = journey.officer("lawyer"), journey.officer("registrar")
    lawyer.get("/revocation-requests")
    assert "She left us." in lawyer.text() and group(number) in lawyer.text()
    assert f"/revocation-requests/{request}" not in lawyer.page  # only the registrar drafts
    registrar.get("/revocation-requests?state=open")
    letter = re.search(r"/attachments/[0-9a-f-]+", registrar.page)[0]  # type: ignore[index]
    assert registrar.client.get(letter, base_url="https://localhost").data == b"%PDF-1.7 signed"
    registrar.post(f"/revocation-requests/{request}/draft", registrar.hidden())
    decree = decree_of(registrar)
    assert "Written application of the sending organisation" in registrar.text()
    registrar.post(f"/revocation-requests/{request}/draft", registrar.hidden())
    assert registrar.status == 409 and "has a draft already" in registrar.text()
    registrar.get("/revocation-requests?state=drafted")
    assert f"/decrees/{decree}" in registrar.page and f"/{request}/draft" not in registrar.page
    journey.sign(decree, "140")
    assert journey.numbers("revoked") == [number]
    registrar.get("/revocation-requests?state=open")
    assert "There are no applications" in registrar.text()


def test_an_application_to_revoke_that_is_nobodys_is_unknown(journey: Journey) -> None:
    registrar = journey.officer("registrar")
    registrar.get("/revocation-requests")
    registrar.get("/decrees/new")
    registrar.post("/revocation-requests/nothing/draft", registrar.hidden())
    assert registrar.status == 404


@pytest.mark.parametrize(("lang", "words"), [("ky", "(V1)"), ("en", "Violation of the Regulation (V1)")])
def test_a_revocation_is_named_in_words_wherever_its_decree_is(journey: Journey, lang: str, words: str) -> None:
    (number,) = journey.certificates()
    draft = journey.draft_revocation(number)
    approver = journey.officer("approver")
    approver.get(f"/?lang={lang}")
    for path in ("/", "/decrees", f"/decrees/{draft}", f"/decrees/{draft}/sign"):
        approver.get(path)
        assert words in approver.text(), path


def test_an_opinion_is_asked_for_only_where_a_finding_needs_one_and_a_mistaken_one_is_replaced(
    journey: Journey,
) -> None:
    plain, person = at_check(journey, 2)
    lawyer = journey.officer("lawyer")
    lawyer.send(f"/people/{plain}/checks", **sheet_answers())
    assert "/opinion" not in lawyer.page
    lawyer.get(f"/people/{plain}/opinion")
    assert lawyer.status == 409 and "Check C8 first records" in lawyer.text()
    lawyer.send(f"/people/{person}/checks", **sheet_answers(C8=("D3b", "the letter")))
    path = f"/people/{person}/opinion"
    lawyer.get(path)
    assert 'value="D3b" checked' in lawyer.page and 'value="D3a"' not in lawyer.page
    lawyer.send(path, ground="D3a", opinion="On another ground.")
    assert lawyer.status == 409 and "The sheet says D3b" in lawyer.text() and "On another ground." in lawyer.page
    for text in ("A mistake.", "As it should be."):
        lawyer.send(path, ground="D3b", opinion=text)
    first, second = lawyer.page.index("A mistake."), lawyer.page.index("As it should be.")
    assert first < second and lawyer.page.count("no longer counts") == 1


def test_a_negative_number_of_observers_is_told_the_range(journey: Journey) -> None:
    election, organisation = journey.election(), journey.organisation()
    registrar = journey.officer("registrar")
    told = {"election_id": election, "organisation_id": organisation, "issuer": "cec"}
    registrar.send("/invitations/new", planned="-5", **told)
    assert registrar.status == 422 and "must lie between 1 and" in registrar.text() and 'value="-5"' in registrar.page


def test_an_organisation_is_of_a_country(journey: Journey) -> None:
    registrar = journey.officer("registrar")
    registrar.get("/organisations/new")
    assert 'value="NOR"' in registrar.page and 'value="XXX"' not in registrar.page
    fields = {"name": "Example Mission", "origin": "foreign", "kind": "ngo", "country": "XXX"}
    assert call(registrar, "POST", "/organisations", fields)[0] == 422
