"""An organisation's way from the code to a receipt: a list of thirty with three faulty rows, filing, the close."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

from server.usecases.make_portal_code import make_portal_code
from server.usecases.queries_of_applications import NominationFilter
from server.usecases.records import DocumentCopy
from tests.web.console.world import CONSOLE, PASSWORD, Browser
from tests.web.portal.world import PortalWorld

HEADERS = (
    "Surname (Latin),Given name (Latin),Citizenships (ISO codes),Document country (ISO code),Document number,"
    "Date of birth"
)


def a_list(people: int = 30) -> bytes:
    """Return a list whose rows 5, 6 and 7 are wrong: a date, a document number, a country."""
    rows = []
    for n in range(people):
        letters = "".join(chr(ord("a") + int(digit)) for digit in str(n + 10))
        cells = [f"Vander{letters}", "Hanneke", "NLD", "NLD", f"X{n:07d}", "1980-02-29"]
        if n == 3:
            cells[5] = "31.02.1980"
        if n == 4:
            cells[4] = "??"
        if n == 5:
            cells[2] = "Holland"
        rows.append(",".join(cells))
    return "\n".join([HEADERS, *rows]).encode()


def carried(browser: Browser) -> dict[str, str]:
    """Return every hidden field of the page's form."""
    inside = browser.page.split("<main", 1)[1]
    return dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', inside))


def opened(world: PortalWorld) -> tuple[Browser, str]:
    """Return a browser of organisation a and the path of its fresh draft."""
    browser = world.browser("a")
    browser.send(f"/invitations/{world.invitations['a']}/applications/new", channel="cec", contact_name="Marit",
                 contact_email="m@example.org", contact_phone="")  # fmt: skip
    assert browser.path.startswith("/applications/"), browser.text()
    return browser, browser.path


def people(world: PortalWorld, path: str) -> tuple[Any, ...]:
    narrowed = NominationFilter(application_id=path.rsplit("/", 1)[1], oldest_first=True)
    return world.ports.queries.nominations(narrowed, limit=100).rows


def copies(world: PortalWorld, path: str, *, besides: int = 0) -> None:
    rows = people(world, path)
    with world.ports.unit_of_work() as uow:
        for row in rows[: len(rows) - besides]:
            uow.add(DocumentCopy(uow.new_id(), row.application_id, row.id, "identity_document", "image/jpeg", 1, 3,
                                 b"jpg", world.accounts["a"], world.console.clock.now()))  # fmt: skip
        uow.commit()


def test_an_account_is_opened_once_with_the_code_of_the_invitation(world: PortalWorld) -> None:
    code = world.do(make_portal_code, invitation_id=world.invitations["a"])["code"]
    browser = world.browser(None)
    browser.get("/account/open?lang=en")
    browser.post("/account/open", {"code": "0000-0000-0000-0000"})
    assert "There is no such code" in browser.page
    browser.post("/account/open", {"code": code.lower().replace("-", " ")})
    assert "Lake Watch" in browser.text() and "Password" in browser.text()
    fields = {"code": code, "display_name": "Marit", "email": "m@example.org", "login": "marit",
              "new_password": PASSWORD, "again": PASSWORD}  # fmt: skip
    browser.post("/account/open", {**fields, "email": "nowhere"})
    assert browser.status == 422 and "marit" in browser.page and "e-mail address is wrong" in browser.page
    wrong = {"display_name": "", "email": "nowhere", "login": "Ма рит", "new_password": "short", "again": "other"}
    browser.post("/account/open", {**fields, **wrong})
    assert browser.status == 422
    for name in wrong:
        assert f'href="#f-{name}"' in browser.page, name
    browser.post("/account/open", fields)
    assert browser.path == "/" and "Presidential election" in browser.text()
    again = world.browser(None)
    again.get("/account/open?lang=en")
    again.post("/account/open", {**fields, "login": "other"})
    assert again.status == 409 and "opened with this code already" in again.page


