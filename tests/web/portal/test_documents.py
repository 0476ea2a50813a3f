"""Copies at the portal and at the desks, by pages and JSON: answered, out of reach, refused, logged."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest

from server.usecases.applications import open_application
from server.usecases.file_application import file_application
from server.usecases.intake import receive_nominations
from server.usecases.nominate import add_nomination
from tests.mission import CONTACT, mission_line
from tests.unit.documents import hostile
from tests.uploaders import jpeg
from tests.web.console.world import CONSOLE, Browser
from tests.web.portal.world import PortalWorld

PICTURE = jpeg()
OCTETS = {"Content-Type": "application/octet-stream"}


@pytest.fixture
def person(world: PortalWorld) -> str:
    """Return a person on the list of organisation "a"."""
    application = world.do(
        open_application, by=world.actor(), invitation_id=world.invitations["a"], channel="cec", contact=CONTACT
    )
    return str(world.do(add_nomination, by=world.actor(), application_id=application, line=mission_line(1))["id"])


def filed(world: PortalWorld, person: str) -> None:
    """File the person's application and receive it at the CEC."""
    application = world.ports.queries.nomination(person).row.application_id
    world.do(file_application, by=world.actor(), application_id=application)
    world.do(receive_nominations, nomination_ids=[person])


def send(browser: Browser, person: str, content: bytes = PICTURE, kind: str = "identity_document") -> str:
    """Send a file by the plain form; return the copy's id, or "" where it was refused."""
    address = f"/nominations/{person}/documents"
    browser.get(address)
    fields = {**browser.hidden(), "kind": kind, "replaces": "", "file": (BytesIO(content), "../../etc/passwd.jpg")}
    page = browser.post(address, fields, content_type="multipart/form-data")
    found = re.findall(r'class="kept-copy" id="copy-([0-9a-f-]{36})"', page)
    return found[-1] if found and browser.status == 200 else ""


def call(browser: Browser, method: str, path: str, **more: Any) -> Any:
    """Call the JSON interface with the session's cookie and form token."""
    if not browser.page or 'name="csrf_token"' not in browser.page:
        browser.get("/")
    headers = {"X-CSRF-Token": browser.token(), "Sec-Fetch-Site": "same-origin", **more.pop("headers", {})}
    return browser.client.open(f"/api/v1{path}", method=method, base_url=CONSOLE, headers=headers, **more)


def test_a_file_sent_by_the_form_is_shown_as_it_is_kept(world: PortalWorld, person: str) -> None:
    browser = world.browser()
    document = send(browser, person)
    answer = browser.client.get(f"/documents/{document}?page=1", base_url=CONSOLE)
    assert answer.data.startswith(b"\xff\xd8\xff") and answer.data != PICTURE
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == f'inline; filename="identity_document-{document[:8]}.jpg"'
    assert "passwd" not in browser.page


def test_pages_of_a_pdf_are_pictures_and_the_whole_is_handed_over(world: PortalWorld, person: str) -> None:
    browser = world.browser()
    document = send(browser, person, hostile.pdf(2))
    for number, status in ((1, 200), (2, 200), (3, 404), (0, 404)):
        answer = browser.client.get(f"/documents/{document}?page={number}", base_url=CONSOLE)
        assert answer.status_code == status
        assert status != 200 or (answer.mimetype == "image/jpeg" and answer.data.endswith(b"\xff\xd9"))
    whole = browser.client.get(f"/documents/{document}", base_url=CONSOLE)
    assert whole.mimetype == "application/pdf" and hostile.CANARY not in whole.data
    assert whole.headers["Content-Disposition"].startswith("attachment;")
    assert browser.client.get(f"/documents/{document}?page=x", base_url=CONSOLE).status_code == 400


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"GIF89a", "neither a JPEG"),
        (b"", "empty"),
        (hostile.pdf(11), "11 pages"),
        (hostile.pdf(password="secret"), "password"),
        (PICTURE[:900], "damaged"),
    ],
)
def test_a_refused_file_is_explained_and_nothing_is_kept(
    world: PortalWorld, person: str, content: bytes, words: str
) -> None:
    browser = world.browser()
    assert send(browser, person, content) == ""
    assert browser.status == 422 and words in browser.text()
    assert world.ports.queries.nomination(person).copies == ()


