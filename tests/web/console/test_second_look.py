"""What an officer is shown before and after: nobody signs, saves or revokes what was never on the page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from server.accreditation.calendar import day_of
from tests.web.console.journeys import Journey
from tests.web.console.test_api import election_body, enter
from tests.web.console.world import election_fields, line_fields


def test_nobody_signs_a_person_they_were_not_shown(journey: Journey) -> None:
    decree_id = journey.draft()
    approver, registrar = journey.officer("approver"), journey.officer("registrar")
    approver.get(f"/decrees/{decree_id}/sign")
    signing = {**approver.hidden(), "number": "139", "decree_date": str(day_of(journey.world.clock.now()))}
    organisation = journey.world.ports.queries.organisations().rows[0].id
    late = line_fields(organisation, surname_latin="Latecomer", document_number="N7777777")
    registrar.send(f"/decrees/{decree_id}/lines/new", **late)
    approver.post(f"/decrees/{decree_id}/sign", signing)
    assert approver.status == 409
    assert "The draft changed since you opened this page" in approver.text()
    assert "Latecomer" in approver.text()
    assert 'value="139"' in approver.page
    approver.post(f"/decrees/{decree_id}/sign", {**signing, **approver.hidden()})
    assert approver.path == f"/decrees/{decree_id}", approver.text()
    assert journey.world.ports.queries.decree(decree_id).decree.state == "signed"


def test_a_signing_form_that_shows_nothing_is_refused(journey: Journey) -> None:
    decree_id = journey.draft()
    approver = journey.officer("approver")
    approver.get(f"/decrees/{decree_id}/sign")
    fields = {**approver.hidden(), "number": "139", "decree_date": str(day_of(journey.world.clock.now()))}
    del fields["shown"]
    approver.post(f"/decrees/{decree_id}/sign", fields)
    assert approver.status == 409


def test_programs_may_bind_their_signature_to_what_they_read(journey: Journey) -> None:
    decree_id = journey.draft()
    approver = enter(journey.world, "approver")
    read = approver.call("GET", f"/decrees/{decree_id}").get_json()
    signing = {"number": "139", "decree_date": str(day_of(journey.world.clock.now()))}
    stale = approver.call("POST", f"/decrees/{decree_id}/sign", {**signing, "shown": "0" * 64})
    assert (stale.status_code, stale.get_json()["code"]) == (409, "draft_changed_since_shown")
    assert (
        approver.call("POST", f"/decrees/{decree_id}/sign", {**signing, "shown": read["digest"]}).status_code == 200
    )


def test_a_number_used_this_year_is_confirmed_on_the_page(journey: Journey) -> None:
    now, number = journey.world.clock.now(), "139"
    journey.world.clock.shift = datetime(now.year + 1, 6, 15, 6, tzinfo=UTC) - now  # yesterday is of the same year
    journey.sign(journey.draft(), number)
    registrar, approver = journey.officer("registrar"), journey.officer("approver")
    registrar.send("/decrees/new", election_id="president-2027", subject="Second list")
    second = registrar.path.rsplit("/", 1)[-1]
    organisation = journey.world.ports.queries.organisations().rows[0].id
    registrar.send(f"/decrees/{second}/lines/new", **line_fields(organisation, document_number="N7777777"))
    yesterday = journey.yesterday()
    assert 'name="number_again"' not in approver.get(f"/decrees/{second}/sign")
    approver.send(f"/decrees/{second}/sign", number=number, decree_date=yesterday)
    assert approver.status == 409
    assert 'name="number_again"' in approver.page
    approver.send(f"/decrees/{second}/sign", number=number, decree_date=yesterday, number_again="1")
    assert approver.path == f"/decrees/{second}", approver.text()


def test_a_draft_that_waits_is_shown_and_a_discarded_one_is_called_so(journey: Journey) -> None:
    (number,) = journey.certificates()
    accreditation = journey.accreditation(number)
    draft = journey.draft_revocation(number)
    registrar = journey.officer("registrar")
    assert f"/decrees/{draft}" in registrar.get(f"/accreditations/{accreditation}/revoke")
    registrar.send(f"/accreditations/{accreditation}/revoke", kind="V1", facts="Again.", gross="no", effective_at="")
    assert registrar.status == 409
    assert "waits for signing" in registrar.text()
    registrar.get(f"/decrees/{draft}")
    registrar.post(f"/decrees/{draft}/discard", registrar.hidden())
    registrar.get(f"/certificates/{number}")
    assert "Discarded" in registrar.text()
    body = {"certificates": [number], "kind": "V1", "facts": "Seen.", "gross": False}
    program = enter(journey.world, "registrar")
    assert program.call("POST", "/revocations", body).status_code == 201
    again = program.call("POST", "/revocations", body)
    assert (again.status_code, again.get_json()["code"]) == (409, "draft_pending")


def test_the_calendar_of_a_called_election_shows_what_follows_before_it_changes(journey: Journey) -> None:
    journey.sign(journey.draft())
    registrar = journey.officer("registrar")
    path = "/elections/president-2027/edit"
    assert 'name="confirmed"' not in registrar.get(path)
    tomorrow = day_of(journey.world.clock.now()) + timedelta(days=2)
    fields = election_fields(journey.world, voting_days=[str(tomorrow)])
    registrar.send(path, **fields)
    assert registrar.status == 409
    assert "Signed decrees outside the new window 1 (No 139)" in registrar.text()
    registrar.send(path, **fields, confirmed="1", reason="")
    assert registrar.status == 422
    assert 'id="e-reason"' in registrar.page
    registrar.send(path, **fields, confirmed="1", reason="Decision of the Jogorku Kenesh")
    assert registrar.path == "/elections/president-2027", registrar.text()
    body = election_body(journey.world)
    program = enter(journey.world, "registrar")
    edited = {name: value for name, value in body.items() if name not in ("code", "prefix", "kinds")}
    refused = program.call("PUT", "/elections/president-2027", edited)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "calendar_change_unconfirmed")
    sure = {**edited, "confirmed": True, "reason": "Decision"}
    assert program.call("PUT", "/elections/president-2027", sure).status_code == 200


def test_voting_moves_by_a_decree_and_the_page_leads_there(journey: Journey) -> None:
    journey.certificates()
    registrar = journey.officer("registrar")
    act = "/elections/president-2027/act?kind=postponement"
    assert act in registrar.get("/elections/president-2027/edit").replace("&amp;", "&")
    later = str(day_of(journey.world.clock.now()) + timedelta(days=30))
    registrar.send("/elections/president-2027/edit", **election_fields(journey.world, voting_days=[later]))
    assert registrar.status == 409
    assert 'id="e-voting_days"' in registrar.page
    assert "Last moment" in registrar.get(f"{act}&day={later}")
    registrar.send(act, day=later, facts="Decision of the Jogorku Kenesh")
    journey.sign(registrar.path.rsplit("/", 1)[-1], number="150")
    assert str(journey.world.ports.queries.election("president-2027").voting_days[0]) == later


def test_an_annulled_election_offers_nothing_more(journey: Journey) -> None:
    journey.certificates()
    registrar = journey.officer("registrar")
    registrar.send("/elections/president-2027/act?kind=election_annulment", facts="Court")
    journey.sign(registrar.path.rsplit("/", 1)[-1], number="150")
    page = registrar.get("/elections/president-2027")
    assert "/edit" not in page
    assert "/decrees/new" not in page
    assert "window Closed" in registrar.text()
    registrar.get("/elections/president-2027/edit")
    assert (registrar.status, 'name="voting_days"' in registrar.page) == (409, False)


def test_an_act_about_results_does_not_open_with_a_refusal(journey: Journey) -> None:
    journey.election()
    registrar = journey.officer("registrar")
    act = "/elections/president-2027/act?kind=results_publication"
    assert "notice--amber" not in registrar.get(act)
    assert "notice--amber" in registrar.get(f"{act}&day={journey.yesterday()}")


def test_every_fault_of_a_new_election_is_told_at_once(journey: Journey) -> None:
    registrar = journey.officer("registrar")
    twice = ["2027-01-24", "2027-01-24", ""]
    fields = election_fields(journey.world, code="A B", prefix="1", kinds=[], title_ky="", voting_days=twice)
    registrar.send("/elections/new", **fields)
    assert registrar.status == 422
    for name in ("code", "prefix", "kinds", "title_ky", "voting_days"):
        assert f'id="e-{name}"' in registrar.page, name
    assert registrar.page.count('type="date"') == 3  # two typed, one more
    journey.election()
    registrar.send("/elections/new", **election_fields(journey.world))
    assert 'id="e-code"' in registrar.page
    assert 'id="e-prefix"' in registrar.page


def test_the_log_says_which_decree_and_is_narrowed(journey: Journey) -> None:
    (number,) = journey.certificates()
    registrar = journey.officer("registrar")
    registrar.get("/acts?number=139&kind=accreditation_signed")
    assert "Decree No 139" in registrar.text()
    assert registrar.page.count("<tr>") == 2
    registrar.get(f"/acts?number={number}")
    assert f'href="/certificates/{number}"' in registrar.page
    program = enter(journey.world, "registrar")
    rows = program.call("GET", "/acts?number=139&kind=accreditation_signed").get_json()["rows"]
    assert [row["decree_number"] for row in rows] == ["139"]


def test_too_large_a_body_says_the_limit_and_the_way_back(journey: Journey) -> None:
    decree = journey.draft(people=0)
    registrar = journey.officer("registrar")
    path = f"/decrees/{decree}/import"
    registrar.get(path)
    registrar.post(path, {**registrar.hidden(), "filling": "x" * (13 * 1024 * 1024)})
    assert registrar.status == 413
    assert "at most 12 MB" in registrar.text()
    assert f'href="{path}"' in registrar.page
