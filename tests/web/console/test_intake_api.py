"""Invitations and the desks before the check, as JSON."""

from __future__ import annotations

from typing import Any

from server.accreditation.calendar import day_of
from tests.applicants import filed
from tests.web.console.test_api import Client, election_body, enter
from tests.web.console.world import World


def dispatched(world: World, registrar: Client, ministry: Client) -> str:
    """Draft, issue and dispatch an invitation; return its id."""
    registrar.call("POST", "/elections", election_body(world))
    network = {"name": "Example Network", "origin": "foreign", "kind": "non_commercial"}
    told: dict[str, Any] = {"election_id": "president-2027", "issuer": "cabinet", "planned": 5}
    told["organisation_id"] = registrar.call("POST", "/organisations", network).get_json()["id"]
    made = registrar.call("POST", "/invitations", told, Idempotency_Key="k").get_json()["id"]
    assert registrar.call("POST", "/invitations", told, Idempotency_Key="k").get_json()["id"] == made
    today = str(day_of(world.clock.now()))
    early = registrar.call("POST", f"/invitations/{made}/issue", {"letter_number": "7", "letter_date": "2026-01-01"})
    assert (early.status_code, early.get_json()["clause"]) == (422, "2.2")
    registrar.call("POST", f"/invitations/{made}/issue", {"letter_number": "7", "letter_date": today})
    sent = {"dispatcher": "mfa", "dispatched_on": today}
    assert ministry.call("POST", f"/invitations/{made}/dispatch", sent).status_code == 200
    return str(made)


def test_from_the_invitation_to_the_beginning_of_the_check(world: World) -> None:
    registrar, ministry = enter(world, "registrar"), enter(world, "mfa")
    invitation = dispatched(world, registrar, ministry)
    code = registrar.call("POST", f"/invitations/{invitation}/codes").get_json()
    listed = registrar.call("GET", f"/invitations/{invitation}/codes").get_data(as_text=True)
    assert code["id"] in listed and code["code"] not in listed
    second = registrar.call("POST", f"/invitations/{invitation}/codes")
    assert (second.status_code, second.get_json()["code"]) == (409, "portal_code_open")
    assert registrar.call("POST", f"/invitations/{invitation}/codes?replaces={code['id']}").status_code == 201
    ids = filed(world, 2, channel="mfa", invitation=invitation, created_by=world.users["registrar"])
    review = ministry.call("POST", f"/mfa/nominations/{ids[0]}/review", {"outcome": "refused"})
    assert (review.status_code, review.get_json()["code"], review.get_json()["clause"]) == (
        422, "mfa_cannot_refuse", "3.2",
    )  # fmt: skip
    for each in ids:
        ministry.call("POST", f"/mfa/nominations/{each}/review", {"outcome": "cleared"})
    letter = {"letter_number": "4", "letter_date": str(day_of(world.clock.now()))}
    sent = ministry.call("POST", "/mfa/forward", {"nomination_ids": ids, **letter})
    assert sent.get_json()["forwarded"] == 2
    assert registrar.call("POST", "/nominations/begin-check", {"nomination_ids": ids}).get_json()["begun"] == 2
    seen = ministry.call("GET", f"/mfa/nominations/{ids[0]}").get_json()
    assert seen["person"]["state"] == "at_cec" and "checks" not in seen
    application = registrar.call("GET", "/applications").get_json()["rows"][0]
    assert application["states"] == {"check": 2}
    shown = registrar.call("GET", f"/applications/{application['id']}").get_json()
    assert [each["id"] for each in shown["people"]] == ids and shown["twins"] == []


def test_each_desk_keeps_to_its_own(world: World) -> None:
    registrar, ministry, records = (enter(world, role) for role in ("registrar", "mfa", "records"))
    invitation = dispatched(world, registrar, ministry)
    (direct,) = filed(world, invitation=invitation, created_by=world.users["registrar"])
    assert ministry.call("GET", f"/mfa/nominations/{direct}").status_code == 404
    assert ministry.call("GET", "/nominations").status_code == 403
    assert ministry.call("GET", "/mfa/nominations").get_json()["rows"] == []
    assert records.call("POST", "/nominations/receive", {"nomination_ids": [direct]}).status_code == 403
    assert registrar.call("POST", "/nominations/receive", {"nomination_ids": []}).status_code == 422
    assert registrar.call("DELETE", f"/invitations/{invitation}").status_code == 409
