"""The pages from the invitation to the beginning of the check, as registrar and Ministry use them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from server.accreditation.calendar import day_of
from server.usecases.views_of_applications import PortalCodeRow
from server.web.i18n import instant_text, until_text
from tests.applicants import filed
from tests.web.console.journeys import Journey

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


def invited(journey: Journey, *, issuer: str = "cec") -> str:
    """Draft, issue and dispatch an invitation by the forms; return its id."""
    election, organisation = journey.election(), journey.organisation()
    registrar, today = journey.officer("registrar"), str(day_of(journey.world.clock.now()))
    registrar.send(
        "/invitations/new", election_id=election, organisation_id=organisation, issuer=issuer, planned="12"
    )
    invitation = registrar.path.rsplit("/", 1)[-1]
    registrar.send(f"/invitations/{invitation}/issue", letter_number="01-7/45", letter_date=today)
    registrar.send(f"/invitations/{invitation}/dispatch", dispatcher="mfa", dispatch_number="", dispatched_on=today)
    assert registrar.path == f"/invitations/{invitation}", registrar.text()
    return invitation


def applied(journey: Journey, invitation: str, people: int = 1, **changes: object) -> list[str]:
    registrar = journey.world.users["registrar"]
    return filed(journey.world, people, invitation=invitation, created_by=registrar, **changes)  # type: ignore[arg-type]


def test_an_invitation_from_the_proposal_to_the_answer(journey: Journey) -> None:
    election, organisation = journey.election(), journey.organisation()
    registrar, today = journey.officer("registrar"), str(day_of(journey.world.clock.now()))
    registrar.send("/proposals/new", election_id=election, proposer="Fair Vote Foundation", received_on=today,
                   specialisation="elections", organisation="Example Observers Network", reasons="")  # fmt: skip
    proposal = re.search(r"/proposals/take-up-([0-9a-f-]+)", registrar.page)[1]  # type: ignore[index]
    registrar.post(f"/proposals/take-up-{proposal}", registrar.hidden())
    registrar.send(f"/invitations/new?proposal_id={proposal}", election_id=election, organisation_id=organisation,
                   issuer="parliament", planned="")  # fmt: skip
    invitation = registrar.path
    registrar.send(f"{invitation}/issue", letter_number="77", letter_date=today)
    ministry = journey.officer("mfa")
    ministry.send(f"{invitation}/dispatch", dispatch_number="11-2/9", dispatched_on=today)
    assert "11-2/9" in ministry.text() and "portal" not in ministry.text().lower()
    registrar.send(f"{invitation}/answer", answer="accepted", planned="30")
    row = journey.world.ports.queries.invitation(invitation.rsplit("/", 1)[-1])
    assert (row.state, row.planned, row.dispatcher, row.proposal_id) == ("accepted", 30, "mfa", proposal)


def test_a_letter_older_than_the_call_is_refused_beside_its_field(journey: Journey) -> None:
    election, organisation = journey.election(), journey.organisation()
    registrar = journey.officer("registrar")
    told = {"election_id": election, "organisation_id": organisation, "issuer": "cec"}
    registrar.send("/invitations/new", planned="0x9", **told)
    assert registrar.status == 422 and 'value="0x9"' in registrar.page
    registrar.send("/invitations/new", planned="9", **told)
    early = str(day_of(journey.world.clock.now()) - timedelta(days=31))
    registrar.send(f"{registrar.path}/issue", letter_number="77", letter_date=early)
    assert registrar.status == 422 and 'value="77"' in registrar.page and "2.2" in registrar.text()
    assert re.search(r'id="e-letter_date"', registrar.page)


def test_a_code_is_shown_until_it_is_written_down(journey: Journey) -> None:
    invitation = invited(journey)
    registrar = journey.officer("registrar")
    registrar.get(f"/invitations/{invitation}")
    registrar.post(f"/invitations/{invitation}/code", registrar.hidden())
    code = CODE.search(registrar.text())
    assert code and registrar.headers["Cache-Control"] == "no-store" and code[0] not in registrar.path
    shown = registrar.path
    registrar.get(shown)  # F5 is a reading: the same code, and no other one
    assert code[0] in registrar.page
    assert [row.state for row in codes_of(journey, invitation)] == ["open"]
    other = journey.world.browser("registrar")
    assert code[0] not in other.get(shown) and "shown already" in other.text()
    registrar.get(shown)
    registrar.post(shown, registrar.hidden())
    assert code[0] not in registrar.page and "Not used yet" in registrar.text()
    assert code[0] not in registrar.get(shown)


def test_a_code_that_was_handed_over_dies_only_when_somebody_said_so(journey: Journey) -> None:
    invitation = invited(journey)
    registrar = journey.officer("registrar")
    registrar.get(f"/invitations/{invitation}")
    sent = registrar.hidden()
    registrar.post(f"/invitations/{invitation}/code", sent)
    (first,) = codes_of(journey, invitation)
    registrar.post(f"/invitations/{invitation}/code", sent)  # the same form again, or one of an older page
    assert [row.state for row in codes_of(journey, invitation)] == ["open"]
    assert "kills it at once" in registrar.text()
    registrar.post(f"/invitations/{invitation}/code", {**registrar.hidden(), "replaces": first.id})
    assert CODE.search(registrar.text())
    states = {row.id: row.state for row in codes_of(journey, invitation)}
    assert states.pop(first.id) == "withdrawn" and list(states.values()) == ["open"]


def test_a_code_is_withdrawn_after_a_question(journey: Journey) -> None:
    invitation = invited(journey)
    registrar = journey.officer("registrar")
    registrar.get(f"/invitations/{invitation}")
    registrar.post(f"/invitations/{invitation}/code", registrar.hidden())
    page = registrar.get(f"/invitations/{invitation}")
    (withdraw,) = re.findall(r"/invitations/[0-9a-f-]+/withdraw-code-[0-9a-f-]+", page)
    assert f'action="{withdraw}"' not in page
    registrar.get(withdraw)
    assert "stops working at once" in registrar.text()
    assert [row.state for row in codes_of(journey, invitation)] == ["open"]
    registrar.post(withdraw, registrar.hidden())
    assert "The code is withdrawn" in registrar.text()
    registrar.get(withdraw)
    assert registrar.status == 409


def codes_of(journey: Journey, invitation: str) -> tuple[PortalCodeRow, ...]:
    """Return what the registrar sees of an invitation's codes."""
    return journey.world.ports.queries.portal_codes(invitation, now=journey.world.clock.now())


