"""Scanning with a real camera picture, and the ladder that needs none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.camera_film import draw_code, film
from tests.e2e.official import Official
from tests.e2e.static_site import StaticSite

FilmedPhone = Callable[..., Official]


def test_a_scanned_certificate_is_valid_and_the_scan_sends_nothing(
    filmed: FilmedPhone, site: StaticSite, tmp_path: Path
) -> None:
    text = site.commission.issue(41)
    site.publish()
    picture = draw_code(text, tmp_path / "code.png")
    blank = draw_code("https://example.org/", tmp_path / "other.png")
    reel = film(blank, tmp_path / "cam.y4m")
    official = filmed(reel)
    official.begin()
    official.expect_verdict("not_a_credential", "grey")
    official.page.click("#next")
    before = list(site.requests)
    film(picture, reel)
    official.page.click("#camera-restart")
    official.expect_verdict("valid", "green")
    expect(official.see("#person")).to_contain_text("MARIA GONZALEZ FERNANDEZ")
    expect(official.see("#person")).to_contain_text("МАРИЯ ГОНСАЛЕС ФЕРНАНДЕС")
    official.page.fill("#document", "ab-123456")
    official.page.click("#document-go")
    official.see("#document-answer .green")
    assert site.requests == before
    assert not official.faults


def test_a_state_is_taken_from_another_phones_screen_with_the_network_cut(
    filmed: FilmedPhone, site: StaticSite, tmp_path: Path
) -> None:
    text = site.commission.issue(7)
    site.publish()
    reel = film(draw_code("https://example.org/", tmp_path / "other.png"), tmp_path / "cam.y4m")
    official = filmed(reel)
    official.begin()
    official.page.context.set_offline(True)
    official.ask(text)
    official.expect_verdict("valid", "green")
    site.commission.revoke(7)
    token = site.commission.publish()
    film(draw_code(site.commission.text(token, path="S"), tmp_path / "state.png"), reel)
    official.home()
    official.page.click("#camera-restart")
    expect(official.see("#taken")).to_contain_text(str(site.commission.seq))
    expect(official.see("#freshness")).to_contain_text(str(site.commission.seq))
    official.ask(text)
    official.expect_verdict("revoked", "red")


def test_a_refused_camera_leads_to_the_number(filmed: FilmedPhone, site: StaticSite) -> None:
    site.commission.issue(41)
    site.publish()
    official = filmed(None)
    official.begin()
    expect(official.see("#camera-problem")).to_contain_text("уруксат")
    official.ask_number(site.commission.number(41))
    official.expect_verdict("number_in_force", "amber")


def test_ten_seconds_without_a_read_say_not_confirmed(filmed: FilmedPhone, site: StaticSite, tmp_path: Path) -> None:
    from PIL import Image

    grey = tmp_path / "grey.png"
    Image.new("RGB", (400, 400), "#777777").save(grey)
    official = filmed(film(grey, tmp_path / "cam.y4m"))
    official.page.clock.install()
    official.begin()
    official.see("#viewfinder[data-camera=live]")
    official.page.clock.run_for(10_500)
    official.speak("en")
    expect(official.see("#slow")).to_contain_text("NOT confirmed")


def test_a_picture_and_a_pdf_are_read_on_the_phone(official: Official, site: StaticSite, tmp_path: Path) -> None:
    import typst

    text = site.commission.issue(41)
    site.publish()
    picture = draw_code(text, tmp_path / "code.png")
    source = tmp_path / "page.typ"
    source.write_text(f'#link("{text}")[#image("code.png", width: 4cm)]')
    linked = tmp_path / "linked.pdf"
    linked.write_bytes(typst.compile(str(source)))
    source.write_text('#image("code.png", width: 4cm)')
    drawn = tmp_path / "drawn.pdf"
    drawn.write_bytes(typst.compile(str(source)))
    official.begin()
    before = list(site.requests)
    for file in (picture, linked, drawn):
        official.page.set_input_files("#file", str(file))
        official.expect_verdict("valid", "green")
        official.home()
    assert site.requests == before
    (tmp_path / "words.txt").write_text("no picture")
    official.page.set_input_files("#file", str(tmp_path / "words.txt"))
    official.see("#file-problem")


def test_a_hand_held_scanner_types_past_a_cyrillic_layout(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    official.page.evaluate(
        """text => {
          const codes = { ":": "Semicolon", "/": "Slash", ".": "Period", "#": "Digit3", "-": "Minus" };
          const press = (code, shiftKey) =>
            document.body.dispatchEvent(new KeyboardEvent("keydown", { code, key: "ы", shiftKey, bubbles: true }));
          for (const c of text) {
            if (/[0-9]/.test(c)) press(`Digit${c}`, false);
            else if (/[A-Za-z]/.test(c)) press(`Key${c.toUpperCase()}`, c === c.toUpperCase());
            else press(codes[c], ":#".includes(c));
          }
          press("Enter", false);
        }""",
        text,
    )
    official.expect_verdict("valid", "green")


def test_the_cecs_own_pdfs_are_read_on_the_phone(official: Official, site: StaticSite, tmp_path: Path) -> None:
    from server.adapters.rendering.renderer import TypstRenderer
    from tests.unit.rendering import sample

    site.commission.issue(41)
    site.publish()
    certificate = sample.certificate(sealed=site.commission.seal(41))
    renderer = TypstRenderer(origin=site.origin, synthetic=True)
    official.begin()
    for name, pdf in (("certificate", renderer.certificate(certificate)), ("badge", renderer.badge(certificate))):
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
        official.page.set_input_files("#file", str(tmp_path / f"{name}.pdf"))
        official.expect_verdict("valid", "green")
        official.home()


def test_the_camera_rests_while_the_page_is_hidden(filmed: FilmedPhone, site: StaticSite, tmp_path: Path) -> None:
    reel = film(draw_code("https://example.org/", tmp_path / "other.png"), tmp_path / "cam.y4m")
    official = filmed(reel)
    official.begin()
    official.expect_verdict("not_a_credential", "grey")
    official.home()
    official.page.evaluate(
        """() => {
          window.track = document.querySelector("video")?.srcObject?.getVideoTracks()[0];
          window.hide = (hidden) => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
          };
        }"""
    )
    film(draw_code(site.commission.issue(5), tmp_path / "mine.png"), reel)
    site.publish()
    official.page.evaluate("hide(true)")
    assert official.page.evaluate("document.querySelector('video')?.srcObject ?? null") is None
    official.page.evaluate("hide(false)")
    official.expect_verdict("valid", "green")