def test_a_list_of_thirty_with_three_faulty_rows(world: PortalWorld) -> None:
    browser, path = opened(world)
    browser.get(f"{path}/import")
    browser.post(f"{path}/import", {**browser.hidden(), "list": (BytesIO(a_list()), "l.csv"), "propose": "rus"},
                 content_type="multipart/form-data")  # fmt: skip
    assert browser.status == 422 and "Rows: 30. New: 27." in browser.text()
    assert not people(world, path)
    browser.post(f"{path}/import", {**carried(browser), "step": "apply_right"}, content_type="multipart/form-data")
    assert "Added: 27" in browser.text() and len(people(world, path)) == 27
    mended = {"cell-5-birth_date": "1980-02-28", "cell-6-document_number": "Х0000004", "cell-7-citizenships": "NLD"}
    browser.post(
        f"{path}/import", {**carried(browser), **mended, "step": "check"}, content_type="multipart/form-data"
    )
    assert browser.status == 200 and "were read as Latin ones: X0000004" in browser.text()
    browser.post(f"{path}/import", {**carried(browser), "step": "apply"}, content_type="multipart/form-data")
    assert browser.path == path and len(people(world, path)) == 30
    browser.get(f"{path}/import")
    browser.post(f"{path}/import", {**browser.hidden(), "list": (BytesIO(a_list()), "l.csv"), "propose": "rus"},
                 content_type="multipart/form-data")  # fmt: skip
    assert "New: 0. Already there: 27." in browser.text()


def test_proposed_names_stay_and_can_be_mended(world: PortalWorld) -> None:
    browser, path = opened(world)
    told = {"list": (BytesIO(a_list()), "l.csv"), "propose": "rus"}
    browser.get(f"{path}/import")
    browser.post(f"{path}/import", {**browser.hidden(), **told}, content_type="multipart/form-data")
    shown = 'name="cell-2-surname_cyrillic" value="Вандер'
    assert shown in browser.page
    mended = {"cell-2-surname_cyrillic": "Наблюдатель", "cell-3-surname_cyrillic": "", "cell-3-given_cyrillic": "",
              "cell-7-citizenships": "NLD"}  # fmt: skip
    check = {**carried(browser), **mended, "step": "check"}
    browser.post(f"{path}/import", check, content_type="multipart/form-data")
    assert 'name="cell-2-surname_cyrillic" value="Наблюдатель"' in browser.page
    assert 'name="cell-3-surname_cyrillic" value=""' in browser.page
    assert 'name="cell-7-surname_cyrillic" value="Вандер' in browser.page  # right by now, so proposed by now
    apply = {**carried(browser), "step": "apply_right"}
    browser.post(f"{path}/import", apply, content_type="multipart/form-data")
    names = [row.name_cyrillic for row in people(world, path)]
    assert names[0].startswith("Наблюдатель") and not names[1] and names[2].startswith("Вандер")


def test_another_language_keeps_the_rows_that_wait_to_be_mended(world: PortalWorld) -> None:
    browser, path = opened(world)
    browser.get(f"{path}/import")
    browser.post(f"{path}/import", {**browser.hidden(), "list": (BytesIO(a_list()), "l.csv"), "propose": "rus"},
                 content_type="multipart/form-data")  # fmt: skip
    browser.post(f"{path}/import", {**carried(browser), "step": "apply_right"}, content_type="multipart/form-data")
    assert re.search(r'<button form="the-form"[^>]*formaction="\?lang=ru"[^>]*name="review"', browser.page)
    typed = {**carried(browser), "cell-5-birth_date": "1980-02-2", "review": "1"}
    browser.post(f"{path}/import?lang=ru", typed, content_type="multipart/form-data")
    assert '<html lang="ru"' in browser.page and 'value="1980-02-2"' in browser.page
    assert 'name="cell-6-' in browser.page and len(people(world, path)) == 27


def test_another_language_keeps_what_was_typed(world: PortalWorld) -> None:
    browser, path = opened(world)
    new = f"{path}/nominations/new"
    browser.get(new)
    assert 'formaction="?lang=ky"' in browser.page
    browser.post(f"{new}?lang=ky", {**browser.hidden(), "surname_latin": "Half", "review": "1"})
    assert browser.status == 200 and '<html lang="ky"' in browser.page and 'value="Half"' in browser.page
    assert 'role="alert"' not in browser.page
    stranger = world.browser(None)
    stranger.get("/login?next=/people")
    assert 'formaction="/login?next=' in stranger.page
    stranger.post("/login?lang=ru", {"login": "focal-a", "password": "", "next": "/people", "review": "1"})
    assert stranger.status == 200 and 'value="focal-a"' in stranger.page and 'value="/people"' in stranger.page


