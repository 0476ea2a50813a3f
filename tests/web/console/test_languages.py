"""Every page in every language: Kyrgyz by default, no key shown raw, nothing inline that the policy forbids."""

from __future__ import annotations

import re

import pytest

from tests.web.console.journeys import Journey
from tests.web.console.world import line_fields

RAW_KEY = re.compile(
    r"(?<![\w./@-])(?:form|option|note|error|decree|decree_kind|term|nav|status|task|log|preview|sign)\.[a-z_0-9.]+"
)


@pytest.fixture
def pages(journey: Journey) -> tuple[Journey, list[str]]:
    """Return a console with something on every page, and the pages' addresses."""
    number, other = journey.certificates(people=2)
    decree_id = journey.draft_revocation(other)
    person = journey.world.ports.queries.certificate(number, now=journey.world.clock.now()).row
    return journey, [
        "/", "/elections", "/elections/new", "/elections/president-2027", "/elections/president-2027/edit",
        *(f"/elections/president-2027/act?kind={kind}" for kind in
          ("results_publication", "repeat_voting", "election_annulment", "results_withdrawal")),
        "/organisations", "/organisations/new", "/decrees", "/decrees/new", f"/decrees/{decree_id}",
        f"/decrees/{person.decree_id}", "/certificates", f"/persons/{person.person_id}",
        f"/certificates/{number}/replace", f"/certificates/{number}/correct",
        f"/accreditations/{person.accreditation_id}/revoke", "/find", "/find?text=Testova", "/acts", "/account",
    ]  # fmt: skip


def test_pages_speak_each_language(pages: tuple[Journey, list[str]]) -> None:
    journey, addresses = pages
    browser = journey.world.browser("registrar")
    for lang in ("ky", "ru", "en"):
        browser.get(f"/?lang={lang}")
        for address in addresses:
            page = browser.get(address)
            assert browser.status == 200, (address, browser.text())
            assert f'<html lang="{lang}">' in page
            words = re.sub(r"<[^>]+>", " ", page)
            assert not RAW_KEY.search(words), (address, lang, RAW_KEY.search(words))
            assert " style=" not in page, address
            assert not re.search(r"\son[a-z]+=", page), address


def test_kyrgyz_is_the_default(journey: Journey) -> None:
    assert '<html lang="ky">' in journey.world.browser().get("/login")
    assert "Системага кирүү" in journey.world.browser().get("/login", headers={"Accept-Language": "de"})


def test_refusals_cite_the_clause_in_the_officers_language(journey: Journey) -> None:
    code = journey.election()
    organisation = journey.organisation()
    registrar = journey.world.browser("registrar")
    registrar.send("/decrees/new", election_id=code, subject="List")
    address = f"{registrar.path}/lines/new"
    for lang, words in (("ky", "1.4"), ("ru", "1.4"), ("en", "Clause 1.4")):
        registrar.get(f"/?lang={lang}")
        registrar.send(address, **line_fields(organisation, citizenships=["KAZ", "KGZ"]))
        assert registrar.status == 422
        assert words in registrar.text()
        assert 'value="Testova"' in registrar.page
        assert 'id="e-citizenships"' in registrar.page
