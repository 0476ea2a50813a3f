"""Each kind of answer on the screen: what it shows, and what it must not."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.official import Official
from tests.e2e.static_site import StaticSite, serve_site


def test_another_persons_paper_has_its_own_screen(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    official.speak("en")
    official.ask(text)
    official.page.fill("#document", "XY 999")
    official.page.click("#document-go")
    official.expect_verdict("valid", "amber")
    expect(official.see("#verdict-word")).to_have_text("ANOTHER PERSON'S CERTIFICATE")
    expect(official.see("#verdict-advice")).to_contain_text("Call the CEC")


def test_a_credential_sealed_outside_the_server_is_not_genuine(official: Official, site: StaticSite) -> None:
    forged = site.commission.text(site.commission.seal(88, issued_at=site.commission.now() - 86_400))
    official.begin()
    official.ask(forged)
    official.expect_verdict("not_issued", "red")


def test_foreign_damaged_and_look_alike_codes_are_grey_and_show_no_person(
    official: Official, site: StaticSite
) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    digits = text.partition("#")[2]
    for asked, code, word in (
        ("WIFI:S:school;;", "not_a_credential", "NOT A CEC CERTIFICATE"),
        (f"HTTPS://O.SHAILOO.EXAMPLE/V#{digits}", "other_host", "NOT A CEC CERTIFICATE"),
        (f"{site.origin}/V#{digits[:-40]}", "malformed", "UNREADABLE, NOT CONFIRMED"),
    ):
        official.ask(asked)
        official.speak("en")
        official.expect_verdict(code, "grey")
        expect(official.see("#verdict-word")).to_have_text(word)
        expect(official.page.locator("#person")).to_have_count(0)
    official.ask(f"HTTPS://O.SHAILOO.EXAMPLE/V#{digits}")
    expect(official.see("#verdict-say")).to_contain_text("another site")


def test_a_mistyped_number_is_told_from_a_bad_one(official: Official, site: StaticSite) -> None:
    site.commission.issue(41)
    site.commission.issue(42)
    site.commission.revoke(42)
    site.publish()
    official.begin()
    good = site.commission.number(41)
    official.ask_number(f" {good[:-1].lower()}-0 ")
    expect(official.see("#number-problem")).to_contain_text("белги")
    official.page.fill("#number", good.replace("P", "Р").lower())  # a Cyrillic Р
    official.page.click("#number-go")
    official.expect_verdict("number_in_force", "amber")
    official.ask_number(site.commission.number(42))
    official.expect_verdict("revoked", "red")


def test_a_wrong_clock_is_named_with_the_right_time(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.page.clock.set_fixed_time(time.time() - 3 * 86_400)
    official.begin()
    official.speak("en")
    official.ask(text)
    official.expect_verdict("valid", "amber")
    expect(official.see("#clock-wrong")).to_contain_text("clock is wrong")
    expect(official.see("#clock-wrong")).to_contain_text(time.strftime("%Y", time.gmtime()))


def test_an_old_list_is_amber_with_its_age_and_a_refresh_makes_it_green(context: BrowserContext) -> None:
    with serve_site(shift_seconds=-2 * 86_400) as site:
        text = site.commission.issue(41)
        site.publish()
        official = Official(context.new_page(), site.origin)
        official.begin()
        official.speak("en")
        official.ask(text)
        official.expect_verdict("valid_stale", "amber")
        expect(official.see("#freshness")).to_contain_text("out of date")
        expect(official.see("#source")).to_contain_text("2 d ago")
        expect(official.see("#verdict-advice")).to_contain_text("Let observe, check the ID")
        site.silent = True
        official.page.click("#refresh")
        expect(official.see("#refresh-result")).to_contain_text("did not answer")
        official.expect_verdict("valid_stale", "amber")
        site.silent = False
        site.commission.shift_seconds = 0
        site.commission.publish()
        official.page.click("#refresh")
        official.expect_verdict("valid", "green")
        expect(official.see("#refresh-result")).to_contain_text(str(site.commission.seq))


def test_without_a_network_nothing_turns_red(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    later = site.commission.seal(42, first_seq=site.commission.seq + 2, issued_at=site.commission.now())
    site.publish()
    official.begin()
    site.silent = True
    official.page.context.set_offline(True)
    official.page.click("#refresh")
    expect(official.see("#refresh-result")).to_be_visible()
    official.ask(text)
    official.expect_verdict("valid", "green")
    official.ask(site.commission.text(later))
    official.expect_verdict("state_older_than_credential", "amber")


def test_the_term_in_words(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    official.speak("en")
    official.ask(text)
    expect(official.see("#term")).to_contain_text("Ends on the day the results are officially published")
    from tests.e2e.commission import today

    site.commission.basis = 1
    site.commission.published_day = today() - 2
    site.publish(published_day=today() - 2)
    official.expect_verdict("term_ended", "red")
    expect(official.see("#verdict-advice")).to_contain_text("Do not keep the paper")


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_language_says_its_own_words(official: Official, site: StaticSite, language: str) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    official.speak(language)
    official.ask(text)
    word = {"ky": "ЖАРАКТУУ", "ru": "ДЕЙСТВИТЕЛЬНО", "en": "VALID"}[language]
    expect(official.see("#verdict-word")).to_have_text(word)
    country = {"ky": "Испания", "ru": "Испания", "en": "Spain"}[language]
    expect(official.page.locator(".facts").first).to_contain_text(country)
    official.page.click("#open-rights")
    official.page.fill("#rights-search", "4.4(2)")
    expect(official.page.locator("#entry-R-02")).to_be_visible()
    official.page.click("#back")
    official.page.click("#open-calls")
    expect(official.page.locator(".phone-link").first).to_have_attribute("href", "tel:+996312620828")
    official.page.reload()
    expect(official.page.locator("html")).to_have_attribute("lang", language)


def test_kyrgyz_dates_are_kyrgyz(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41, accreditation_day=20_820)  # 2027-01-02, still to come
    site.publish()
    official.begin()
    official.ask(text)
    official.expect_verdict("not_started", "amber")
    expect(official.see("#term")).to_contain_text("2027‑жылдын 2‑январы")


def test_the_screen_clears_itself_and_can_be_kept(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    official.page.clock.install()
    official.page.reload()
    official.see("#viewfinder")
    official.ask(text)
    official.expect_verdict("valid", "green")
    official.page.clock.run_for(20_000)
    expect(official.see("#countdown")).to_contain_text("40")
    official.keep_open()
    official.page.clock.run_for(120_000)
    official.expect_verdict("valid", "green")
    official.keep_open()
    official.page.clock.run_for(61_000)
    official.see("#viewfinder")
    expect(official.page.locator("#person")).to_have_count(0)