def test_complete_people_are_filed_and_a_receipt_is_held(world: PortalWorld) -> None:
    browser, path = opened(world)
    for n in range(2):
        browser.send(f"{path}/nominations/new", surname_latin=f"Vander{'ab'[n]}", given_latin="Anna",
                     cyrillic_language="rus", citizenships="NLD", birth_date="1980-02-29", document_kind="passport",
                     document_country="NLD", document_number=f"X000000{n}")  # fmt: skip
        assert browser.path.startswith("/nominations/"), browser.text()
    copies(world, path, besides=1)
    browser.send(f"{path}/check", only_complete="1")
    assert browser.path == f"{path}/receipt" and "PR-A-0001" in browser.text()
    assert [row.state for row in people(world, path)] == ["filed_cec", "draft"]
    browser.get("/people")
    assert "The CEC takes the papers in." in browser.text()
    filed = people(world, path)[0].id
    browser.send(f"{path}/withdraw")
    assert browser.status == 409 and "Nobody was chosen" in browser.text()
    browser.send(f"{path}/withdraw", nomination_ids=filed)
    assert "To be withdrawn: 1" in browser.text() and people(world, path)[0].state == "filed_cec"
    browser.post(f"{path}/withdraw", carried(browser))
    assert people(world, path)[0].state == "withdrawn"


def test_the_window_closes_while_the_form_is_open(world: PortalWorld) -> None:
    browser, path = opened(world)
    browser.send(f"{path}/nominations/new", surname_latin="Vander", cyrillic_language="rus", citizenships="NLD",
                 birth_date="1980-02-29", document_kind="passport", document_country="NLD",
                 document_number="X0000001")  # fmt: skip
    copies(world, path)
    browser.get(f"{path}/check")
    form = browser.hidden()
    world.close_window()
    world.console.clock.shift += timedelta(minutes=1)
    browser.sign_in("focal-a")
    browser.get(path)
    browser.post(f"{path}/check", {**form, "csrf_token": browser.token()})
    assert browser.status == 422 and "3.7" in browser.text() and "Everything you entered is kept" in browser.text()
    assert [row.state for row in people(world, path)] == ["draft"]


def test_the_same_by_json(world: PortalWorld) -> None:
    client = world.app.test_client()
    login = {"login": "focal-a", "password": PASSWORD}
    token = client.post("/api/v1/auth/login", json=login, base_url=CONSOLE).get_json()["access_token"]

    def call(method: str, path: str, **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        return client.open(f"/api/v1{path}", method=method, base_url=CONSOLE, headers=headers, **options)

    contact = {"name": "Marit", "email": "m@example.org"}
    made = call(
        "POST", "/applications", json={"invitation_id": world.invitations["a"], "channel": "cec", "contact": contact}
    )
    assert made.status_code == 201, made.text
    path = f"/applications/{made.get_json()['id']}"
    sent = {"list": (BytesIO(a_list()), "l.csv")}
    seen = call("POST", f"{path}/import?check=1", data=sent).get_json()
    assert (seen["fresh"], len(seen["errors"])) == (27, 3)
    sent = {"list": (BytesIO(a_list()), "l.csv")}
    added = call("POST", f"{path}/import?skip_wrong=1", data=sent).get_json()
    assert (added["added"], added["wrong"]) == (27, [5, 6, 7])
    copies(world, path, besides=1)
    filed = call("POST", f"{path}/file", json={"only_complete": True}).get_json()
    assert (filed["filed"], filed["left"], filed["number"]) == (26, 1, "PR-A-0001")
    rows = call("GET", f"{path}/nominations").get_json()["nominations"]
    one = call("GET", f"/nominations/{rows[0]['id']}").get_json()
    assert (one["nomination"]["state"], one["holder"]) == ("filed_cec", "cec")
    assert call("POST", f"{path}/withdraw", json={}).get_json()["withdrawn"] == 26
    said = call("POST", "/transliterations", json={"text": "Müller"}).get_json()
    assert said == {"text": "Мюллер"}
