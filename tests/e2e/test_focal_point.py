"""An organisation's way in a real browser, in Kyrgyz and English: from the code in the letter to papers sent back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from server.accreditation.calendar import day_of
from tests.e2e.commission_by_api import ELECTION, CommissionByApi
from tests.e2e.focal_point import FocalPoint
from tests.e2e.product import Product
from tests.uploaders import jpeg

pytestmark = [pytest.mark.xdist_group("product"), pytest.mark.timeout(240)]
HEAD = "surname_latin,given_latin,citizenships,document_country,document_number,birth_date"
LANGUAGES = ("ky", "en")
NOTE = "The page is cut off at its edge (invented)."
WORDS = {
    "ky": {"draft": "Долбоор: 2", "filed": "БШКга берилди", "check": "Текшерилүүдө",
           "returned": "Толуктоого кайтарылды"},
    "en": {"draft": "Draft: 2", "filed": "Filed with the CEC", "check": "Being checked",
           "returned": "Returned to be completed"},
}  # fmt: skip


def code_of_a_letter(commission: CommissionByApi, *, place: int) -> str:
    """Invite the organisation at a place of the list by a letter of today; return the code that goes with it."""
    today = str(day_of(datetime.now(UTC)))
    organisation = commission.call("registrar", "/organisations")["rows"][place]["id"]
    draft = {"election_id": ELECTION, "organisation_id": organisation, "issuer": "cec", "planned": 2}
    made = commission.call("registrar", "/invitations", body=draft)
    invitation = f"/invitations/{made['id']}"
    commission.call("registrar", f"{invitation}/issue", body={"letter_number": f"9-{place}", "letter_date": today})
    sent = {"dispatcher": "cec", "dispatched_on": today}
    commission.call("registrar", f"{invitation}/dispatch", body=sent)
    return str(commission.call("registrar", f"{invitation}/codes", body={})["code"])


def send_back(commission: CommissionByApi, number: str, surname: str) -> None:
    """Receive an application, begin its check, and send one person's papers back."""
    rows = commission.call("registrar", f"/nominations?election_id={ELECTION}&state=filed_cec&limit=200")["rows"]
    own = [row for row in rows if row["number"] == number]
    ids = {"nomination_ids": [row["id"] for row in own]}
    commission.call("registrar", "/nominations/receive", body=ids)
    commission.call("registrar", "/nominations/begin-check", body=ids)
    person = next(row["id"] for row in own if surname in row["name_latin"])
    missing = {"missing": ["copy_legible"], "note": NOTE}
    commission.call("registrar", f"/nominations/{person}/return", body=missing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_focal_point_goes_from_the_code_to_papers_sent_back(
    browser: Browser, product: Product, tmp_path: Path, language: str
) -> None:
    said = WORDS[language]
    commission = CommissionByApi(product, series="F", roles=("registrar",))
    code = code_of_a_letter(commission, place=2 + LANGUAGES.index(language))
    focal = FocalPoint(browser, product, language=language)
    focal.open_account(code, login=f"focal-{language}")
    application = focal.apply()

    people, scan = tmp_path / "people.csv", tmp_path / "scan.jpg"
    rows = (f"Zephyrin{language},Odalys,EST,EST,F{language}100001,1979-05-01",
            f"Quillon{language},Maarten,LVA,LVA,F{language}100002,31.02.1980")  # fmt: skip
    people.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    scan.write_bytes(jpeg())
    focal.choose_list(application, people)
    assert focal.faults() == ["cell-3-birth_date"]
    assert "31.02.1980" in focal.fault_words(), focal.words()
    focal.add_right_rows()
    assert focal.faults() == ["cell-3-birth_date"], "the wrong row stays to be mended"
    focal.mend(row=3, column="birth_date", value="29.02.1980")
    assert focal.path == application and said["draft"] in focal.words(), focal.words()

    for surname in ("Zephyrin", "Quillon"):
        focal.add_copy(application, surname, scan)
    number = focal.file(application)
    focal.open_person(application, "Quillon")
    assert focal.state() == said["filed"]

    send_back(commission, number, "Quillon")
    focal.open("/")
    expect(focal.page.locator("main .notice--amber a").first).to_contain_text("Quillon")
    focal.open_person(application, "Quillon")
    assert focal.state() == said["returned"] and NOTE in focal.words(), focal.words()
    focal.open_person(application, "Zephyrin")
    assert focal.state() == said["check"] and NOTE not in focal.words(), focal.words()
    focal.context.close()
