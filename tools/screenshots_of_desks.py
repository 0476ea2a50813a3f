"""Pictures of the way to the decree: the organisation at its portal, the Ministry, the lawyer, the registrar."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect

from tests.e2e.desks import Inviter, MfaOfficer
from tests.e2e.focal_point import FocalPoint
from tests.e2e.officers import Officer
from tests.e2e.product import Product
from tests.uploaders import jpeg
from tools.pictures import DESK, Shot, look

_APPLICATION = "JKA-A-0001"  # the one which the demo's organisation filed
_REPLAYED = "kg-2021-jk"
_HEAD = "surname_latin,given_latin,citizenships,document_country,document_number,birth_date"
_PEOPLE = (
    "Ravensdell,Odalys,EST,EST,KQ100001,1979-05-01",
    "Tirnavel,Maarten,LVA,LVA,KQ100002,1984-11-20",
    "Ombreval,Liselot,POL,POL,KQ100003,1990-02-28",
)


class Lawyer(Officer):
    """Answers the check sheets."""

    role = "lawyer"


def at_the_portal(browser: Browser, product: Product) -> Iterator[Shot]:
    """Show what an organisation sees, from its first page to the receipt."""
    focal = FocalPoint(browser, product, language="ky")
    focal.page.set_viewport_size(DESK)
    focal.sign_in()
    yield "portal-home", look(focal.page)
    draft = focal.page.locator("main a.button[href^='/applications/']").first.get_attribute("href") or "/"
    filed = focal.page.locator("main .worklist a", has_text=_APPLICATION).first.get_attribute("href") or "/"
    returned = focal.page.locator("main .notice--amber a[href^='/nominations/']").first.get_attribute("href") or "/"
    for name, path in (
        ("portal-application", filed),
        ("portal-person", returned),
        ("portal-check", f"{draft}/check"),
        ("portal-receipt", f"{filed}/receipt"),
    ):
        focal.open(path)
        yield name, look(focal.page)


def at_the_desks(browser: Browser, product: Product, folder: Path) -> Iterator[Shot]:
    """Show the Ministry's queue, a check sheet, the ready pile, the docket, the statistics."""
    registrar = Inviter(browser, product)
    ministry = MfaOfficer(browser, product)
    _file_on_paper(registrar, ministry, folder)
    ministry.open("/mfa?tab=waiting")
    expect(ministry.page.locator("main tbody a.main")).to_have_count(len(_PEOPLE))
    yield "mfa-desk", _visit(ministry, "/mfa?tab=waiting")
    registrar.begin_check(_APPLICATION)
    lawyer = Lawyer(browser, product)
    lawyer.open("/checks?state=check")
    lawyer.page.locator("main tbody a.main").first.click()
    yield "check-sheet", _visit(lawyer, lawyer.path, at="#the-form")
    lawyer.open("/checks?state=check")
    for box in lawyer.page.locator("input[name='checks'], input[name='nomination_ids']").all():
        box.check()
    lawyer.page.fill("#evidence", "The papers and the Ministry's review.")
    _press(lawyer, ".sticky-actions button")
    lawyer.open("/checks?state=check")
    for box in lawyer.page.locator("input[name='nomination_ids']").all():
        box.check()
    _press(lawyer, ".sticky-actions button[formaction]")
    registrar.open("/decisions")
    expect(registrar.page.locator("#the-form tbody tr").first).to_be_visible()
    yield "decisions", _visit(registrar, "/decisions", at="#the-form")
    yield "docket", _visit(lawyer, "/docket")
    yield "statistics", _visit(lawyer, f"/statistics?election_id={_REPLAYED}")


def _file_on_paper(registrar: Inviter, ministry: MfaOfficer, folder: Path) -> None:
    """Have an application that came on paper wait at the Ministry."""
    invitation = registrar.invite("demo-running", letter="01-7/31")
    ministry.dispatch(invitation, note="11-203")
    application = ministry.open_paper(invitation, number="44-7")
    people, scan = folder / "people.csv", folder / "scan.jpg"
    people.write_text("\n".join((_HEAD, *_PEOPLE)), encoding="utf-8")
    scan.write_bytes(jpeg())
    ministry.add_list(application, people)
    for position in range(1, len(_PEOPLE) + 1):
        ministry.scan(application, position=position, file=scan)
    ministry.file(application)


def _visit(officer: Officer, path: str, *, at: str = "body") -> Image.Image:
    officer.page.set_viewport_size(DESK)
    officer.open(path)
    return look(officer.page, at=at)


def _press(officer: Officer, selector: str) -> None:
    with officer.page.expect_navigation():
        officer.page.locator(selector).first.click()
