"""Several certificates on one phone: which is shown, how they are told apart; what may be pasted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from server.credential.certificate_number import group
from tests.e2e.observer import Observer
from tests.e2e.static_site import StaticSite
from tests.e2e.test_companion_paper import NAME, issue


@pytest.fixture
def observer(context: BrowserContext, site: StaticSite) -> Iterator[Observer]:
    """An observer who just took out the phone; the page must not have complained at the end."""
    phone = Observer(context.new_page(), site.origin)
    yield phone
    assert not phone.faults


def test_the_certificate_in_force_is_shown_first_and_told_apart_by_election_and_state(
    observer: Observer, site: StaticSite
) -> None:
    texts = {idx: issue(site, idx) for idx in (41, 42)}
    observer.begin()
    observer.speak("en")
    for text in texts.values():
        observer.paste(text)
        observer.expect_status("valid", "green")
    site.commission.revoke(42)
    site.publish()
    observer.expect_status("revoked", "red")
    observer.page.reload()
    observer.expect_status("valid", "green")
    expect(observer.see("#paper .number")).to_have_text(group(site.commission.number(41)))
    other = observer.page.locator(f".tabs [data-number={site.commission.number(42)}]")
    expect(other).to_contain_text("Presidential election, 2027")
    expect(other).to_contain_text("NOT VALID")


def test_a_pasted_letter_loads_and_a_number_alone_does_not(observer: Observer, site: StaticSite) -> None:
    text = issue(site)
    observer.begin()
    observer.speak("en")
    observer.paste(site.commission.number(41))
    expect(observer.see("#refused")).to_have_attribute("data-code", "not_a_credential")
    expect(observer.page.locator(".notice", has_text="its number alone is not enough")).to_be_visible()
    observer.page.click("#back")
    observer.paste(f"Dear observer, here is the link:\n{text.lower()}\nThe Commission")
    observer.expect_kept(NAME)
