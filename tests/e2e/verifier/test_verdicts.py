"""Each kind of answer on the screen: what it shows, and what it must not."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.official import Official
from tests.e2e.static_site import StaticSite, serve_site


def test_a_document_number_that_does_not_match_is_typed_again_first(official: Official, site: StaticSite) -> None:
    """The headline says what was found; another person's certificate is the second thing to think of."""
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    official.speak("en")
    official.ask(text)
    page = official.page
    page.fill("#document", "AB 12345O")
    page.click("#document-go")
    official.expect_verdict("valid", "amber")
    expect(official.see("#verdict-word")).to_have_text("THE DOCUMENT NUMBER DOES NOT MATCH")
    expect(official.see("#document-answer")).to_contain_text("0 and O")
    expect(official.see("#verdict-advice")).to_contain_text("another person's certificate")
    expect(official.see("#verdict-advice")).to_contain_text("Call the CEC")
    order = page.evaluate("[...document.querySelectorAll('#verdict, #identity, #verdict-advice')].map((e) => e.id)")
    assert order == ["verdict", "identity", "verdict-advice"]
    page.locator("#document").press("End")
    page.locator("#document").press("Backspace")
    official.expect_verdict("valid", "green")
    expect(page.locator("#document")).to_be_focused()
    expect(page.locator("#document")).to_have_value("AB 12345")
    page.locator("#document").press_sequentially("6")
    page.locator("#document").press("Enter")
    official.see("#document-answer .green")
    official.expect_verdict("valid", "green")


def test_a_replaced_paper_says_that_this_paper_is_not_valid(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.commission.statuses[41] = 12
    site.publish()
    official.begin()
    official.speak("en")
    official.ask(text)
    official.expect_verdict("replaced", "red")
    expect(official.see("#verdict-word")).to_have_text("THIS PAPER IS NOT VALID")


def test_what_is_kept_open_stays_open_when_it_turns_red(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    official.page.clock.install()
    official.page.reload()
    official.see("#viewfinder")
    official.ask(text)
    official.expect_verdict("valid", "green")
    official.keep_open()
    site.commission.revoke(41)
    site.publish()
    official.expect_verdict("revoked", "red")
    official.page.clock.run_for(70_000)
    official.expect_verdict("revoked", "red")


def test_elections_are_called_by_their_names(official: Official, site: StaticSite) -> None:
    text = site.commission.issue(41)
    site.publish()
    official.begin()
    official.speak("en")
    official.ask(text)
    expect(official.see("#verdict ~ section .election")).to_have_text("Presidential election, 2027")
    official.page.click("#lists-toggle")
    expect(official.see("#lists")).to_contain_text("Presidential election, 2027")
    official.home()
    official.page.click("#open-state")
    expect(official.page.get_by_role("img", name="Presidential election, 2027")).to_be_visible()
    official.page.context.set_offline(True)
    official.page.reload()
    official.speak("ru")
    official.ask_number(site.commission.number(41))
    expect(official.see("#number-asked .election")).to_have_text("Выборы Президента, 2027 год")
    assert site.commission.election not in official.page.locator("body").inner_text()


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


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("PR-0042", "too short"),
        ("PR-0042-Z-0042-Z", "too long"),
        ("PR-00042-Z", "too long"),
        ("ЖR-0042-Z", "“Ж” is not a Latin letter"),
        ("PR-0042-A", "check character"),
        (" ", "Type the number"),
    ],
)
def test_what_is_wrong_with_a_number_is_said(official: Official, site: StaticSite, typed: str, told: str) -> None:
    official.begin()
    official.speak("en")
    official.ask_number(typed)
    expect(official.see("#number-problem")).to_contain_text(told)


def test_look_alikes_in_a_number_are_read_and_the_number_is_shown(official: Official, site: StaticSite) -> None:
    site.commission.issue(41)
    site.publish()
    official.begin()
    number = site.commission.number(41)
    official.ask_number(f"ПР-{number[2:6].replace('0', 'O').replace('1', 'I')}-{number[6]}")
    official.expect_verdict("number_in_force", "amber")
    expect(official.see("#number-asked .number")).to_have_text(f"PR-{number[2:6]}-{number[6]}")


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
    expect(official.page.locator(".phone-link").first).to_have_attribute("href", "tel:+996312660319")
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
