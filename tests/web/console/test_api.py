"""The same verbs as JSON: bearer tokens, idempotency keys, problem+json, papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient

from server.accreditation.calendar import day_of
from tests.web.console.world import CONSOLE, PASSWORD, World, election_fields


@dataclass(slots=True)
class Client:
    """A program that speaks JSON with a bearer token."""

    client: FlaskClient
    token: str

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Return the answer to a call under /api/v1."""
        given = {"Authorization": f"Bearer {self.token}"} | {k.replace("_", "-"): v for k, v in headers.items()}
        return self.client.open(f"/api/v1{path}", method=method, json=body, headers=given, base_url=CONSOLE)


def enter(world: World, role: str) -> Client:
    client = world.app.test_client()
    body = {"login": role, "password": PASSWORD, "code": world.code(role)}
    answer = client.post("/api/v1/auth/login", json=body, base_url=CONSOLE)
    return Client(client, answer.get_json()["access_token"])


def election_body(world: World) -> dict[str, Any]:
    fields = election_fields(world)
    return {
        "code": fields["code"], "prefix": fields["prefix"], "kinds": fields["kinds"],
        "titles": {lang: fields[f"title_{lang}"] for lang in ("ky", "ru", "en")},
        "date_set_at": fields["date_set_at"] + ":00+06:00",
        "call_published_at": fields["call_published_at"] + ":00+06:00",
        "voting_days": fields["voting_days"], "window_rule": fields["window_rule"],
    }  # fmt: skip


def test_from_a_decree_to_a_revocation(world: World) -> None:
    registrar, approver, records = (enter(world, role) for role in ("registrar", "approver", "records"))
    assert registrar.call("POST", "/elections", election_body(world)).status_code == 201
    organisation = registrar.call(
        "POST", "/organisations", {"name": "Example Network", "origin": "foreign", "kind": "non_commercial"}
    ).get_json()["id"]
    draft = {"election": "president-2027", "subject": "List"}
    made = registrar.call("POST", "/decrees", draft, Idempotency_Key="k-1")
    again = registrar.call("POST", "/decrees", draft, Idempotency_Key="k-1")
    assert made.get_json()["id"] == again.get_json()["id"]
    assert again.headers["Idempotent-Replayed"] == "true"
    decree = f"/decrees/{made.get_json()['id']}"
    line = {"surname_latin": "Testova", "given_latin": "Anna", "citizenships": ["KAZ"], "document_country": "KAZ",
            "document_number": "N1000001", "organisation": organisation}  # fmt: skip
    assert registrar.call("POST", f"{decree}/lines", line).status_code == 201
    today = str(day_of(world.clock.now()))
    assert registrar.call("POST", f"{decree}/sign", {"number": "1", "decree_date": today}).status_code == 403
    assert approver.call("POST", f"{decree}/sign", {"number": "139", "decree_date": today}).status_code == 200
    assert records.call("POST", f"{decree}/publish").status_code == 200
    issued = registrar.call("POST", f"{decree}/certificates").get_json()
    (number,) = issued["numbers"]
    assert issued["published"][0]["connections"] == 3
    paper = registrar.call("GET", f"/certificates/{number}.pdf")
    badge = registrar.call("GET", f"/certificates/{number}/badge.pdf")
    assert paper.data[:5] == badge.data[:5] == b"%PDF-"
    assert registrar.call("GET", f"/certificates/{number}").get_json()["row"]["status"] == "valid"
    assert [
        row["number"] for row in registrar.call("POST", "/certificates/find", {"text": "testova"}).get_json()["rows"]
    ] == [number]
    revocation = {"certificates": [number], "kind": "V1", "facts": "Seen at noon.", "gross": False}
    drafted = registrar.call("POST", "/revocations", revocation).get_json()["id"]
    signed = approver.call("POST", f"/decrees/{drafted}/sign", {"number": "140", "decree_date": today}).get_json()
    assert signed["applied"] == 1
    gone = registrar.call("GET", f"/certificates/{number}.pdf")
    assert (gone.status_code, gone.get_json()["code"]) == (409, "certificate_not_live")


def test_refusals_are_problems_with_a_code_and_fields(world: World) -> None:
    registrar = enter(world, "registrar")
    answer = registrar.call("POST", "/elections", {"code": 5, "nothing": 1})
    body = answer.get_json()
    assert (answer.status_code, answer.mimetype, body["code"]) == (422, "application/problem+json", "invalid_input")
    assert {"path": "code", "code": "wrong_type"}.items() <= next(
        e for e in body["errors"] if e["path"] == "code"
    ).items()
    assert {e["code"] for e in body["errors"] if e["path"] == "nothing"} == {"unknown_field"}
    late = {**election_body(world), "voting_days": ["2020-01-01"]}
    refused = registrar.call("POST", "/elections", late).get_json()
    assert "voting_before_call" in (refused["code"], *(each["code"] for each in refused.get("errors", ())))
    assert set(refused["messages"]) == {"ky", "ru", "en"}


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"x"', '{"login": "a\\u0000", "password": "b"}', "9" * 5000])
def test_bodies_that_are_no_objects_are_refused(world: World, body: str) -> None:
    answer = world.app.test_client().post(
        "/api/v1/auth/login", data=body, content_type="application/json", base_url=CONSOLE
    )
    assert answer.status_code in (400, 422), answer.text
    assert answer.mimetype == "application/problem+json"


def test_a_cookie_session_needs_the_form_token(world: World) -> None:
    browser = world.browser("registrar")
    browser.get("/")
    body = {"name": "Example", "origin": "foreign", "kind": "other"}
    bare = browser.client.post("/api/v1/organisations", json=body, base_url=CONSOLE)
    assert (bare.status_code, bare.get_json()["code"]) == (403, "csrf_failed")
    token = {"X-CSRF-Token": browser.token()}
    assert browser.client.post("/api/v1/organisations", json=body, headers=token, base_url=CONSOLE).status_code == 201


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."])
def test_a_made_up_token_opens_nothing(world: World, token: str) -> None:
    answer = Client(world.app.test_client(), token).call("GET", "/elections")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unauthorised")
