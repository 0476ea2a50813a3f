"""Scanning with a real camera picture, and the ladder that needs none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw
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


def test_ten_seconds_without_a_code_say_that_none_was_read(
    filmed: FilmedPhone, site: StaticSite, tmp_path: Path
) -> None:
    grey = tmp_path / "grey.png"
    Image.new("RGB", (400, 400), "#777777").save(grey)
    official = filmed(film(grey, tmp_path / "cam.y4m"))
    official.page.set_viewport_size({"width": 360, "height": 640})
    official.page.clock.install()
    official.begin()
    official.speak("en")
    official.see("#viewfinder[data-camera=live]")
    official.page.clock.run_for(10_500)
    slow = official.see("#slow[data-slow=unseen]")
    expect(slow).to_contain_text("No code has been read. NOT confirmed")
    expect(slow).to_contain_text("enter the number")
    for language in ("en", "ru", "ky"):
        official.speak(language)
        box, finder = slow.bounding_box(), official.see("#viewfinder").bounding_box()
        assert box and finder
        assert 0 <= box["y"] - finder["y"] - finder["height"] < 40, "right under the picture"
        assert box["y"] + box["height"] <= 640, language


def test_ten_seconds_of_a_code_that_cannot_be_read_say_so(
    filmed: FilmedPhone, site: StaticSite, tmp_path: Path
) -> None:
    code = Image.open(draw_code(site.commission.issue(41), tmp_path / "code.png")).convert("L")
    side = code.size[0]
    ImageDraw.Draw(code).rectangle((side * 0.35, side * 0.35, side * 0.75, side * 0.7), fill=200)
    code.save(tmp_path / "torn.png")
    official = filmed(film(tmp_path / "torn.png", tmp_path / "cam.y4m"))
    official.begin()
    official.speak("en")
    expect(official.see("#slow[data-slow=seen]")).to_contain_text("This code cannot be read. NOT confirmed")
    expect(official.see("#slow")).to_contain_text("Enter the certificate number or call the CEC")


def test_a_picture_of_two_certificates_is_not_judged(official: Official, site: StaticSite, tmp_path: Path) -> None:
    texts = [site.commission.issue(idx) for idx in (41, 42)]
    site.publish()
    codes = [Image.open(draw_code(text, tmp_path / f"{i}.png")).convert("L") for i, text in enumerate(texts)]
    both = Image.new("L", (sum(code.size[0] for code in codes) + 40, max(code.size[1] for code in codes)), 255)
    both.paste(codes[0], (0, 0))
    both.paste(codes[1], (codes[0].size[0] + 40, 0))
    both.save(tmp_path / "both.png")
    both.convert("RGB").save(tmp_path / "both.pdf")
    official.begin()
    official.speak("en")
    for name in ("both.png", "both.pdf"):
        official.page.set_input_files("#file", str(tmp_path / name))
        expect(official.see("#file-problem")).to_contain_text("several codes")
    other = Image.open(draw_code("WIFI:S:school;;", tmp_path / "wifi.png")).convert("L")
    both.paste(255, (codes[0].size[0] + 40, 0, *both.size))
    both.paste(other, (codes[0].size[0] + 60, 20))
    both.save(tmp_path / "with_wifi.png")
    official.page.set_input_files("#file", str(tmp_path / "with_wifi.png"))
    official.expect_verdict("valid", "green")


def test_a_pdf_that_is_only_a_scanned_picture_is_read(official: Official, site: StaticSite, tmp_path: Path) -> None:
    code = Image.open(draw_code(site.commission.issue(41), tmp_path / "code.png")).convert("RGB").resize((620, 620))
    site.publish()
    page = Image.new("RGB", (1654, 2339), "#f7f7f5")
    page.paste(code, (200, 1500))
    page.save(tmp_path / "scan.pdf")
    page.convert("1").save(tmp_path / "fax.pdf")
    official.begin()
    official.speak("en")
    official.page.set_input_files("#file", str(tmp_path / "scan.pdf"))
    official.expect_verdict("valid", "green")
    official.home()
    official.page.set_input_files("#file", str(tmp_path / "fax.pdf"))
    expect(official.see("#file-problem")).to_contain_text("The CEC's own PDF files")


def test_what_a_camera_lacks_is_said_in_one_line(filmed: FilmedPhone, site: StaticSite, tmp_path: Path) -> None:
    official = filmed(film(draw_code("plain text", tmp_path / "code.png"), tmp_path / "cam.y4m"))
    official.begin()
    official.home()
    official.speak("en")
    expect(official.see("#camera-lacks")).to_contain_text("no torch")
    expect(official.page.locator("#torch")).to_have_count(0)


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
