"""Sending copies on a bad line: the upload goes on where it stopped, after the line came back and after a reload."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.e2e.portal_server import PortalSite, serve_portal
from tests.uploaders import jpeg
from tests.web.console.world import PASSWORD

AXE = Path(__file__).parent / "vendor" / "axe.min.js"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[PortalSite]:
    """A portal with two people on the list."""
    with serve_portal(tmp_path) as served:
        yield served


@pytest.fixture(params=["ky", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """The reader's language."""
    return str(request.param)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


def signed_in(context: BrowserContext, portal: PortalSite, *, language: str = "en", person: int = 0) -> Page:
    """Return the page of a person's copies."""
    page = context.new_page()
    page.goto(f"{portal.origin}/login?lang={language}")
    page.fill("input[name=login]", "focal-a")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit], main form button")
    page.wait_for_url(f"{portal.origin}/")
    page.goto(f"{portal.origin}/nominations/{portal.people[person]}/documents")
    return page


def large_jpeg() -> bytes:
    """Return a picture of a few hundred kilobytes: several parts."""
    out = BytesIO()
    Image.frombytes("RGB", (900, 700), os.urandom(900 * 700 * 3)).save(out, "JPEG", quality=80)
    return out.getvalue()


def file_of(content: bytes, name: str = "passport.jpg") -> dict[str, object]:
    """Return a chosen file."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def test_an_upload_goes_on_by_itself_when_the_line_comes_back(
    context: BrowserContext, portal: PortalSite, language: str
) -> None:
    page = signed_in(context, portal, language=language)
    sent: list[int] = []

    def count(route: Route) -> None:
        sent.append(len(route.request.post_data_buffer or b""))
        if len(sent) == 3:
            context.set_offline(True)  # in the middle of a part
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/api/v1/uploads/*?start=*", count)
    content = large_jpeg()
    page.set_input_files("#f-identity_document", file_of(content))
    live = page.locator("[aria-labelledby=s-identity_document] .upload-live")
    expect(live).to_have_attribute("data-state", "offline")
    expect(live.locator("progress")).to_be_visible()
    context.set_offline(False)
    expect(page.locator("[aria-labelledby=s-identity_document] .kept-copy img")).to_be_visible(timeout=30_000)
    arrived = sum(sent) - sent[2]
    assert arrived == len(content), "what had arrived was not sent again"


def test_after_a_reload_the_same_file_goes_on_where_it_stopped(context: BrowserContext, portal: PortalSite) -> None:
    page = signed_in(context, portal)
    content = large_jpeg()
    tries = 0

    def stop(route: Route) -> None:
        nonlocal tries
        tries += 1
        route.continue_() if tries <= 2 else route.abort()

    page.route("**/api/v1/uploads/*?start=*", stop)
    page.set_input_files("#f-identity_document", file_of(content))
    expect(page.locator("[data-state=offline]")).to_be_visible()
    (left,) = portal.world.ports.queries.open_uploads(portal.people[0])
    assert 0 < left.received_bytes < len(content)
    page.on("dialog", lambda dialog: dialog.accept())
    starts: list[str] = []
    page.goto(f"{portal.origin}/nominations/{portal.people[0]}/documents")
    page.unroute("**/api/v1/uploads/*?start=*")
    page.on("request", lambda request: starts.append(request.url) if "?start=" in request.url else None)
    page.set_input_files("#f-identity_document", file_of(content))
    expect(page.locator(".kept-copy img")).to_be_visible(timeout=30_000)
    assert starts[0].endswith(f"?start={left.received_bytes}")


def test_another_file_of_the_same_size_begins_anew(context: BrowserContext, portal: PortalSite) -> None:
    page = signed_in(context, portal)
    page.route("**/api/v1/uploads/*?start=*", lambda route: route.abort())
    page.set_input_files("#f-identity_document", file_of(jpeg(text=b"a" * 100)))
    expect(page.locator("[data-state=offline]")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(page.url)
    page.unroute("**/api/v1/uploads/*?start=*")
    page.set_input_files("#f-identity_document", file_of(jpeg(text=b"b" * 100)))
    expect(page.locator(".kept-copy img")).to_be_visible(timeout=30_000)
    assert len(portal.world.ports.queries.open_uploads(portal.people[0])) == 1


def test_a_photo_is_cropped_with_keys_alone_and_seen_as_kept(context: BrowserContext, portal: PortalSite) -> None:
    page = signed_in(context, portal)
    page.set_input_files("#f-photo", file_of(jpeg(1200, 1600), "face.jpg"))
    expect(page.get_by_label("Size of the part")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    kept = page.locator("[aria-labelledby=s-photo] .kept-copy img")
    expect(kept).to_be_visible(timeout=30_000)
    size = kept.evaluate("async (img) => { await img.decode(); return [img.naturalWidth, img.naturalHeight]; }")
    assert size == [720, 960]  # sixty in a hundred of 1200 by 1600


def test_a_refusal_is_said_beside_the_file_in_the_reader_s_words(
    context: BrowserContext, portal: PortalSite, language: str
) -> None:
    page = signed_in(context, portal, language=language)
    page.set_input_files("#f-evidence", file_of(b"GIF89a nothing", "picture.jpg"))
    said = page.locator("[data-state=error] p")
    expect(said).to_contain_text({"ky": "JPEG же PNG", "en": "JPEG nor a PNG"}[language])
    page.set_input_files("#f-evidence", file_of(jpeg()))
    expect(page.locator("[aria-labelledby=s-evidence] .kept-copy img")).to_be_visible(timeout=30_000)


def test_a_dropped_file_is_taken(context: BrowserContext, portal: PortalSite) -> None:
    page = signed_in(context, portal)
    page.set_input_files("#f-evidence", [])
    transfer = page.evaluate_handle(
        """(bytes) => { const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], "x.jpg", { type: "image/jpeg" })); return transfer; }""",
        list(jpeg()),
    )
    page.dispatch_event("form[data-kind=identity_document]", "drop", {"dataTransfer": transfer})
    expect(page.locator("[aria-labelledby=s-identity_document] .kept-copy img")).to_be_visible(timeout=30_000)


def test_without_script_a_plain_form_does(browser: Browser, portal: PortalSite, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = signed_in(context, portal)
    page.set_input_files("#f-identity_document", file_of(jpeg()))
    page.locator("form[data-kind=identity_document] button").click()
    expect(page.locator("[aria-labelledby=s-identity_document] .kept-copy img")).to_be_visible()
    page.locator(".kept-copy summary").last.click()
    page.locator(".kept-copy form .button--danger").click()
    expect(page.locator("[aria-labelledby=s-identity_document] .kept-copy")).to_have_count(0)
    context.close()


def test_the_page_is_accessible_and_fits_a_small_phone(browser: Browser, portal: PortalSite, language: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    context.add_init_script(path=AXE)
    page = signed_in(context, portal, language=language)
    page.set_input_files("#f-identity_document", file_of(jpeg()))
    expect(page.locator(".kept-copy img")).to_be_visible(timeout=30_000)
    page.set_input_files("#f-photo", file_of(jpeg()))
    expect(page.locator(".crop-tool canvas")).to_be_visible()
    found = page.evaluate("async () => (await axe.run()).violations.map((v) => `${v.id}: ${v.nodes[0].html}`)")
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
