"""From a decree to a revocation and back, as three officers do it in their browsers."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest

from server.accreditation.calendar import day_of
from server.credential.qr_text import to_text
from tests.web.console.journeys import Journey
from tests.web.console.world import line_fields


def test_a_decree_becomes_certificates(journey: Journey) -> None:
    numbers = journey.certificates(people=2)
    assert len(numbers) == 2
    registrar = journey.officer("registrar")
    registrar.get(f"/certificates/{numbers[0]}")
    assert "Testova" in registrar.text()
    assert "Valid" in registrar.text()
    qr = registrar.client.get(f"/certificates/{numbers[0]}/qr.svg", base_url="https://localhost")
    assert qr.mimetype == "image/svg+xml"
    assert "<svg" in qr.text


def test_a_revocation_needs_two_people_and_reaches_connections(journey: Journey) -> None:
    (number,) = journey.certificates()
    decree_id = journey.draft_revocation(number)
    assert journey.numbers("revoked") == []
    watched = journey.officer("registrar")
    before = watched.client.get(f"/decrees/{decree_id}/watch", base_url="https://localhost").get_json()
    approver = journey.officer("approver")
    approver.get(f"/decrees/{decree_id}/sign")
    assert "Testovaa Anna" in approver.text()
    assert "revoked at once" in approver.text()
    journey.sign(decree_id, number="140")
    assert "open connections: 3" in approver.text()
    assert journey.numbers("revoked") == [number]
    after = watched.client.get(f"/decrees/{decree_id}/watch", base_url="https://localhost").get_json()
    assert (before["state"], after["state"], after["connections"]) == ("draft", "signed", 3)
    watched.get(f"/decrees/{decree_id}")
    assert "open connections: 3" in watched.text()


def test_the_worklist_leads_each_role_to_its_step(journey: Journey) -> None:
    decree_id = journey.draft()
    steps = (("approver", f"/decrees/{decree_id}/sign"), ("records", f"/decrees/{decree_id}"))
    assert steps[0][1] in journey.officer("approver").get("/")
    journey.sign(decree_id)
    assert f'href="{steps[1][1]}"' in journey.officer("records").get("/")
    assert "Issue certificates" in journey.officer("registrar").get("/")


def test_a_double_click_does_the_work_once(journey: Journey) -> None:
    (number,) = journey.certificates()
    registrar = journey.officer("registrar")
    path = f"/accreditations/{journey.accreditation(number)}/revoke"
    registrar.get(path)
    fields = {**registrar.hidden(), "kind": "V1", "facts": "Seen at noon.", "gross": "no", "effective_at": ""}
    registrar.post(path, fields)
    first = registrar.path
    registrar.post(path, fields)
    assert registrar.path == first
    assert len(journey.world.ports.queries.decrees(kind="revocation").rows) == 1
    approver = journey.officer("approver")
    approver.get(f"{first}/sign")
    signing = {**approver.hidden(), "number": "140", "decree_date": str(day_of(journey.world.clock.now()))}
    approver.post(f"{first}/sign", signing)
    approver.post(f"{first}/sign", signing)
    assert (approver.status, approver.path) == (200, first)
    signed = [act for act in journey.world.ports.queries.acts(limit=200).rows if act.kind == "revocation_signed"]
    assert len(signed) == 1


def test_a_key_used_for_something_else_is_refused_and_nothing_is_lost(journey: Journey) -> None:
    journey.election()
    registrar = journey.officer("registrar")
    registrar.get("/organisations/new")
    hidden = registrar.hidden()
    fields = {"name": "One", "name_ky": "", "name_ru": "", "origin": "foreign", "kind": "other", "country": ""}
    registrar.post("/organisations/new", {**hidden, **fields})
    registrar.post("/decrees/new", {**hidden, "election_id": "president-2027", "subject": "Typed by hand"})
    assert registrar.status == 409
    assert 'value="Typed by hand"' in registrar.page


GROUNDS: list[tuple[dict[str, Any], str]] = [
    ({"kind": "V1", "facts": "", "gross": "no"}, "e-facts"),
    ({"kind": "V2", "facts": "Seen.", "gross": ""}, "e-gross"),
    ({"kind": "W1", "facts": "", "gross": ""}, "e-attachment"),
    ({"kind": "W2", "facts": "Asked.", "gross": ""}, "e-attachment"),
    ({"kind": "X9", "facts": "Seen.", "gross": "no"}, "e-kind"),
    ({"kind": "V1", "facts": "Seen.", "gross": "no", "effective_at": "2020-01-01T10:00"}, "e-effective_at"),
    ({"kind": "V1", "facts": "Seen.", "gross": "no", "effective_at": "noon"}, "e-effective_at"),
]


@pytest.mark.parametrize(("fields", "place"), GROUNDS)
def test_a_revocation_without_its_ground_is_refused_beside_the_field(
    journey: Journey, fields: dict[str, Any], place: str
) -> None:
    (number,) = journey.certificates()
    registrar = journey.officer("registrar")
    registrar.send(f"/accreditations/{journey.accreditation(number)}/revoke", **{"effective_at": "", **fields})
    assert registrar.status == 422, registrar.text()
    assert f'id="{place}"' in registrar.page
    assert journey.world.ports.queries.decrees(kind="revocation").rows == ()


def test_a_written_application_is_kept_and_given_back(journey: Journey) -> None:
    (number,) = journey.certificates()
    scan = b"%PDF-1.7 an application"
    decree_id = journey.draft_revocation(
        number, kind="W1", facts="", gross="", attachment=(io.BytesIO(scan), "../a b.pdf")
    )
    (revoked,) = journey.world.ports.queries.decree(decree_id).revocations
    answer = journey.officer("approver").client.get(
        f"/attachments/{revoked.attachment_id}", base_url="https://localhost"
    )
    assert answer.data == scan
    assert answer.headers["Content-Disposition"] == 'attachment; filename="a_b.pdf"'
    journey.sign(decree_id, number="141")
    assert journey.numbers("revoked") == [number]


def test_a_revocation_is_annulled_with_a_new_certificate(journey: Journey) -> None:
    (number,) = journey.certificates()
    journey.sign(journey.draft_revocation(number), number="140")
    registrar = journey.officer("registrar")
    page = registrar.get(f"/certificates/{number}")
    found = re.search(r"/revocations/([0-9a-f-]+)/annul", page)
    assert found
    registrar.send(found[0], facts="The court annulled it.")
    assert registrar.path.startswith("/decrees/")
    journey.sign(registrar.path.rsplit("/", 1)[-1], number="142")
    (alive,) = journey.numbers("valid")
    assert alive != number
    assert sorted(journey.numbers()) == sorted([alive, number])


def test_a_lost_certificate_is_replaced_at_once(journey: Journey) -> None:
    (number,) = journey.certificates()
    registrar = journey.officer("registrar")
    registrar.send(f"/certificates/{number}/replace", reason="lost", facts="Lost in Osh.")
    assert "A new certificate is issued" in registrar.text()
    assert journey.numbers("replaced") == [number]
    assert len(journey.numbers("valid")) == 1


def test_wrong_data_are_corrected_by_an_amending_act(journey: Journey) -> None:
    (number,) = journey.certificates()
    registrar = journey.officer("registrar")
    row = journey.world.ports.queries.certificate(number, now=journey.world.clock.now()).row
    fields = line_fields(row.organisation_id, surname_latin="Testovna", document_number="N1000000")
    registrar.send(f"/certificates/{number}/correct", **fields, facts="Misspelt in the list.")
    assert registrar.path.startswith("/decrees/"), registrar.text()
    journey.sign(registrar.path.rsplit("/", 1)[-1], number="143")
    (alive,) = journey.numbers("valid")
    assert "Testovna" in journey.officer("registrar").get(f"/certificates/{alive}")


def test_nothing_corrected_is_refused(journey: Journey) -> None:
    (number,) = journey.certificates()
    registrar = journey.officer("registrar")
    row = journey.world.ports.queries.certificate(number, now=journey.world.clock.now()).row
    same = line_fields(row.organisation_id, surname_latin="Testovaa", document_number="N1000000")
    registrar.send(f"/certificates/{number}/correct", **same, facts="?")
    assert registrar.status in (409, 422)
    assert "Nothing was changed" in registrar.text()


def test_results_are_published_by_two_people_who_saw_what_ends(journey: Journey) -> None:
    journey.certificates(people=2)
    journey.days_later(23)  # three days after the voting
    today = day_of(journey.world.clock.now())
    registrar = journey.officer("registrar")
    code = "president-2027"
    page = registrar.get(f"/elections/{code}/act?kind=results_publication")
    assert 'class="notice notice--amber"' in page
    act = f"/elections/{code}/act?kind=results_publication"
    page = registrar.get(f"{act}&day={today}")
    assert "Certificates whose term ends on" in page
    assert ": 2." in registrar.text()
    registrar.send(act, day=str(today), facts="Published on the Commission's site.")
    decree_id = registrar.path.rsplit("/", 1)[-1]
    approver = journey.officer("approver")
    approver.get(f"/decrees/{decree_id}/sign")
    assert "Certificates whose term ends on" in approver.text()
    journey.sign(decree_id, number="150")
    assert journey.world.ports.queries.election(code).term_basis == 1
    registrar.send(f"/elections/{code}/act?kind=results_withdrawal", facts="Entered in error.")
    journey.sign(registrar.path.rsplit("/", 1)[-1], number="151")
    assert journey.world.ports.queries.election(code).term_basis == 0


def test_a_draft_is_discarded_and_cannot_be_signed(journey: Journey) -> None:
    decree_id = journey.draft()
    registrar = journey.officer("registrar")
    registrar.get(f"/decrees/{decree_id}")
    registrar.post(f"/decrees/{decree_id}/discard", registrar.hidden())
    assert "Discarded" in registrar.text()
    approver = journey.officer("approver")
    approver.get(f"/decrees/{decree_id}/sign")
    assert approver.status == 409
    assert 'name="number"' not in approver.page
    today = str(day_of(journey.world.clock.now()))
    approver.get("/account")
    approver.post(f"/decrees/{decree_id}/sign", {**approver.hidden(), "number": "1", "decree_date": today})
    assert approver.status == 409


def test_a_decree_dated_outside_the_window_is_refused_with_what_was_typed(journey: Journey) -> None:
    decree_id = journey.draft()
    approver = journey.officer("approver")
    long_ago = str(day_of(journey.world.clock.now()) - timedelta(days=40))
    approver.send(f"/decrees/{decree_id}/sign", number="139-A", decree_date=long_ago)
    assert approver.status == 422
    assert 'id="e-decree_date"' in approver.page
    assert 'value="139-A"' in approver.page
    assert "3.7" in approver.text()


def test_a_scanned_text_finds_its_certificate(journey: Journey) -> None:
    number, other = journey.certificates(people=2)
    now = journey.world.clock.now()
    full = journey.world.ports.queries.certificate(number, now=now)
    text = to_text(full.sealed, origin=journey.world.ports.trust.origins[0])
    registrar = journey.officer("registrar")
    registrar.send("/find", text=text)
    assert full.row.name_latin in registrar.text()
    assert journey.world.ports.queries.certificate(other, now=now).row.name_latin not in registrar.text()
    assert "'wasm-unsafe-eval'" in registrar.headers["Content-Security-Policy"]
