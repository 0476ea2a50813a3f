"""Take the README's pictures from the running product: ``python -m tools.screenshots`` (``make screenshots``)."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, sync_playwright

from tests.e2e.camera_film import chromium, film
from tests.e2e.observer import Observer
from tests.e2e.officers import Approver, Officer, Registrar
from tests.e2e.official import Official
from tests.e2e.product import Product, start_product
from tests.e2e.thief import forge_with_the_real_key
from tools.pictures import DESK, Shot, lighten, look
from tools.screenshots_of_desks import at_the_desks, at_the_portal

FOLDER = Path(__file__).resolve().parent.parent / "docs/pictures"
PHONE, PHONE_SCALE = ViewportSize(width=360, height=740), 1.5
ELECTION = "demo-running"
PAPER_SCALE = 80 / 72  # dpi of the printed pages
FACTS = "Добуш берүү жайында үгүт баракчаларын таратты."


def phone(browser: Browser) -> Page:
    """Return a page of a phone that has never been here; it begins in Kyrgyz."""
    context = browser.new_context(
        viewport=PHONE, device_scale_factor=PHONE_SCALE, timezone_id="Asia/Bishkek", locale="ky"
    )
    return context.new_page()


def certificate(product: Product, state: str) -> dict[str, str]:
    """Return the oldest demo certificate whose verdict is `state`: the one with the plainest history."""
    return min((one for one in product.demo["certificates"] if one["state"] == state), key=lambda one: one["number"])


def draw_paper(pdf: bytes) -> Image.Image:
    """Return the first page of a PDF as a picture."""
    drawn: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=PAPER_SCALE).to_pil()
    return drawn


def at_the_door(browser: Browser, product: Product) -> Iterator[Shot]:
    """Show what a polling-station official sees."""
    official = Official(phone(browser), product.public)
    official.open_doors()
    yield "doors", look(official.page)
    official.begin()
    for name, text, code, colour in (
        ("verdict-valid", certificate(product, "valid")["qr_text"], "valid", "green"),
        ("verdict-revoked", certificate(product, "revoked")["qr_text"], "revoked", "red"),
        ("verdict-not-genuine", forge_with_the_real_key(product), "not_issued", "red"),
    ):
        official.ask(text)
        official.expect_verdict(code, colour)
        official.keep_open()
        yield name, look(official.page)
    official.home()
    official.page.click("#open-rights")
    yield "rights-checklist", look(official.page)


def at_the_camera(playwright: Playwright, product: Product, paper: Image.Image, folder: Path) -> Iterator[Shot]:
    """Show the scanner with a certificate coming into its sight, in English."""
    paper.crop((0, 0, paper.width, int(paper.height * 0.72))).save(folder / "paper.png")
    clip = film(folder / "paper.png", folder / "paper.y4m")
    browser = playwright.chromium.launch(
        executable_path=chromium(),
        args=["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
              f"--use-file-for-fake-video-capture={clip}"],
    )  # fmt: skip
    official = Official(phone(browser), product.public)
    official.begin()
    official.speak("en")
    official.page.wait_for_function("() => document.querySelector('#viewfinder video')?.currentTime > 0")
    yield "scanning", look(official.page)
    browser.close()


def in_the_observers_hand(browser: Browser, product: Product) -> Iterator[Shot]:
    """Show the companion: the own card, and the card for the chair."""
    observer = Observer(phone(browser), product.public)
    observer.begin()
    observer.paste(certificate(product, "valid")["qr_text"])
    observer.expect_status("valid", "green")
    yield "companion", look(observer.page)
    observer.speak("en")
    observer.page.click("#open-rights")
    observer.page.click("[data-entry=S-10]")
    observer.see("#chair-dialog")
    yield "card-for-the-chair", look(observer.page)


def at_the_console(registrar: Registrar, approver: Approver, number: str) -> Iterator[Shot]:
    """Show the officers' pages, and the paper they print."""
    revocation = registrar.draft_revocation(number, facts=FACTS)
    for officer in (registrar, approver):
        officer.page.set_viewport_size(DESK)
    yield "console-home", visit(approver, "/")
    registrar.open(f"/decrees?election_id={ELECTION}&kind=accreditation&state=published")
    yield "decree", visit(registrar, registrar.page.locator("main tbody a").first.get_attribute("href") or "/")
    yield "person", visit(registrar, f"/certificates/{number}")
    approver.open("/?lang=en")
    approver.open_signing(revocation, "201")
    yield "revocation-confirmation", look(approver.page)
    yield "badge", draw_paper(bytes(registrar.get(f"/certificates/{number}/badge.pdf").body()))


def visit(officer: Officer, path: str) -> Image.Image:
    """Open a page of the console; return what it shows."""
    officer.open(path)
    return look(officer.page)


def for_everybody(browser: Browser, product: Product) -> Iterator[Shot]:
    """Show the public list of observers."""
    page = browser.new_page(viewport=DESK)
    page.goto(f"{product.public}/elections/{ELECTION}?lang=ky")
    yield "public-list", look(page)


def take(playwright: Playwright, product: Product, folder: Path) -> Iterator[Shot]:
    """Take every picture, one after another."""
    browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
    registrar, approver = Registrar(browser, product), Approver(browser, product)
    number = certificate(product, "valid")["number"]
    paper = draw_paper(registrar.certificate_pdf(number))
    yield "certificate", paper
    yield from at_the_camera(playwright, product, paper, folder)
    yield from at_the_door(browser, product)
    yield from in_the_observers_hand(browser, product)
    yield from for_everybody(browser, product)
    yield from at_the_console(registrar, approver, number)
    yield from at_the_portal(browser, product)
    yield from at_the_desks(browser, product, folder)
    browser.close()


def main() -> int:
    """Start the product on free ports, take the pictures, write them, end the product."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        product = start_product(Path(folder) / "var", DEMO_REPLAY="1")
        try:
            for name, picture in take(playwright, product, Path(folder)):
                path = FOLDER / f"{name}.png"
                path.write_bytes(lighten(picture))
                sys.stdout.write(f"{path.name}\t{path.stat().st_size} bytes\n")
                sys.stdout.flush()
        finally:
            product.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
