"""Offline use, live revocation, updates, the kill switch, erased data, the device phrase."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.official import Official
from tests.e2e.static_site import WEB, StaticSite
from tools.precache import worker_with_current_list

WORKER = "/service_worker.js"
ALLOWED = ("/api/v1/trust", "/api/v1/registry/", "/api/v1/notices/", "/api/v1/events", "/api/v1/regulation?lang=")
ALLOWED += ("/api/v1/directory?lang=", "/api/v1/elections", "/trust_anchor.cbor")


def test_an_open_verdict_turns_red_untouched(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    official.speak("en")
    official.ask(text)
    official.expect_verdict("valid", "green")
    site.commission.revoke(41, kind="W1")
    site.publish()
    official.expect_verdict("revoked", "red")
    official.see("#changed")
    expect(official.see("#revocation")).to_contain_text("written application")
    expect(official.see("#freshness")).to_contain_text(str(site.commission.seq))


def test_after_one_visit_all_works_without_a_network(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    site.silent = True
    official.page.context.set_offline(True)
    official.page.goto(f"{site.origin}/V#{text.partition('#')[2]}")
    official.expect_verdict("valid", "green")
    assert official.page.url == f"{site.origin}/V"
    for language in ("ru", "en", "ky"):
        official.speak(language)
        official.page.click("#open-rights")
        expect(official.page.locator("#entry-R-01")).to_be_visible()
        official.page.click("#back")
    official.page.goto(site.origin + "/")
    official.see("#door-check")


def test_revoked_but_not_yet_synced_is_valid_with_its_age_then_red(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    official.page.context.set_offline(True)
    site.commission.revoke(41)
    site.commission.publish()
    official.ask(text)
    official.expect_verdict("valid", "green")
    expect(official.see("#source")).to_contain_text(str(site.commission.seq - 1))
    official.page.context.set_offline(False)
    official.page.click("#refresh")
    official.expect_verdict("revoked", "red")


def test_a_push_that_never_comes_is_made_up_by_asking(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    site.pushing = False
    official.page.clock.install()
    official.open()
    official.set_phrase()
    official.see("#freshness")
    official.ask(text)
    official.expect_verdict("valid", "green")
    site.commission.revoke(41)
    site.commission.publish()
    official.keep_open()
    official.page.clock.run_for(31_000)
    official.expect_verdict("revoked", "red")
    official.faults.clear()  # The browser reports each refused event stream.


def test_a_code_from_the_phones_own_camera_waits_for_the_phrase(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.page.goto(f"{site.origin}/V#{text.partition('#')[2]}")
    official.see("#phrase-kept")
    assert official.page.url == f"{site.origin}/V"
    expect(official.page.locator("#verdict")).to_have_count(0)
    words = official.see(".phrase-big .words").inner_text()
    official.set_phrase()
    official.expect_verdict("valid", "green")
    expect(official.see("#phrase")).to_contain_text(words)
    assert "#" not in official.page.evaluate("performance.getEntriesByType('navigation')[0].name.slice(-3)")
    official.page.click("#next")
    official.page.reload()
    official.see("#viewfinder")


def test_what_is_kept_and_asked_for_tells_nothing_about_a_scan(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    official.ask(text)
    official.expect_verdict("valid", "green")
    asked = [path for path in site.requests if path.startswith(("/api", "/s/", "POST", "/trust"))]
    assert asked and all(path.startswith(ALLOWED) for path in asked)
    kept = official.page.evaluate(
        """async () => {
          const done = (request) =>
            new Promise((resolve) => request.addEventListener("success", () => resolve(request.result)));
          const database = await done(indexedDB.open("observers"));
          const keys = (shelf) => done(database.transaction(shelf).objectStore(shelf).getAllKeys());
          return [...await keys("kept"), ...await keys("papers"), ...Object.keys(localStorage)];
        }"""
    )
    allowed = ("roots", "marks", "state/", "digests/", "notices/", "law/", "directory/", "elections", "observers.")
    assert all(key.startswith(allowed) for key in kept)
    assert "GONZALEZ" not in official.page.evaluate("JSON.stringify(localStorage)")


def test_an_update_waits_for_the_person(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    worker = worker_with_current_list().encode()
    site.extra[WORKER] = worker + b"\n// the next version\n"
    official.ask(text)
    official.expect_verdict("valid", "green")
    official.page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update())")
    official.page.wait_for_function("async () => (await navigator.serviceWorker.getRegistration()).waiting !== null")
    expect(official.page.locator("#update")).to_have_count(0)
    official.page.click("#next")
    official.see("#update")
    with official.page.expect_navigation():
        official.page.click("#update-take")
    official.see("#viewfinder")
    assert official.page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.waiting === null)")
    expect(official.page.locator("#update")).to_have_count(0)


def test_a_damaged_file_never_replaces_a_good_one(official: Official, site: StaticSite) -> None:
    official.begin()
    worker = worker_with_current_list()
    site.extra["/ui/style.css"] = b"body { display: none }"
    site.extra[WORKER] = worker.replace('"/ui/style.css": "sha384-', '"/ui/style.css": "sha384-AAAA').encode()
    failed = official.page.evaluate(
        """() => navigator.serviceWorker.getRegistration().then(async (registration) => {
          await registration.update();
          const worker = registration.installing;
          if (worker) await new Promise((done) => worker.addEventListener("statechange", () =>
            ["redundant", "installed"].includes(worker.state) && done()));
          return registration.waiting === null;
        })"""
    )
    assert failed
    official.page.reload()
    official.see("#viewfinder")
    official.faults.clear()  # The browser reports the integrity that did not hold.


def test_the_kill_switch_empties_the_kept_pages(official: Official, site: StaticSite) -> None:
    official.begin()
    site.extra[WORKER] = (WEB / "service_worker_off.js").read_bytes()
    with official.page.expect_navigation():
        official.page.evaluate("navigator.serviceWorker.getRegistration().then((r) => { r.update(); })")
    official.see("#viewfinder")
    assert official.page.evaluate("caches.keys().then((names) => names.length)") == 0
    assert official.page.evaluate("localStorage.getItem('observers.phrase')")


def test_erased_data_is_said(official: Official, site: StaticSite) -> None:
    official.begin()
    official.page.goto(site.origin + "/manifest.webmanifest")
    official.page.evaluate("new Promise((done) => (indexedDB.deleteDatabase('observers').onsuccess = done))")
    official.open()
    official.see("#erased")
    expect(official.see("#freshness")).to_contain_text(str(site.commission.seq))


def test_first_use_without_a_network_says_so_and_keeps_the_code(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    site.silent = True
    site.extra["/trust_anchor.cbor"] = b"\x00"
    official.page.goto(f"{site.origin}/V#{text.partition('#')[2]}")
    official.set_phrase()
    official.see("#no-trust")
    site.silent = False
    del site.extra["/trust_anchor.cbor"]
    official.page.click("#retry")
    official.expect_verdict("valid", "green")
    official.faults.clear()  # The event stream was refused at first.


def test_a_list_is_handed_on_as_a_code(official: Official, site: StaticSite, tmp_path: Path) -> None:
    import zxingcpp
    from PIL import Image

    official.begin()
    official.page.click("#open-state")
    official.see("#state-code svg")
    official.page.locator("#state-code svg").screenshot(path=str(tmp_path / "state.png"))
    (read,) = zxingcpp.read_barcodes(Image.open(tmp_path / "state.png").convert("L"))
    assert read.text.startswith(f"{site.origin.upper()}/S#")


def test_the_first_answer_waits_for_what_is_on_its_way(official: Official, site: StaticSite) -> None:
    """No amber in between: the digests of the first visit arrive before the verdict is said."""
    text = site.commission.issue(41)
    site.publish()
    official.open()
    official.set_phrase()
    official.page.evaluate(
        """() => {
          window.seen = [];
          new MutationObserver(() => {
            const code = document.querySelector("#verdict")?.dataset.code;
            if (code && window.seen.at(-1) !== code) window.seen.push(code);
          }).observe(document.body, { subtree: true, childList: true, attributes: true });
        }"""
    )
    official.page.evaluate("digits => { location.hash = digits; }", text.partition("#")[2])
    official.expect_verdict("valid", "green")
    assert official.page.evaluate("window.seen") == ["valid"]


def test_a_stolen_state_key_is_left_behind(official: Official, site: StaticSite) -> None:
    """A thief runs the sequence forward; the next root drops that key with its marks, and life goes on."""
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    honest = site.commission.seq
    site.commission.seq = 1_000_000
    site.publish()
    expect(official.see("#freshness")).to_contain_text("1000001")
    site.commission.seq = honest
    site.commission.compromise_state_key()
    official.page.click("#refresh")
    expect(official.see("#freshness")).to_contain_text("Тизме али жок")
    site.commission.publish()
    official.page.click("#refresh")
    expect(official.see("#freshness")).to_contain_text(str(honest + 1))
    official.ask(text)
    official.expect_verdict("valid", "green")
    official.page.reload()
    expect(official.see("#freshness")).to_contain_text(str(honest + 1))
    official.ask(text)
    official.expect_verdict("valid", "green")


def test_a_list_on_a_poster_opens_from_the_phones_own_camera(official: Official, site: StaticSite) -> None:
    site.publish()
    official.begin()
    official.page.context.set_offline(True)
    token = site.commission.publish()
    digits = site.commission.text(token, path="S").partition("#")[2]
    official.page.goto(f"{site.origin}/S#{digits}")
    expect(official.see("#taken")).to_contain_text(str(site.commission.seq))
    expect(official.see("#freshness")).to_contain_text(str(site.commission.seq))
    forged = bytearray(site.commission.publish())
    forged[-1] ^= 1
    official.ask(site.commission.text(bytes(forged), path="S"))
    expect(official.see("#taken")).to_contain_text("кол койгон эмес")


def test_the_first_page_speaks_the_browser_s_language_until_another_is_chosen(
    browser: Browser, site: StaticSite
) -> None:
    for locale, address, said in (
        ("en-GB", "/", "en"), ("ru-RU", "/", "ru"), ("de-DE", "/", "ky"), ("ru-RU", "/?lang=en", "en"),
    ):  # fmt: skip
        context = browser.new_context(locale=locale)
        page = context.new_page()
        page.goto(site.origin + address)
        expect(page.locator("#door-check")).to_be_visible()
        expect(page.locator("html")).to_have_attribute("lang", said)
        page.goto(site.origin + "/V")
        expect(page.locator("h1[data-focus]")).to_be_visible()
        expect(page.locator("html")).to_have_attribute("lang", said)
        context.close()