def test_the_ministry_reviews_and_submits(journey: Journey) -> None:
    ids = applied(journey, invited(journey), 3, channel="mfa")
    ministry = journey.officer("mfa")
    ministry.get("/mfa")
    assert all(f"/mfa/people/{each}" in ministry.page for each in ids)
    ministry.post("/mfa/take", {**ministry.hidden(), "nomination_ids": ids[:2]})
    assert "Taken into review: 2." in ministry.text()
    ministry.send(f"/mfa/people/{ids[0]}", outcome="remarks", remarks="")
    assert ministry.status == 422 and 'id="e-remarks"' in ministry.page
    ministry.send(f"/mfa/people/{ids[0]}", outcome="remarks", remarks="The copy can't be read")
    assert ministry.path == f"/mfa/people/{ids[1]}"
    ministry.send(f"/mfa/people/{ids[1]}", outcome="cleared", remarks="")
    ministry.send(f"/mfa/people/{ids[2]}", outcome="cleared", remarks="")
    assert ministry.path == "/mfa"
    ministry.get("/mfa/forward")
    told = {"letter_number": "", "letter_date": str(day_of(journey.world.clock.now()))}
    ministry.post("/mfa/forward", {**ministry.hidden(), "nomination_ids": ids[:2], **told})
    assert ministry.status == 422 and ministry.page.count("checked") == 2
    ministry.post("/mfa/forward", {**ministry.hidden(), "nomination_ids": ids, **told, "letter_number": "04-15/2"})
    assert "Submitted to the CEC: 3." in ministry.text()
    counts = journey.world.ports.queries.nomination_counts(election_id="president-2027")
    assert counts == {"at_cec": 3}
    ministry.get(f"/mfa/people/{ids[0]}")
    assert 'name="outcome"' not in ministry.page and "04-15/2" in ministry.text()


