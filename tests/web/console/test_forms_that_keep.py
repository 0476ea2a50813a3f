"""Forms lose nothing: by another officer, by another language, by an act that can't be taken back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from server.usecases.queries import CertificateFilter
from server.web import console
from tests.web.console.journeys import Journey
from tests.web.console.test_api import enter
from tests.web.console.world import PASSWORD, election_fields, line_fields


def a_line_of(journey: Journey) -> tuple[str, str]:
    """Return the path of a draft's only line, and the organisation of its person."""
    decree_id = journey.draft()
    (row,) = journey.world.ports.queries.annex(decree_id).rows
    return f"/decrees/{decree_id}/lines/{row.id}", row.organisation_id


def test_a_second_tab_never_reverts_the_first(journey: Journey) -> None:
    path, organisation = a_line_of(journey)
    first, second = journey.world.browser("registrar"), journey.world.browser("registrar")
    stale = {**line_fields(organisation, surname_latin="Stale", document_number="N1000000")}
    second.get(f"{path}/edit")
    hidden = second.hidden()
    first.send(f"{path}/edit", **{**stale, "surname_latin": "Fresh"})
    second.post(f"{path}/edit", {**hidden, **stale})
    assert second.status == 409
    assert "changed after you opened it" in second.text()
    assert "Fresh" in second.text()
    assert 'value="Stale"' in second.page
    second.post(f"{path}/edit", {**stale, **second.hidden()})
    assert second.path.startswith("/decrees/")
    assert "Stale" in second.text()


def test_a_stale_form_stays_stale_after_another_refusal(journey: Journey) -> None:
    path, organisation = a_line_of(journey)
    mine = journey.world.browser("registrar")
    mine.get(f"{path}/edit")
    hidden = mine.hidden()
    journey.officer("registrar").send(f"{path}/edit", **line_fields(organisation, document_number="N7777777"))
    mine.post(f"{path}/edit", {**hidden, **line_fields(organisation, document_number="")})
    assert mine.status == 422
    mine.post(f"{path}/edit", {**line_fields(organisation), **mine.hidden()})
    assert mine.status == 409


def test_programs_may_bind_an_edit_to_what_they_read(journey: Journey) -> None:
    path, organisation = a_line_of(journey)
    program = enter(journey.world, "registrar")
    (row,) = program.call("GET", path.rsplit("/", 1)[0]).get_json()["rows"]
    line = {"surname_latin": "Testova", "citizenships": ["KAZ"], "document_country": "KAZ",
            "document_number": "N1000000", "organisation": organisation}  # fmt: skip
    stale = program.call("PUT", path, {**line, "opened": "0" * 64})
    assert (stale.status_code, stale.get_json()["code"]) == (409, "line_changed_since_opened")
    assert program.call("PUT", path, {**line, "opened": row["fingerprint"]}).status_code == 200


@pytest.mark.parametrize("lang", ["ky", "ru"])
def test_another_language_keeps_what_was_typed(journey: Journey, lang: str) -> None:
    registrar = journey.officer("registrar")
    page = registrar.get("/elections/new")
    assert f'formaction="?lang={lang}"' in page
    assert re.search(r'<button form="the-form"[^>]*formnovalidate name="review"', page)
    typed = election_fields(journey.world, title_en="Half a title", code="")
    registrar.post(f"/elections/new?lang={lang}", {**registrar.hidden(), **typed, "review": "1"})
    assert registrar.status == 200
    assert f'<html lang="{lang}">' in registrar.page
    assert 'value="Half a title"' in registrar.page
    assert 'role="alert"' not in registrar.page
    assert journey.world.ports.queries.elections() == ()
    assert 'href="?lang=' in registrar.get("/elections")  # a page without a form has plain links


def test_harm_is_asked_about_first(journey: Journey) -> None:
    path, _ = a_line_of(journey)
    registrar, decree = journey.officer("registrar"), path.split("/lines")[0]
    page = registrar.get(decree)
    assert f'action="{path}/remove"' not in page
    assert f'action="{decree}/discard"' not in page
    registrar.get(f"{path}/remove")
    assert "Testovaa Anna" in registrar.text()
    registrar.post(f"{path}/remove", registrar.hidden())
    assert "taken out" in registrar.text()
    registrar.get(f"{decree}/discard")
    assert "cannot be undone" in registrar.text()
    assert journey.world.ports.queries.decree(decree.rsplit("/", 1)[-1]).decree.state == "draft"
    registrar.post(f"{decree}/discard", registrar.hidden())
    assert "Discarded" in registrar.text()


def test_what_is_closed_says_so_at_once(journey: Journey) -> None:
    (number,) = journey.certificates()
    registrar = journey.officer("registrar")
    (row,) = journey.world.ports.queries.certificates(CertificateFilter(), now=journey.world.clock.now()).rows
    (line,) = journey.world.ports.queries.annex(row.decree_id).rows
    decree = f"/decrees/{row.decree_id}"
    closed = [f"{decree}/lines/new", f"{decree}/lines/{line.id}/edit", f"{decree}/import", f"{decree}/discard"]
    registrar.send(f"/certificates/{number}/replace", reason="lost", facts="Lost in Osh.")
    closed += [f"/certificates/{number}/replace", f"/certificates/{number}/correct"]
    for path in closed:
        registrar.get(path)
        assert registrar.status == 409, path
        assert "<form id=" not in registrar.page, path
    assert re.search(r"PR-[0-9]{4}-[0-9A-Z] is no longer live", registrar.text())
    alive = journey.numbers("valid")[0]
    revoking = f"/accreditations/{journey.accreditation(alive)}/revoke"
    decree_id = journey.draft_revocation(alive)
    (revoked,) = journey.world.ports.queries.decree(decree_id).revocations
    annulling = f"/revocations/{revoked.id}/annul"
    registrar.get(annulling)
    assert (registrar.status, "discard the draft instead" in registrar.text()) == (409, True)
    journey.sign(decree_id, number="150")
    registrar.get(revoking)
    assert registrar.status == 409
    registrar.get(annulling)
    assert registrar.status == 200


