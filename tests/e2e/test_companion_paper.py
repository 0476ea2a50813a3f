"""The observer's own certificate: loaded in three ways, kept offline, shown, turned red, deleted."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Playwright, expect

from server.credential.certificate_number import group
from tests.e2e.camera_film import chromium, draw_code, film
from tests.e2e.conftest import PHONE
from tests.e2e.observer import Observer
from tests.e2e.phone_watch import AWAKE, REMEMBER_CAMERA, REMEMBER_WAKE_LOCKS
from tests.e2e.static_site import StaticSite

NAME = "MARIA GONZALEZ FERNANDEZ"
CYRILLIC = "МАРИЯ ГОНСАЛЕС ФЕРНАНДЕС"


@pytest.fixture
def observer(context: BrowserContext, site: StaticSite) -> Iterator[Observer]:
    """An observer who just took out the phone; the page must not have complained at the end."""
    phone = Observer(context.new_page(), site.origin)
    yield phone
    assert not phone.faults


FilmedObserver = Callable[[Path], Observer]


@pytest.fixture
def filmed_observer(playwright: Playwright, site: StaticSite) -> Iterator[FilmedObserver]:
    """Make an observer whose camera shows a film."""
    started = []

    def make(reel: Path) -> Observer:
        camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
        args = ["--no-sandbox", *camera, f"--use-file-for-fake-video-capture={reel}"]
        started.append(playwright.chromium.launch(executable_path=chromium(), args=args))
        return Observer(started[-1].new_context(viewport=PHONE).new_page(), site.origin)

    yield make
    for browser in started:
        browser.close()


def issue(site: StaticSite, idx: int = 41, **changes: object) -> str:
    """Issue a certificate and publish the list with it; return the code's text."""
    text = site.commission.issue(idx, **changes)
    site.publish()
    return text


def test_scanning_the_own_paper_keeps_it_and_asks_nobody(
    filmed_observer: FilmedObserver, site: StaticSite, tmp_path: Path
) -> None:
    text = issue(site)
    observer = filmed_observer(film(draw_code(text, tmp_path / "code.png"), tmp_path / "cam.y4m"))
    observer.page.add_init_script(REMEMBER_CAMERA)
    observer.begin()
    before = list(site.requests)
    observer.page.click("#open-load")
    observer.expect_kept(NAME)
    expect(observer.see("#person")).to_contain_text(CYRILLIC)
    expect(observer.see("#paper .number")).to_have_text(group(site.commission.number(41)))
    observer.expect_status("valid", "green")
    expect(observer.see("#paper #term")).to_contain_text("3.8")
    assert site.requests == before
    assert observer.page.evaluate("cameras.map(stream => stream.active)") == [False]
    assert not observer.faults


def test_a_picture_a_pdf_and_a_link_load_it_too(observer: Observer, site: StaticSite, tmp_path: Path) -> None:
    import typst

    texts = {idx: issue(site, idx) for idx in (41, 42, 43, 44)}
    observer.begin()
    before = list(site.requests)
    observer.choose_file(draw_code(texts[41], tmp_path / "code.png"))
    observer.expect_kept(NAME)
    source = tmp_path / "page.typ"
    source.write_text(f'#link("{texts[42]}")[certificate]')
    (tmp_path / "certificate.pdf").write_bytes(typst.compile(str(source)))
    observer.choose_file(tmp_path / "certificate.pdf")
    expect(observer.page.locator(".tabs [data-number]")).to_have_count(2)
    observer.paste(texts[43].replace("HTTP://", "http://"))
    expect(observer.page.locator(".tabs [data-number]")).to_have_count(3)
    assert site.requests == before
    observer.page.evaluate("hash => { location.hash = hash; }", texts[44].partition("#")[2])
    expect(observer.page.locator(".tabs [data-number]")).to_have_count(4)
    assert "#" not in observer.page.url
    assert site.requests == before


@pytest.mark.parametrize(
    ("code", "forge"),
    [
        ("other_host", lambda site, text: text.replace("127.0.0.1", "cec.example")),
        ("not_a_credential", lambda site, text: "https is not here"),
        ("malformed", lambda site, text: text[:-40]),
        ("not_issued", lambda site, text: site.commission.text(site.commission.seal(77))),
        ("signature_invalid", lambda site, text: site.commission.text(damaged(site.commission.seal(41)))),
    ],
)
def test_what_is_no_genuine_certificate_is_refused_with_the_reason(
    observer: Observer, site: StaticSite, code: str, forge: Callable[[StaticSite, str], str]
) -> None:
    text = issue(site)
    observer.begin()
    observer.paste(forge(site, text))
    observer.expect_refused(code)


def damaged(sealed: bytes) -> bytes:
    """Turn one bit of the signature."""
    return sealed[:-1] + bytes([sealed[-1] ^ 1])


def test_a_link_opened_on_a_fresh_phone_loads_it(observer: Observer, site: StaticSite) -> None:
    digits = issue(site).partition("#")[2]
    observer.page.goto(f"{site.origin}/companion#{digits}")
    observer.expect_kept(NAME)
    assert observer.page.url == f"{site.origin}/companion"
    assert not [path for path in site.requests if digits[:20] in path]


def test_the_screen_stays_awake_while_the_card_is_shown_and_the_focus_comes_back(
    observer: Observer, site: StaticSite
) -> None:
    text = issue(site)
    observer.page.add_init_script(REMEMBER_WAKE_LOCKS)
    observer.begin()
    observer.paste(text)
    observer.see("#paper")
    observer.page.locator("#open-full").focus()
    observer.page.keyboard.press("Enter")
    expect(observer.see("#close")).to_be_focused()
    assert observer.page.evaluate(AWAKE, False) == 1
    observer.page.keyboard.press("Escape")
    expect(observer.page.locator("#open-full")).to_be_focused()
    assert observer.page.evaluate(AWAKE, True) == 1


