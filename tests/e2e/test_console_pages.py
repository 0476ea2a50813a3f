"""The console's own scripts in a real browser: the camera of the find page, a form corrected and gone back to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.e2e.camera_film import chromium, film
from tests.e2e.officers import Approver, Registrar
from tests.e2e.product import Product

pytestmark = [pytest.mark.xdist_group("product"), pytest.mark.timeout(240)]


@pytest.fixture
def registrar(browser: Browser, product: Product) -> Iterator[Registrar]:
    """A registrar at the console, in English."""
    officer = Registrar(browser, product, language="en")
    yield officer
    officer.context.close()


def test_the_find_page_reads_a_certificate_with_the_live_camera(
    playwright: Playwright, product: Product, registrar: Registrar, tmp_path: Path
) -> None:
    number = product.certificate("valid")["number"].replace("-", "")
    registrar.open(f"/certificates/{number}")
    name = registrar.page.locator("main h1").inner_text()
    picture = tmp_path / "qr.png"
    registrar.page.locator(".qr img").screenshot(path=picture)
    args = [
        "--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film(picture, tmp_path / 'camera.y4m')}",
    ]  # fmt: skip
    with ExitStack() as stack:
        seeing = playwright.chromium.launch(executable_path=chromium(), args=args)
        stack.callback(seeing.close)
        approver = Approver(seeing, product, language="en")
        faults: list[str] = []
        approver.page.on("pageerror", lambda error: faults.append(str(error)))
        approver.open("/find")
        approver.page.click("#scan-start")
        found = approver.page.locator("#found")
        expect(found).to_be_visible(timeout=60_000)
        expect(found).to_contain_text(name)
        expect(found.locator(".worklist li")).to_have_count(1)
        assert faults == []


def test_a_camera_that_is_denied_says_so_and_the_number_can_be_typed(
    playwright: Playwright, product: Product
) -> None:
    args = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream=deny"]
    with ExitStack() as stack:
        blind = playwright.chromium.launch(executable_path=chromium(), args=args)
        stack.callback(blind.close)
        approver = Approver(blind, product, language="en")
        approver.open("/find")
        approver.page.click("#scan-start")
        expect(approver.page.locator("#scan-status")).to_contain_text("not allowed")
        expect(approver.page.locator("#text")).to_be_editable()


def test_going_back_over_a_refused_form_sends_nothing_again(registrar: Registrar) -> None:
    page = registrar.page
    registrar.open("/organisations/new")
    registrar.fill(name="x" * 3 + "\u202e", origin="foreign", kind="other")
    registrar.send()
    expect(page.locator("#problems")).to_be_visible()
    registrar.fill(name="Back and Forth Watch")
    registrar.send()
    expect(page.locator("main")).to_contain_text("Back and Forth Watch")
    page.go_back()
    expect(page.locator("main form[method='post']")).to_be_visible()
    assert page.title().startswith("Add an organisation")


def test_another_language_keeps_a_half_filled_form(registrar: Registrar) -> None:
    page = registrar.page
    registrar.open("/decrees/new")
    registrar.fill(subject="Half typed")
    with page.expect_navigation():
        page.locator(".langs button[lang='ru']").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.locator("[name='subject']")).to_have_value("Half typed")
    expect(page.locator("#problems")).to_have_count(0)


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(registrar: Registrar, tmp_path: Path) -> None:
    page = registrar.page
    number = registrar.product.certificate("valid")["number"].replace("-", "")
    registrar.open(f"/certificates/{number}")
    page.locator("a[href$='/revoke']").first.click()
    registrar.fill(kind="W1")
    large = tmp_path / "scan.pdf"
    large.write_bytes(b"%PDF-1.7 " + b"0" * (11 * 1024 * 1024))
    page.set_input_files("[name='attachment']", large)
    assert (
        page.locator("[name='attachment']").evaluate("e => e.validationMessage").startswith("The file is too large")
    )