def test_a_form_sent_twice_keeps_one_copy(world: PortalWorld, person: str) -> None:
    browser = world.browser()
    address = f"/nominations/{person}/documents"
    browser.get(address)
    hidden = browser.hidden()
    for _ in range(2):
        fields = {**hidden, "kind": "evidence", "replaces": "", "file": (BytesIO(PICTURE), "x.jpg")}
        browser.post(address, fields, content_type="multipart/form-data")
        assert browser.status == 200
    assert len(world.ports.queries.nomination(person).copies) == 1


def test_an_upload_by_the_interface_from_beginning_to_removal(world: PortalWorld, person: str) -> None:
    browser = world.browser()
    key = {"Idempotency-Key": "begun once"}
    told = {"kind": "identity_document", "total_bytes": len(PICTURE)}
    begun = [call(browser, "POST", f"/nominations/{person}/uploads", json=told, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in begun] == [201, 201]
    assert begun[0].json["id"] == begun[1].json["id"]
    upload, octets = begun[0].json["id"], OCTETS
    first = call(browser, "PUT", f"/uploads/{upload}?start=0", data=PICTURE[:5000], headers=octets)
    assert first.json["received_bytes"] == 5000
    ahead = call(browser, "PUT", f"/uploads/{upload}?start=9000", data=b"x", headers=octets)
    assert (ahead.status_code, ahead.json["code"]) == (409, "upload_offset_wrong")
    assert call(browser, "GET", f"/uploads/{upload}").json["received_bytes"] == 5000
    assert call(browser, "GET", f"/nominations/{person}/uploads").json["rows"][0]["id"] == upload
    unfinished = call(browser, "POST", f"/uploads/{upload}/finish", json={})
    assert (unfinished.status_code, unfinished.json["code"]) == (409, "upload_incomplete")
    call(browser, "PUT", f"/uploads/{upload}?start=5000", data=PICTURE[5000:], headers=octets)
    kept = call(browser, "POST", f"/uploads/{upload}/finish", json={})
    assert kept.status_code == 200 and kept.json["media_type"] == "image/jpeg"
    assert call(browser, "GET", f"/documents/{kept.json['id']}").data.startswith(b"\xff\xd8\xff")
    assert call(browser, "GET", f"/nominations/{person}/documents").json["rows"][0]["id"] == kept.json["id"]
    assert call(browser, "DELETE", f"/documents/{kept.json['id']}").status_code == 200
    assert call(browser, "GET", f"/documents/{kept.json['id']}").json["code"] == "document_deleted"


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("POST", "/nominations/{person}/uploads", {"json": {"kind": "secret", "total_bytes": 5}}, 422),
        ("POST", "/nominations/{person}/uploads", {"json": {"kind": "photo", "total_bytes": "5"}}, 422),
        ("POST", "/nominations/{person}/uploads", {"json": {"kind": "photo", "total_bytes": -5}}, 422),
        ("POST", "/nominations/{person}/uploads", {"json": {"kind": "photo", "total_bytes": 10**9}}, 422),
        ("POST", "/nominations/{person}/uploads", {"data": "x"}, 415),
        ("PUT", "/uploads/none?start=0", {"data": b"x"}, 415),
        (
            "PUT",
            "/uploads/none?start=-1",
            {"data": b"x", "headers": OCTETS},
            422,
        ),
        (
            "PUT",
            "/uploads/none?start=0",
            {"data": b"x", "headers": OCTETS},
            404,
        ),
        ("POST", "/uploads/none/finish", {"json": {"crop": {"left": "a"}}}, 422),
        ("POST", "/uploads/none/finish", {"json": {"crop": {"depth": 1}}}, 422),
        ("POST", "/uploads/none/finish", {"json": {"crop": {"left": 0.1}}}, 422),
        ("GET", "/documents/none", {}, 404),
        ("GET", "/documents/log", {}, 404),
    ],
)
def test_bad_input_is_a_clear_refusal(
    world: PortalWorld, person: str, method: str, path: str, more: dict[str, Any], status: int
) -> None:
    answer = call(world.browser(), method, path.format(person=person), **more)
    assert answer.status_code == status, answer.data
    assert answer.json["code"] and answer.json["messages"]["ky"]


