"""Rights for the chair in Kyrgyz and Russian at once, duties, whom to call; three languages; axe and width."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from server.accreditation.directory import directory_as_json
from server.accreditation.regulation import as_json
from tests.e2e.observer import Observer
from tests.e2e.static_site import StaticSite

SCHEMES = [("ky", "light"), ("ru", "dark"), ("en", "light")]


@pytest.fixture
def observer(context: BrowserContext, site: StaticSite) -> Iterator[Observer]:
    """An observer at the companion's first screen; the page must not have complained at the end."""
    phone = Observer(context.new_page(), site.origin)
    phone.begin()
    yield phone
    assert not phone.faults


def entry(language: str, kind: str, name: str) -> dict[str, object]:
    """Return a right, duty or situation of the regulation's texts."""
    return next(one for one in as_json(language)[kind] if one["id"] == name)


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_a_situation_leads_to_a_card_in_kyrgyz_and_russian_with_the_clause(observer: Observer, language: str) -> None:
    observer.speak(language)
    observer.page.click("#open-rights")
    expect(observer.see("[data-entry=S-10]")).to_contain_text(str(entry(language, "situations", "S-10")["title"]))
    observer.page.click("[data-entry=S-10]")
    for chair in ("ky", "ru"):
        shown = observer.see(f"#chair-dialog .chair[lang={chair}]")
        told = entry(chair, "situations", "S-10")
        expect(shown).to_contain_text(str(told["chair"]))
        expect(shown).to_contain_text(told["clauses"][0]["label"])  # type: ignore[index]
        expect(shown).to_contain_text(as_json(chair)["ask_not_instruct"])
        right = str(entry(chair, "rights", "R-16")["text"])
        expect(observer.see(f"#chair-dialog .grounds[lang={chair}]")).to_contain_text(right)
    own = observer.see("#for-you")
    expect(own).to_contain_text(str(entry(language, "situations", "S-10")["text"]))
    expect(own.locator("a[href='tel:+996312660319']")).to_be_visible()


def test_a_right_is_reached_by_right_by_search_and_by_stage(observer: Observer) -> None:
    observer.speak("en")
    observer.page.click("#open-rights")
    observer.page.click("[data-way=rights]")
    expect(observer.page.locator("#entries .row")).to_have_count(22)
    observer.page.fill("#rights-search", "interpreter")
    expect(observer.page.locator("#entries .row")).to_have_count(1)
    observer.page.click("[data-entry=R-02]")
    for language in ("ky", "ru"):
        text = str(entry(language, "rights", "R-02")["text"])
        expect(observer.see(f".chair[lang={language}]")).to_contain_text(text)
    expect(observer.see("#for-you")).to_contain_text(str(entry("en", "rights", "R-02")["text"]))
    observer.page.keyboard.press("Escape")
    expect(observer.page.locator("#chair-dialog")).to_have_count(0)
    observer.page.fill("#rights-search", "")
    observer.page.click("[data-stage=counting]")
    assert observer.page.locator("[data-entry=R-07]").count() == 0
    observer.see("[data-entry=R-16]")


def test_every_situation_and_right_has_its_card(observer: Observer) -> None:
    book = as_json("ky")
    observer.page.click("#open-rights")
    for way in ("situations", "rights"):
        observer.page.click(f"[data-way={way}]")
        for one in book[way]:
            observer.page.click(f"#entries [data-entry={one['id']}]")
            expect(observer.page.locator("#chair-dialog .chair .sentence")).to_have_count(2)
            observer.page.click("#close")


def test_the_duties_stand_with_their_clauses(observer: Observer) -> None:
    observer.page.click("#open-duties")
    for duty in as_json("ky")["duties"]:
        shown = observer.see(f"#duties #entry-{duty['id']}")
        expect(shown).to_contain_text(duty["title"])
        expect(shown).to_contain_text(duty["clauses"][0]["label"])
    assert len(as_json("ky")["duties"]) == 10


def test_the_prompt_response_team_stands_first_and_is_one_tap_away(observer: Observer) -> None:
    observer.page.click("#open-calls")
    observer.see("#calls-notice")
    directory = directory_as_json("ky")
    team = next(one for one in directory["groups"] if one["id"] == "WG-03")
    first = observer.page.locator(".contact").first
    expect(first).to_contain_text(team["title"])
    assert first.locator("a").first.get_attribute("href") == f"tel:{team['lines'][0]}"


def test_the_language_is_shared_with_the_verifier_and_remembered(observer: Observer) -> None:
    expect(observer.page.locator("html")).to_have_attribute("lang", "ky")
    observer.speak("en")
    observer.open("/V")
    expect(observer.page.locator("html")).to_have_attribute("lang", "en")
    observer.open("/companion")
    expect(observer.see("#open-load")).to_have_text("Load my certificate")


@pytest.fixture
def coloured(browser: Browser, site: StaticSite, request: pytest.FixtureRequest) -> Iterator[Observer]:
    """A phone in one language and colour scheme."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=request.param[1])
    phone = Observer(context.new_page(), site.origin)
    yield phone
    context.close()
    assert not phone.faults


def screens(observer: Observer, site: StaticSite, language: str) -> Iterator[str]:
    """Walk through every screen, naming each."""
    page = observer.page
    long = "ANA-LUCIA VON DEM BUSSCHE-HADDENHAUSEN OF THE LONG NAME"
    good, bad = site.commission.issue(41), site.commission.issue(42, name_latin=long)
    site.publish()
    observer.begin()
    observer.speak(language)
    yield "welcome"
    observer.go_load()
    page.click("#open-paste")
    yield "load"
    page.click("#back")
    observer.paste("https://example.org/V#1")
    observer.see("#refused")
    yield "refused"
    page.click("#back")
    observer.paste(good)
    observer.see("#kept")
    yield "own certificate"
    observer.paste(bad)
    observer.expect_kept(long)
    page.click("#open-full")
    observer.see("#paper-dialog")
    yield "over the whole screen"
    site.commission.revoke(42)
    site.publish()
    expect(page.locator("#paper-dialog #status")).to_have_attribute("data-colour", "red")
    yield "red over the whole screen"
    page.click("#close")
    observer.see("#revocation")
    yield "revoked, one of two"
    page.click("#open-rights")
    yield "situations"
    page.click("[data-entry=S-01]")
    observer.see("#chair-dialog")
    yield "for the chair"
    page.click("#close")
    page.click("#back")
    page.click("#open-duties")
    page.locator("#entry-DU-05 summary").click()
    yield "duties"
    page.click("#back")
    page.click("#open-calls")
    yield "whom to call"
    page.click("#back")
    page.click("#open-erase")
    yield "delete?"
    page.click("#erase-go")
    observer.see("#undo")
    yield "deleted"


@pytest.mark.parametrize(("coloured", "language"), [(one, one[0]) for one in SCHEMES], indirect=["coloured"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(coloured: Observer, site: StaticSite, language: str) -> None:
    found = {}
    for name in screens(coloured, site, language):
        faults = coloured.axe()
        wide = coloured.page.evaluate(
            """() => Math.max(document.documentElement.scrollWidth,
                 document.querySelector("dialog[open]")?.scrollWidth ?? 0) - innerWidth"""
        )
        if faults or wide > 0:
            found[name] = [*faults, *([f"{wide} pixels too wide"] if wide > 0 else [])]
    assert found == {}
