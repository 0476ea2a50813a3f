"""Any bytes in any field: a clear answer, nothing lost, never a 500."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from server.web import console
from tests.web.console.journeys import Journey
from tests.web.console.world import CONSOLE, World, build_world

ODD = (
    "", " ", "\0", "a\0b", "\ufffd", "\u202eevil", "x" * 5000, "😀" * 300, "ӨҮҢөүң", "<script>alert(1)</script>",
    "' OR 1=1 --", "../../etc/passwd", "-1", "0", "99999999999999999999", "2026-13-45", "31.02.2027", "0001-01-01",
    "9999-12-31T23:59", "2027-01-24T25:61", "NaN", "null", "[]", "{}", "%00", "\r\nSet-Cookie: a=b", "\u0000\u0001",
    "e\u0301" * 50, "{0}", "{surname}", "${7*7}", "\t\n", "V1", "1" * 400, "KGZ", "٣٤", "\u200b",
)  # fmt: skip
FORMS = (
    ("registrar", "/elections/new", ("code", "prefix", "kinds", "title_ky", "title_ru", "title_en", "date_set_at",
                                     "call_published_at", "voting_days", "window_rule")),
    ("registrar", "/organisations/new", ("name", "name_ky", "name_ru", "origin", "kind", "country")),
    ("registrar", "/decrees/new", ("election_id", "subject")),
    ("registrar", "/elections/{election}/edit", ("title_ky", "date_set_at", "voting_days", "window_rule")),
    ("registrar", "/elections/{election}/act?kind=results_publication", ("day", "facts")),
    ("registrar", "/decrees/{draft}/lines/new", ("surname_latin", "given_latin", "surname_cyrillic",
     "cyrillic_language", "citizenships", "document_country", "document_number", "birth_date", "organisation")),
    ("registrar", "/accreditations/{accreditation}/revoke", ("kind", "facts", "gross", "effective_at")),
    ("registrar", "/certificates/{number}/replace", ("reason", "facts")),
    ("registrar", "/certificates/{number}/correct", ("surname_latin", "citizenships", "document_number", "facts")),
    ("registrar", "/find", ("text",)),
    ("approver", "/decrees/{draft}/sign", ("number", "decree_date")),
    ("records", "/account", ("old_password", "new_password", "again")),
)  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Journey, dict[str, str]]:
    """Return one console with something in it, and the ids that paths need."""
    journey = Journey(build_world(Path(tmp_path_factory.mktemp("console"))))
    (number,) = journey.certificates()
    registrar = journey.officer("registrar")
    registrar.send("/decrees/new", election_id="president-2027", subject="Second list")
    ids = {
        "election": "president-2027", "number": number, "draft": registrar.path.rsplit("/", 1)[-1],
        "accreditation": journey.accreditation(number),
    }  # fmt: skip
    return journey, ids


@pytest.mark.parametrize(("role", "path", "names"), FORMS, ids=[form[1] for form in FORMS])
def test_odd_values_never_break_a_form(
    told: tuple[Journey, dict[str, str]], role: str, path: str, names: tuple[str, ...]
) -> None:
    journey, ids = told
    browser = journey.officer(role)
    address = path.format(**ids)
    chance = random.Random(path)
    for odd in ODD:
        browser.get(address)
        fields: dict[str, Any] = {name: chance.choice((odd, odd, chance.choice(ODD))) for name in names}
        browser.post(address, {**browser.hidden(), **fields})
        assert browser.status in (200, 400, 409, 413, 422, 429), (browser.status, fields, browser.text())
        assert "<script>alert(1)" not in browser.page
        assert "\0" not in browser.page


def test_what_was_typed_stays(told: tuple[Journey, dict[str, str]]) -> None:
    browser = told[0].officer("registrar")
    browser.send("/elections/new", code="Not A Code!", prefix="PR", title_ky="Ой-пикир «Ө»", voting_days="2027-99-99")
    assert browser.status == 422
    assert 'value="Not A Code!"' in browser.page
    assert 'value="Ой-пикир «Ө»"' in browser.page
    assert 'role="alert"' in browser.page
    assert 'href="#f-voting_days"' in browser.page


ADDRESSES = (
    "/decrees/{odd}", "/decrees/{odd}/sign", "/elections/{odd}", "/persons/{odd}", "/certificates/{odd}",
    "/certificates/{odd}/certificate.pdf", "/batches/{odd}", "/attachments/{odd}", "/accreditations/{odd}/revoke",
    "/revocations/{odd}/annul", "/lists/observers.{odd}", "/static/{odd}", "/device/{odd}", "/nowhere/{odd}",
    "/api/v1/certificates/{odd}", "/api/v1/certificates/{odd}.pdf", "/api/v1/decrees/{odd}", "/api/v1/persons/{odd}",
    "/certificates?after={odd}", "/certificates?status={odd}&text={odd}", "/acts?subject={odd}&after={odd}",
    "/decrees?state={odd}&kind={odd}&election_id={odd}&after={odd}", "/organisations?text={odd}&after={odd}",
    "/elections/president-2027/act?kind={odd}&day={odd}", "/find?text={odd}", "/login?next={odd}&lang={odd}",
    "/api/v1/acts?limit={odd}", "/api/v1/elections/president-2027/acts/preview?kind={odd}&day={odd}",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_odd_addresses_are_answered(told: tuple[Journey, dict[str, str]], address: str) -> None:
    browser = told[0].officer("registrar")
    for odd in ("x", "%00", "%FF", "a" * 3000, "..%2f..%2fetc", "😀", "' OR 1=1", "-1", "<script>", "9" * 30):
        answer = browser.client.get(address.format(odd=odd), base_url=CONSOLE)
        assert answer.status_code < 500, (address, odd, answer.text)
        assert "<script>" not in answer.text.replace('<script type="module"', "") or "json" in answer.mimetype
        answer.close()


def test_an_upload_that_is_too_large_is_told_so(told: tuple[Journey, dict[str, str]]) -> None:
    journey, ids = told
    browser = journey.officer("registrar")
    browser.get(f"/decrees/{ids['draft']}/import")
    part = b'--b\r\nContent-Disposition: form-data; name="list"; filename="a.csv"\r\n\r\n'
    body = part + b"x" * (console.MAX_BODY_BYTES + 1) + b"\r\n--b--\r\n"
    browser.post(f"/decrees/{ids['draft']}/import", body, content_type="multipart/form-data; boundary=b")
    assert browser.status == 413
    assert "smaller file" in browser.text()


def test_a_body_of_a_million_parts_is_refused(told: tuple[Journey, dict[str, str]]) -> None:
    journey, _ids = told
    browser = journey.officer("registrar")
    browser.get("/organisations/new")
    body = "&".join(["a=b"] * 300_000) + f"&csrf_token={browser.token()}"
    browser.post("/organisations/new", body, content_type="application/x-www-form-urlencoded")
    assert browser.status in (403, 413, 422)
    parts = (
        "".join(f'--b\r\nContent-Disposition: form-data; name="a{n}"\r\n\r\nx\r\n' for n in range(5000)) + "--b--\r\n"
    )
    browser.post("/organisations/new", parts, content_type="multipart/form-data; boundary=b")
    assert browser.status == 413


def test_bodies_that_are_no_forms_are_answered(world: World) -> None:
    client = world.app.test_client()
    for path in ("/login", "/api/v1/auth/login", "/api/v1/auth/refresh"):
        for body in (b"\xff\xfe\x00", b"{", b'{"login": 1}', b"[]" * 1000, b'{"login": {"$ne": 1}, "password": []}'):
            for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data", "text/xml"):
                answer = client.post(path, data=body, content_type=kind, base_url=CONSOLE)
                assert answer.status_code < 500, (path, kind, body, answer.text)
