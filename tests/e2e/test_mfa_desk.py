"""The Ministry's officer, from the invitation's dispatch to the submission with a letter, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.desks import Inviter, MfaOfficer
from tests.e2e.product import Product
from tests.uploaders import jpeg

pytestmark = [pytest.mark.xdist_group("product"), pytest.mark.timeout(240)]
HEAD = "surname_latin,given_latin,citizenships,document_country,document_number,birth_date\n"
WORDS = {"ky": ("БШКга өткөрүлдү: 2.", "текшерилүүдө"), "en": ("Submitted to the CEC: 2.", "being checked")}


@pytest.mark.parametrize("language", ["ky", "en"])
def test_the_ministry_dispatches_writes_down_reviews_and_submits(
    browser: Browser, product: Product, tmp_path: Path, language: str
) -> None:
    registrar = Inviter(browser, product, language=language)
    ministry = MfaOfficer(browser, product, language=language)
    invitation = registrar.invite("demo-running", letter=f"7-{language}")
    ministry.dispatch(invitation, note=f"11-{language}")
    application = ministry.open_paper(invitation, number=f"44-{language}")
    numbers = [f"E{language.upper()}{n}00001" for n in (1, 2)]
    rows = [f"Quill{'ab'[n]}{language},Maarten,EST,EST,{number},1979-05-0{n + 1}" for n, number in enumerate(numbers)]
    people, scan = tmp_path / "people.csv", tmp_path / "scan.jpg"
    people.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    scan.write_bytes(jpeg())
    ministry.add_list(application, people)
    for position in (1, 2):
        ministry.scan(application, position=position, file=scan)
    ministry.file(application)
    number = re.search(r"JKA-A-\d{4}", ministry.page.inner_text("main"))
    assert number, ministry.page.inner_text("main")

    ministry.open_person(numbers[0])
    assert ministry.ways_to_end() == ["cleared", "remarks"]
    ministry.review("remarks")
    expect(ministry.page.locator("#e-remarks")).to_be_visible()
    ministry.review("remarks", "Туулган күнү документке туура келбейт")
    ministry.review("cleared")
    assert ministry.path == "/mfa"
    ministry.forward(letter=f"04-15/{language}")
    said, checking = WORDS[language]
    expect(ministry.page.locator(".notice--green")).to_contain_text(said)

    registrar.begin_check(number[0])
    expect(registrar.page.locator("main tbody")).to_contain_text(checking, ignore_case=True)
    ministry.open("/intake")
    assert ministry.page.locator("main").inner_text() and number[0] not in ministry.page.inner_text("main")
