"""``POST /api/v1/verify`` and the status by number: the phone's verdicts, and nothing kept."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from server.credential.verdict import COLOURS
from server.web.i18n import LANGUAGES, load_catalogue
from server.web.public import _HERE, VERIFIER_WEB
from tests.publishing import qr_of, revoked
from tests.web.public.conftest import Site


def verify(site: Site, **body: Any) -> dict[str, Any]:
    answer = site.client.post("/api/v1/verify", data=json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return dict(answer.get_json())


def test_a_genuine_certificate_is_valid_with_claims_term_and_three_languages(standing_site: Site) -> None:
    verdict = verify(
        standing_site, qr_text=qr_of(standing_site.commission, standing_site.numbers[0]), document_number="X0000001"
    )
    assert (verdict["code"], verdict["colour"], verdict["document_match"]) == ("valid", "green", True)
    assert verdict["claims"]["number"] == standing_site.numbers[0]
    assert verdict["term"]["basis"] == 0 and verdict["term"]["last_day"] is None
    assert verdict["status"]["seq"] >= 1 and verdict["status"]["age_seconds"] == 0
    assert set(verdict["messages"]) == set(LANGUAGES)
    assert verdict["clock_wrong"] is False and verdict["revocation"] is None


def test_another_document_turns_it_amber(standing_site: Site) -> None:
    verdict = verify(
        standing_site, qr_text=qr_of(standing_site.commission, standing_site.numbers[0]), document_number="Y1"
    )
    assert (verdict["code"], verdict["colour"], verdict["document_match"]) == ("valid", "amber", False)


def test_revocation_is_red_at_once_with_minute_and_decree(site: Site) -> None:
    revoked(site.commission, site.numbers[2])
    verdict = verify(site, qr_text=qr_of(site.commission, site.numbers[2]))
    assert (verdict["code"], verdict["colour"]) == ("revoked", "red")
    assert verdict["revocation"]["kind"] == "V1" and verdict["revocation"]["decree_number"]
    assert verify(site, qr_text=qr_of(site.commission, site.numbers[3]))["code"] == "valid"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_a_credential"),
        ("hello", "not_a_credential"),
        ("HTTPS://O.EXAMPLE.KG/V#1", "malformed"),
        ("https://evil.example/V#123", "other_host"),
        ("\ud800", "not_a_credential"),
        ("\x00", "not_a_credential"),
        ("HTTPS://O.EXAMPLE.KG/V#" + "9" * 20_000, "malformed"),
    ],
)
def test_any_text_gets_a_verdict(standing_site: Site, text: str, code: str) -> None:
    verdict = verify(standing_site, qr_text=text)
    assert verdict["code"] == code
    assert "claims" not in verdict


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"{}", "application/json", 422, "invalid_input"),
        (b"[]", "application/json", 422, "invalid_input"),
        (b"null", "application/json", 422, "invalid_input"),
        (b'{"qr_text": 1}', "application/json", 422, "invalid_input"),
        (b'{"qr_text": null}', "application/json", 422, "invalid_input"),
        (b'{"qr_text": "x", "extra": 1}', "application/json", 422, "invalid_input"),
        (b'{"qr_text": "x", "document_number": []}', "application/json", 422, "invalid_input"),
        (json.dumps({"qr_text": "x" * 40_000}).encode(), "application/json", 422, "invalid_input"),
        (b"{", "application/json", 400, "invalid_json"),
        (b"", "application/json", 400, "invalid_json"),
        (b"\xff\xfe", "application/json", 400, "invalid_json"),
        (b'{"qr_text": ' + b"[" * 20_000, "application/json", 400, "invalid_json"),
        (b'{"qr_text": ' + b"1" * 5_000 + b"}", "application/json", 400, "invalid_json"),
        (b"qr_text=x", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b'{"qr_text": "x"}', "text/plain", 415, "unsupported_media_type"),
        (b'{"qr_text": "' + b"x" * 70_000 + b'"}', "application/json", 413, "body_too_large"),
    ],
)
def test_a_wrong_request_is_named(
    standing_site: Site, body: bytes, content_type: str, status: int, code: str
) -> None:
    answer = standing_site.client.post("/api/v1/verify", data=body, content_type=content_type)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"
    assert set(answer.get_json()["messages"]) == set(LANGUAGES)


def test_neither_path_of_the_answer_is_logged(standing_site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    text = qr_of(standing_site.commission, standing_site.numbers[0])
    verify(standing_site, qr_text=text)
    standing_site.client.post("/api/v1/verify", json={"qr_text": text, "more": 1})
    assert "O.EXAMPLE.KG" not in caplog.text and "127.0.0.1" not in caplog.text


def test_a_number_in_force_is_never_green(site: Site) -> None:
    answer = site.client.get(f"/api/v1/certificates/{site.numbers[0]}")
    assert answer.status_code == 200
    document = answer.get_json()
    assert (document["code"], document["colour"]) == ("number_in_force", "amber")
    assert "claims" not in document
    revoked(site.commission, site.numbers[0])
    assert site.client.get(f"/api/v1/certificates/{site.numbers[0]}").get_json()["code"] == "revoked"


@pytest.mark.parametrize(
    ("number", "status", "code"),
    [("PR0000X", 422, "certificate_number_invalid"), ("%20", 422, "certificate_number_invalid")],
)
def test_a_mistyped_number_is_refused(standing_site: Site, number: str, status: int, code: str) -> None:
    answer = standing_site.client.get(f"/api/v1/certificates/{number}")
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_asking_for_numbers_is_limited_without_keeping_addresses(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = site.client
    statuses = [client.get(f"/api/v1/certificates/{site.numbers[0]}").status_code for _ in range(70)]
    assert statuses[0] == 200 and statuses[-1] == 429
    refused = client.get(f"/api/v1/certificates/{site.numbers[0]}")
    assert refused.get_json()["code"] == "rate_limited" and refused.headers["Retry-After"]
    assert "127.0.0.1" not in caplog.text
    other = client.get(f"/api/v1/certificates/{site.numbers[0]}", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert other.status_code == 200


def test_every_code_has_a_sentence_in_each_language() -> None:
    catalogue = load_catalogue(_HERE / "locales")
    for code in COLOURS:
        assert len(set(catalogue.all(f"verdict.{code}").values())) == 3, code
    assert VERIFIER_WEB.is_dir()