def test_every_fault_of_a_person_is_told_at_once(journey: Journey) -> None:
    decree = journey.draft(people=0)
    organisation = journey.world.ports.queries.organisations().rows[0].id
    wrong = line_fields(organisation, citizenships=["KGZ"], birth_date="1800-01-01", given_latin="a\u202eb",
                        document_number="", surname_latin="Ош")  # fmt: skip
    registrar = journey.officer("registrar")
    registrar.send(f"/decrees/{decree}/lines/new", **wrong)
    assert registrar.status == 422
    for name in ("citizenships", "birth_date", "given_latin", "document_number", "surname_latin"):
        assert f'id="e-{name}"' in registrar.page, name
    assert "Such a date cannot be" in registrar.text()
    assert "place 2 (U+202E)" in registrar.text()
    assert "…" not in registrar.text()


def test_a_correction_reaches_every_field_and_says_old_and_new(journey: Journey) -> None:
    (number,) = journey.certificates()
    registrar = journey.officer("registrar")
    row = journey.world.ports.queries.certificate(number, now=journey.world.clock.now()).row
    fields = line_fields(row.organisation_id, surname_latin="Testovaa", document_number="N1000000",
                         birth_date="1980-02-29", cyrillic_language="kir", citizenships=["EST"])  # fmt: skip
    registrar.send(f"/certificates/{number}/correct", **fields, facts="Wrong in the list.")
    text = registrar.text()
    assert "— → 29 February 1980" in text
    assert "Kazakhstan → Estonia" in text
    assert "Russian → Kyrgyz" in text
    assert "(&#39;" not in registrar.page


def test_organisations_are_named_in_the_readers_language(journey: Journey) -> None:
    journey.election()
    registrar = journey.officer("registrar")
    registrar.send("/organisations/new", name="Example Network", name_ky="Үлгү тармагы", name_ru="Сеть «Пример»",
                   origin="international", kind="other", country="")  # fmt: skip
    organisation = journey.world.ports.queries.organisations().rows[0].id
    registrar.send("/decrees/new", election_id="president-2027", subject="List")
    decree = registrar.path
    registrar.send(f"{decree}/lines/new", **line_fields(organisation))
    for lang, name in (("ky", "Үлгү тармагы"), ("ru", "Сеть «Пример»"), ("en", "Example Network")):
        assert name in registrar.get(f"{decree}?lang={lang}"), lang
        assert name in registrar.get(f"{decree}/lines/new?lang={lang}"), lang


def test_every_form_with_fields_can_change_its_language() -> None:
    templates = Path(console.__file__).parent / "templates" / "console"
    texts = {path.name: path.read_text("utf-8") for path in templates.glob("*.html")}
    forms = {name for name, text in texts.items() if "hidden(form)" in text}
    assert len(forms) > 10
    assert {name for name in forms if 'id="the-form"' not in texts[name]} == set()


def test_a_form_is_kept_for_its_own_officer_only(journey: Journey) -> None:
    journey.election()
    for role, mine in (("registrar", True), ("approver", False)):
        browser = journey.world.browser("registrar")
        browser.get("/decrees/new")
        fields = {**browser.hidden(), "election_id": "president-2027", "subject": "Private draft"}
        browser.post("/logout", {"csrf_token": fields["csrf_token"]})
        browser.post("/decrees/new", fields)
        assert browser.status == 401
        carried = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', browser.page))
        browser.post("/login", {**carried, "login": role, "password": PASSWORD}, follow=False)
        assert ("Private draft" in browser.page) is mine, role


def test_another_session_is_not_offered_a_stray_form(journey: Journey) -> None:
    other = journey.world.browser("approver")
    other.get("/account")
    mine = journey.world.browser("registrar")
    mine.get("/account")
    mine.post("/account", {**other.hidden(), "note": "Not yours"})
    assert mine.status == 403
    assert "Not yours" not in mine.page


def test_a_password_changes_to_another_one(journey: Journey) -> None:
    registrar = journey.officer("registrar")
    for new, code in ((PASSWORD, "must differ"), ("passwordpassword", "guessed first")):
        registrar.send("/account", old_password=PASSWORD, new_password=new, again=new)
        assert registrar.status == 422
        assert code in registrar.text()


def test_a_search_goes_on_and_a_mistyped_number_is_called_so(journey: Journey) -> None:
    number, *_ = journey.certificates(people=2)
    registrar = journey.officer("registrar")
    registrar.send("/find", text=number[:-1] + ("A" if number[-1] != "A" else "B"))
    assert "last character does not fit" in registrar.text()
    program = enter(journey.world, "registrar")
    found = program.call("POST", "/certificates/find", {"text": "testova"}).get_json()
    assert (len(found["rows"]), found["next"], found["wrong_check"]) == (2, None, False)
