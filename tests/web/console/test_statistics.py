"""The dashboard of the console: for those who read legal acts, by election, with CSV."""

from __future__ import annotations

import json

import pytest

from tests.web.console.journeys import Journey
from tests.web.console.world import World


@pytest.mark.parametrize(("lang", "said"), [("ky", "Азырынча маалымат жок."), ("en", "No figures yet.")])
def test_before_any_election_it_says_so(world: World, lang: str, said: str) -> None:
    browser = world.browser("auditor")
    browser.get(f"/statistics?lang={lang}")
    assert browser.status == 200 and said in browser.text()


def test_it_shows_an_election_and_gives_each_figure_as_csv(journey: Journey) -> None:
    election = journey.election()
    browser = journey.world.browser("auditor")
    browser.get(f"/statistics?lang=en&election_id={election}")
    assert "From nomination to decision" in browser.text() and browser.page.count('<svg class="chart"') >= 2
    for key in ("funnel", "curve", "mfa", "refusals_crossed", "time_by_organisation"):
        browser.get(f"/statistics/{election}/{key}.csv")
        assert browser.status == 200 and browser.headers["Cache-Control"] == "no-store"
    browser.get(f"/statistics/{election}/nothing.csv")
    assert browser.status == 404
    browser.get("/statistics/unknown/funnel.csv")
    assert browser.status == 404
    browser.get(f"/api/v1/elections/{election}/statistics")
    assert json.loads(browser.page)["election"] == election
    assert journey.world.browser("mfa").client.get("/statistics").status_code in (303, 403)