def test_there_is_no_way_to_refuse_at_the_ministry(journey: Journey) -> None:
    (nomination,) = applied(journey, invited(journey), channel="mfa")
    ministry = journey.officer("mfa")
    ministry.get(f"/mfa/people/{nomination}")
    assert set(re.findall(r'name="outcome" value="(\w+)"', ministry.page)) == {"cleared", "remarks"}
    ministry.post(f"/mfa/people/{nomination}", {**ministry.hidden(), "outcome": "refused", "remarks": "No"})
    assert ministry.status == 422
    assert journey.world.ports.queries.nomination(nomination).row.state == "filed_mfa"


def test_the_ministry_sees_nobody_who_filed_with_the_cec(journey: Journey) -> None:
    (direct,) = applied(journey, invited(journey))
    ministry = journey.officer("mfa")
    assert direct not in ministry.get("/mfa")
    ministry.get(f"/mfa/people/{direct}")
    assert ministry.status == 404
    for path in ("/intake", "/people", f"/applications/{direct}"):
        ministry.get(path)
        assert ministry.status == 403, path


@pytest.mark.parametrize("days", [5, 6])
def test_the_age_is_an_alarm_after_the_days_of_the_rule_pack(journey: Journey, days: int) -> None:
    applied(journey, invited(journey), channel="mfa")
    journey.world.clock.shift += timedelta(days=days)
    ministry = journey.world.browser("mfa")
    ministry.get("/mfa")
    assert ("late" in ministry.text()) is (days > 5)


def test_intake_shows_receipt_channel_close_and_the_same_person_elsewhere(journey: Journey) -> None:
    invitation = invited(journey)
    first, second = applied(journey, invitation, 2), applied(journey, invitation, 1, channel="mfa")
    registrar = journey.officer("registrar")
    registrar.get("/intake")
    assert "PR-00001" in registrar.text() and "PR-00002" in registrar.text()
    assert "24:00 Presidential election · Bishkek time" in registrar.text() and "hours left" not in registrar.text()
    queries = journey.world.ports.queries
    application = queries.nomination(first[0]).row.application_id
    registrar.get(f"/applications/{application}")
    assert "The same document stands in another application" in registrar.text()
    registrar.post(f"/applications/{application}/receive", {**registrar.hidden(), "nomination_ids": first})
    assert "Received: 2." in registrar.text()
    registrar.post(f"/applications/{application}/begin-check", {**registrar.hidden(), "nomination_ids": first[:1]})
    assert queries.nomination(first[0]).row.state == "check"
    registrar.post(f"/applications/{application}/begin-check", registrar.hidden())
    assert registrar.status == 422 and "Nobody is chosen" in registrar.text()
    registrar.get("/people?text=vandermeerb&state=filed_mfa")
    assert registrar.page.count("X0000001") == 1 and second
    journey.world.clock.shift += timedelta(days=14)
    again = journey.world.browser("lawyer")
    again.get("/intake")
    assert "hours left" in again.text()


def test_the_close_of_the_window_is_said_one_way(journey: Journey) -> None:
    invitation = invited(journey)
    close = journey.world.ports.queries.election("president-2027").window_closes_at
    assert close is not None
    registrar = journey.officer("registrar")
    for lang in ("ky", "ru", "en"):
        for path in (f"/invitations/{invitation}", "/elections", "/elections/president-2027"):
            registrar.get(f"{path}?lang={lang}")
            assert until_text(close, lang) in registrar.text(), path
            assert instant_text(close, lang) not in registrar.text(), path
    texts = journey.world.app.extensions["catalogue"]
    assert texts.text("finding.closed_undecided", "en", closes_at=close).count("24:00") == 1
