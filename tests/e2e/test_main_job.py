"""From a decree to a verdict at the door: the main job, through the running product and real browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Playwright, expect

from server.credential import qr_text
from tests.e2e.camera_film import chromium, film
from tests.e2e.observer import Observer
from tests.e2e.officers import Approver, Records, Registrar
from tests.e2e.official import Official
from tests.e2e.product import Product

pytestmark = [pytest.mark.xdist_group("product"), pytest.mark.timeout(240)]
ELECTION = "demo-running"


class Case:
    """One observer's way through the Commission, so that each test begins where it must."""

    def __init__(self, browser: Browser, product: Product, folder: Path) -> None:
        self.product, self.folder = product, folder
        self.registrar = Registrar(browser, product)
        self.approver = Approver(browser, product)
        self.records = Records(browser, product)

    def accredit(self, surname: str, decree_number: str) -> str:
        """Draft, sign and publish a decree of one person and issue the certificate; return its number."""
        decree = self.registrar.draft_decree(ELECTION, f"Accreditation of {surname}")
        self.registrar.add_person(decree, surname=surname)
        self.approver.sign(decree, decree_number)
        self.records.publish(decree)
        self.registrar.issue(decree)
        return self.registrar.number_of(surname)

    def print_certificate(self, number: str) -> Path:
        """Download the A4 page and photograph its QR at 150 dpi; return the picture."""
        document = pypdfium2.PdfDocument(self.registrar.certificate_pdf(number))
        page = document[0].render(scale=150 / 72).to_pil()
        lower_left = page.crop((0, int(page.height * 0.62), page.width // 2, int(page.height * 0.9)))
        picture = self.folder / f"{number}.png"
        lower_left.save(picture)
        return picture


@pytest.fixture(scope="module")
def case(browser: Browser, product: Product, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The three officers at work."""
    return Case(browser, product, tmp_path_factory.mktemp("case"))


@pytest.fixture
def phone_with_camera(playwright: Playwright, case: Case) -> Iterator[Any]:
    """Make a phone whose camera looks at a picture."""
    opened = []

    def make(picture: Path) -> Browser:
        clip = film(picture, case.folder / f"{picture.stem}.y4m")
        started = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
                  f"--use-file-for-fake-video-capture={clip}"],
        )  # fmt: skip
        opened.append(started)
        return started

    yield make
    for started in opened:
        started.close()


def test_from_a_decree_to_red_on_two_phones(case: Case, phone_with_camera: Any) -> None:
    number = case.accredit("Ostranderova", "7001")
    camera = phone_with_camera(case.print_certificate(number))
    size = {"width": 360, "height": 740}
    official = Official(camera.new_context(viewport=size).new_page(), case.product.public)
    official.begin()
    official.expect_verdict("valid", "green")
    expect(official.page.locator("#person")).to_contain_text("Ostranderova".upper(), ignore_case=True)
    official.keep_open()

    observer = Observer(camera.new_context(viewport=size).new_page(), case.product.public)
    observer.open("/companion")
    observer.page.click("#open-load")
    observer.expect_status("valid", "green")

    decree = case.registrar.draft_revocation(number)
    case.approver.open_signing(decree, "7002")
    expect(case.approver.page.locator("main")).to_contain_text("Ostranderova", ignore_case=True)
    case.approver.send()
    official.expect_verdict("revoked", "red")
    observer.expect_status("revoked", "red")
    expect(official.page.locator("#revocation")).to_contain_text("7002")
    for officer in (case.approver, case.registrar):
        officer.open(decree)
        expect(officer.page.locator("[data-live='sent'], .notice").first).to_contain_text(re.compile(r"\d"))
    assert not official.faults
    assert not observer.faults


def test_revoked_but_not_yet_synced_stays_valid_with_its_age_and_turns_red_after_sync(
    case: Case, phone_with_camera: Any
) -> None:
    number = case.accredit("Latecomerova", "7011")
    camera = phone_with_camera(case.print_certificate(number))
    context = camera.new_context(viewport={"width": 360, "height": 740})
    official = Official(context.new_page(), case.product.public)
    official.begin()
    official.expect_verdict("valid", "green")
    context.set_offline(True)
    official.page.reload()  # The stream that was open is gone too; the page comes from the phone.
    official.expect_verdict("valid", "green")
    decree = case.registrar.draft_revocation(number, kind="V2")
    case.approver.sign(decree, "7012")
    official.page.click("#next")
    official.expect_verdict("valid", "green")
    expect(official.page.locator("#source")).to_be_visible()
    context.set_offline(False)
    official.page.click("#refresh")
    official.expect_verdict("revoked", "red")


def test_a_double_click_on_sign_does_the_work_once(case: Case) -> None:
    number = case.accredit("Doubleclickova", "7021")
    decree = case.registrar.draft_revocation(number)
    case.approver.open_signing(decree, "7022")
    before = case.registrar.acts_count()
    with case.approver.page.expect_navigation():
        case.approver.page.locator("main form .sticky-actions button.button").first.dblclick()
    case.approver.open(decree)
    expect(case.approver.page.locator("main")).to_contain_text("7022")
    assert case.registrar.acts_count() - before <= 3


def test_the_demo_s_certificates_say_what_demo_json_promises(case: Case, browser: Browser) -> None:
    official = Official(browser.new_context(viewport={"width": 360, "height": 740}).new_page(), case.product.public)
    official.begin()
    colours = {"valid": "green", "revoked": "red", "replaced": "red", "term_ended": "red"}
    for certificate in case.product.demo["certificates"]:
        official.ask(certificate["qr_text"])
        official.expect_verdict(certificate["state"], colours[certificate["state"]])
    assert {item["state"] for item in case.product.demo["certificates"]} == set(colours)


def test_a_credential_sealed_with_the_real_issue_key_outside_the_server_is_not_genuine(
    case: Case, browser: Browser
) -> None:
    from tests.e2e.thief import forge_with_the_real_key

    forged = forge_with_the_real_key(case.product)
    assert qr_text.read_text(forged, origins=[case.product.public])
    official = Official(browser.new_context(viewport={"width": 360, "height": 740}).new_page(), case.product.public)
    official.begin()
    official.ask(forged)
    official.expect_verdict("not_issued", "red")