def test_organisation_b_reaches_nothing_of_a(world: PortalWorld, person: str) -> None:
    mine, other = world.browser("a"), world.browser("b")
    document = send(mine, person)
    begun = call(mine, "POST", f"/nominations/{person}/uploads", json={"kind": "photo", "total_bytes": 3})
    upload, octets = begun.json["id"], OCTETS
    for method, path, more in (
        ("GET", f"/documents/{document}", {}),
        ("DELETE", f"/documents/{document}", {}),
        ("GET", f"/nominations/{person}/documents", {}),
        ("GET", f"/nominations/{person}/uploads", {}),
        ("POST", f"/nominations/{person}/uploads", {"json": {"kind": "photo", "total_bytes": 3}}),
        ("GET", f"/uploads/{upload}", {}),
        ("PUT", f"/uploads/{upload}?start=0", {"data": b"abc", "headers": octets}),
        ("POST", f"/uploads/{upload}/finish", {"json": {}}),
    ):
        assert call(other, method, path, **more).status_code == 404, (method, path)
    for path in (f"/documents/{document}", f"/nominations/{person}/documents"):
        other.get(path)
        assert other.status == 404
    other.post(f"/documents/{document}/remove", other.hidden() if 'name="csrf_token"' in other.page else {})
    assert other.status in (403, 404)
    assert world.ports.queries.nomination(person).copies[0].deleted_at is None


def test_the_desk_reads_and_the_auditor_sees_who_did(world: PortalWorld, person: str) -> None:
    document = send(world.browser(), person)
    registrar, auditor = world.console.browser("registrar"), world.console.browser("auditor")
    early = registrar.client.get(f"/documents/{document}", base_url=CONSOLE)
    assert early.status_code == 409 and b"have not reached" in early.data
    filed(world, person)
    seen = registrar.client.get(f"/documents/{document}?page=1&purpose=check", base_url=CONSOLE)
    assert seen.data.startswith(b"\xff\xd8\xff")
    assert registrar.client.get(f"/documents/{document}?purpose=fun", base_url=CONSOLE).status_code == 422
    for role in ("approver", "records", "auditor", "administrator", "custodian"):
        answer = world.console.browser(role).client.get(f"/documents/{document}", base_url=CONSOLE)
        assert answer.status_code == 403, role
    auditor.get("/documents/log")
    assert "Registrar" in auditor.text() and "check sheet" in auditor.text()
    name = world.ports.queries.nomination(person).row.name_latin
    assert name not in auditor.page
    assert len(world.ports.queries.document_accesses().rows) == 1
    rows = call(auditor, "GET", "/documents/log").json["rows"]
    assert [(row["reader"], row["purpose"]) for row in rows] == [("Registrar", "check")]


def test_removed_copies_stand_among_the_deletions(world: PortalWorld, person: str) -> None:
    browser, auditor = world.browser(), world.console.browser("auditor")
    auditor.get("/documents/log")
    assert "nothing" in auditor.text().lower() or auditor.status == 200
    document = send(browser, person)
    browser.post(f"/documents/{document}/remove", browser.hidden())
    assert browser.status == 200 and browser.path == f"/nominations/{person}/documents"
    auditor.get("/documents/log?show=deletions")
    assert "replaced or removed" in auditor.text() and "Lake Watch" in auditor.text()


def test_the_closed_papers_say_so_and_take_nothing(world: PortalWorld, person: str) -> None:
    browser = world.browser()
    send(browser, person)
    filed(world, person)
    browser.get(f"/nominations/{person}/documents")
    assert "data-upload" not in browser.page and "were returned" in browser.text()
    late = call(browser, "POST", f"/nominations/{person}/uploads", json={"kind": "photo", "total_bytes": 3})
    assert (late.status_code, late.json["code"]) == (409, "documents_closed")
