"""What the header and the notices say of the connection: lost at once, found again, pages that need it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.official import Official
from tests.e2e.static_site import StaticSite

LIVE, LOST = "#freshness .dot.live", "#freshness .dot:not(.live)"


def test_a_lost_network_shows_at_once_and_its_words_go_when_it_is_back(official: Official, site: StaticSite) -> None:
    official.begin()
    official.see(LIVE)
    official.page.context.set_offline(True)
    official.see(LOST, patience_ms=3_000)
    official.page.click("#refresh")
    expect(official.see("#refresh-result")).to_be_visible()
    official.page.context.set_offline(False)
    official.see(LIVE)
    expect(official.page.locator("#refresh-result")).to_have_count(0)


def test_a_refresh_that_nobody_answers_ends_the_live_sign(official: Official, site: StaticSite) -> None:
    official.begin()
    official.see(LIVE)
    site.silent = True
    official.page.click("#refresh")
    official.see("#refresh-result")
    official.see(LOST, patience_ms=3_000)
    site.silent = False
    official.page.click("#refresh")
    expect(official.page.locator(LIVE)).to_be_visible(timeout=70_000)
    official.faults.clear()  # The event stream was refused meanwhile.


def test_a_stream_that_fell_silent_is_not_called_live(official: Official, site: StaticSite) -> None:
    """No error and no ping: the line hangs, as behind a dead mobile mast."""
    official.page.clock.install()
    official.begin()
    official.see(LIVE)
    site.pushing = False
    official.page.clock.run_for(46_000)
    official.see(LOST, patience_ms=5_000)
    official.faults.clear()  # The new event stream is refused.


def test_the_public_list_without_a_network_has_a_page_of_our_own(official: Official, site: StaticSite) -> None:
    official.begin()
    official.page.context.set_offline(True)
    official.open_doors()
    official.speak("en")
    expect(official.see("#list-offline")).to_contain_text("needs a network")
    official.page.click("#door-list")
    expect(official.see("#away")).to_contain_text("No connection")
    official.see("#door-check")
    official.faults.clear()


def test_the_phones_back_leads_one_screen_up(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    page = official.page
    official.ask(text)
    official.expect_verdict("valid", "green")
    page.click("#open-rights")
    official.see("#rights-search")
    page.go_back()
    official.expect_verdict("valid", "green")
    page.click("#open-calls")
    official.see("#calls-notice")
    page.go_back()
    official.expect_verdict("valid", "green")
    page.go_back()
    official.see("#viewfinder")
    page.click("#open-number")
    page.go_back()
    official.see("#viewfinder")
    assert page.url == f"{site.origin}/V"


def test_a_screen_closed_by_its_button_leaves_no_step_for_back(official: Official, site: StaticSite) -> None:
    official.open_doors()
    official.page.click("#door-check")
    official.set_phrase()
    official.see("#viewfinder")
    official.page.click("#open-calls")
    official.page.click("#back")
    official.see("#viewfinder")
    official.page.go_back()
    official.see("#door-check")


def test_no_way_back_leads_to_a_scanned_text(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    page = official.page
    page.goto(f"{site.origin}/V#{text.partition('#')[2]}")
    official.expect_verdict("valid", "green")
    page.evaluate("digits => { location.hash = digits; }", text.partition("#")[2])
    official.expect_verdict("valid", "green")
    page.click("#open-rights")
    seen = []
    for _ in range(4):
        page.go_back()
        seen.append(page.url)
    for _ in range(4):
        page.go_forward()
        seen.append(page.url)
    assert not [url for url in seen if "#" in url]
    expect(page.locator("#verdict")).to_have_count(0)