def test_it_is_there_offline_after_a_reload(observer: Observer, site: StaticSite) -> None:
    text = issue(site)
    observer.begin()
    observer.paste(text)
    observer.expect_kept(NAME)
    observer.page.context.set_offline(True)
    observer.page.reload()
    observer.expect_kept(NAME)
    observer.expect_status("valid", "green")
    observer.page.click("#open-rights")
    observer.see("[data-entry=S-10]")


def test_a_pushed_revocation_turns_the_open_card_red_untouched(observer: Observer, site: StaticSite) -> None:
    text = issue(site)
    observer.begin()
    observer.paste(text)
    observer.expect_status("valid", "green")
    observer.page.click("#open-full")
    observer.see("#paper-dialog")
    site.commission.revoke(41)
    site.publish()
    status = observer.page.locator("#paper-dialog #status")
    expect(status).to_have_attribute("data-code", "revoked", timeout=3000)
    expect(status).to_have_attribute("data-colour", "red")
    observer.page.click("#close")
    observer.see("#changed")
    expect(observer.see("#revocation")).to_contain_text("151")


def test_a_revoked_certificate_may_be_loaded_and_is_shown_red(observer: Observer, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.commission.revoke(41)
    site.publish()
    observer.begin()
    observer.paste(text)
    observer.expect_kept(NAME)
    observer.expect_status("revoked", "red")


def test_the_code_on_the_screen_is_white_with_its_quiet_zone_and_reads_as_printed(
    observer: Observer, site: StaticSite
) -> None:
    import zxingcpp

    text = issue(site)
    observer.page.emulate_media(color_scheme="dark")
    observer.begin()
    observer.paste(text)
    observer.page.click("#open-full")
    drawn = observer.see("#paper-dialog .qr")
    picture = Image.open(io.BytesIO(drawn.screenshot(scale="css"))).convert("L")
    modules = int(drawn.get_attribute("viewBox").split()[2])  # type: ignore[union-attr]
    quiet = int(picture.width / modules * 4) - 1
    assert quiet > 5
    assert min(picture.crop((0, 0, picture.width, quiet)).tobytes()) > 250
    assert min(picture.crop((0, 0, quiet, picture.height)).tobytes()) > 250
    read = zxingcpp.read_barcodes(picture)
    assert [one.text for one in read] == [text]
    assert read[0].ec_level == "L"


def test_several_certificates_are_switched_and_one_is_deleted_and_brought_back(
    observer: Observer, site: StaticSite
) -> None:
    first, second = issue(site, 41), issue(site, 42, name_latin="JOHN SMITH", name_cyrillic="ДЖОН СМИТ")
    observer.begin()
    observer.paste(first)
    observer.paste(second)
    observer.expect_kept("JOHN SMITH")
    observer.page.locator(".tabs [data-number]").first.click()
    observer.expect_kept(NAME)
    observer.page.click("#open-erase")
    observer.page.click("#erase-no")
    observer.expect_kept(NAME)
    observer.page.click("#open-erase")
    observer.page.click("#erase-go")
    observer.expect_kept("JOHN SMITH")
    observer.page.click("#undo")
    observer.expect_kept(NAME)
    observer.page.click("#open-erase")
    observer.page.click("#erase-go")
    observer.expect_kept("JOHN SMITH")
    observer.page.reload()
    observer.expect_kept("JOHN SMITH")
    expect(observer.page.locator(".tabs [data-number]")).to_have_count(0)
    kept = observer.page.evaluate(
        """() => new Promise(resolve => {
          const opening = indexedDB.open("observers");
          opening.onsuccess = () => {
            const asked = opening.result.transaction("papers").objectStore("papers").count();
            asked.onsuccess = () => resolve(asked.result);
          };
        })"""
    )
    assert kept == 1


def test_the_phones_back_button_closes_what_is_open(observer: Observer, site: StaticSite) -> None:
    issue(site)
    observer.begin()
    observer.page.click("#open-rights")
    observer.page.click("[data-entry=S-10]")
    observer.see("#chair-dialog")
    observer.page.go_back()
    expect(observer.page.locator("#chair-dialog")).to_have_count(0)
    observer.page.go_back()
    observer.see("#open-load")


def test_the_own_status_follows_a_list_taken_from_a_poster(observer: Observer, site: StaticSite) -> None:
    text = issue(site)
    observer.begin()
    observer.paste(text)
    observer.expect_status("valid", "green")
    observer.page.context.set_offline(True)
    site.commission.revoke(41)
    token = site.commission.publish()
    observer.paste(site.commission.text(token, path="S"))
    observer.see("#taken")
    observer.expect_status("revoked", "red")


def test_nothing_is_asked_of_any_server_while_the_companion_is_used(observer: Observer, site: StaticSite) -> None:
    text = issue(site)
    observer.begin()
    before = list(site.requests)
    page = observer.page
    observer.paste(text)
    observer.see("#paper")
    for steps in (
        ["#open-full", "#close"],
        ["#open-rights", "[data-entry=S-19]", "#close", "#back"],
        ["#open-duties", "#back"],
        ["#open-calls", "#back"],
        ["#open-erase", "#erase-go"],
    ):
        for step in steps:
            page.click(step)
    observer.see("#undo")
    assert site.requests == before
