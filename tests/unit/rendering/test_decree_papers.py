"""Decrees with their annexes and refusal letters, read back as a reader would: three languages, PDF/A, marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from server.accreditation.grounds import GROUND_RULES
from server.adapters.rendering.decree_content import WITH_PAPER, decree_page
from server.usecases.views_of_desks import DecreePaper, PaperPerson, RefusalLetter
from tests.unit.rendering.test_renderer import HOSTILE, RENDERER, page_count, text_of

CLOSES = datetime(2027, 1, 21, 18, tzinfo=UTC)
PERSON = PaperPerson(
    "Nordgaard Astrid", "Өскүлова Үмүт Ңурла", "kir", ("NOR", "SWE"),
    {"ky": "Түндүк байкоо", "ru": "Северное наблюдение", "en": "Northern Watch"},
)  # fmt: skip
PAPER = DecreePaper(
    "d", "accreditation", "139", date(2027, 1, 10), "Observers",
    {"ky": "Президентти шайлоо", "ru": "Выборы Президента", "en": "Presidential election"}, CLOSES, (PERSON,),
)  # fmt: skip
REFUSED = replace(PERSON, grounds=(("D2a", "3.10(2)"),), facts="No copy of the passport came.\nAsked on 5 January.")
REVOKED = replace(
    PERSON, revocation="V1", gross=True, facts="seen", effective_at=datetime(2027, 1, 12, 8, 35, tzinfo=UTC)
)


def letter(person: PaperPerson = REFUSED) -> RefusalLetter:
    paper = replace(PAPER, kind="refusal", people=(person,))
    return RefusalLetter("r", "n", "o", CLOSES, paper, "PR-00001", datetime(2027, 1, 2, tzinfo=UTC))


def test_a_decree_is_said_in_three_languages_with_its_annex() -> None:
    pdf = RENDERER.decree(PAPER)
    told = text_of(pdf)
    for text in (
        "2027-жылдын 10-январындагы № 139",
        "от 10 января 2027 года № 139",
        "No. 139 of 10 January 2027",
        "ТОКТОМ",
        "ПОСТАНОВЛЕНИЕ",
        "DECREE",
        "Тиркемедеги 1 адам",
        "Nordgaard Astrid",
        "Өскүлова Үмүт Ңурла",
        "Түндүк байкоо",
        "Северное наблюдение",
        "Northern Watch",
        "Норвегия, Швеция",
        "Norway, Sweden",
    ):
        assert text in told, text
    assert page_count(pdf) == 6


def test_pdf_is_tagged_and_archival_and_equal_inputs_give_equal_bytes() -> None:
    pdf = RENDERER.decree(PAPER)
    assert b"/StructTreeRoot" in pdf and b"pdfaid" in pdf and b"pdfuaid" in pdf
    assert pdf == RENDERER.decree(PAPER)


@pytest.mark.parametrize("kind", WITH_PAPER)
def test_a_draft_says_that_it_is_one(kind: str) -> None:
    person = {"refusal": REFUSED, "revocation": REVOKED}.get(kind, PERSON)
    told = text_of(RENDERER.decree(replace(PAPER, kind=kind, number=None, decree_date=None, people=(person,))))
    assert "ДОЛБООР" in told and "ПРОЕКТ" in told and "DRAFT" in told
    assert "139" not in told


def test_a_revocation_names_ground_minute_and_gross() -> None:
    told = text_of(RENDERER.decree(replace(PAPER, kind="revocation", people=(REVOKED,))))
    assert "одоно бузуу" in told and "грубое нарушение" in told and "gross violation" in told
    assert told.count("14:35") == 3


def test_a_letter_says_code_facts_clause_and_what_can_still_be_done() -> None:
    told = text_of(RENDERER.refusal_letter(letter()))
    for text in (
        "D2a. Documents not submitted",
        "clause 3.10",
        "No copy of the passport",
        "Asked on 5 January.",
        "What can still be done",
        "until 24:00 on 21 January 2027",
        "Кимге",
        "Кому",
        "PR-00001",
        "Документтер берилген эмес",
        "Документы не представлены",
    ):
        assert text in told, text


@pytest.mark.parametrize("rule", GROUND_RULES, ids=lambda rule: rule.ground.value)
def test_every_ground_has_its_letter(rule: object) -> None:
    ground, clause = rule.ground.value, rule.clause  # type: ignore[attr-defined]
    told = text_of(RENDERER.refusal_letter(letter(replace(REFUSED, grounds=((ground, clause),)))))
    assert told.count(f"{ground}. ") == 3
    assert "{" not in told and "3.3" not in told


def test_what_is_typed_is_placed_and_never_evaluated() -> None:
    hostile = replace(REFUSED, facts=HOSTILE, name_latin=HOSTILE)
    assert "#panic" in text_of(RENDERER.decree(replace(PAPER, kind="refusal", people=(hostile,))))
    assert "#panic" in text_of(RENDERER.refusal_letter(letter(hostile)))


def test_an_annex_of_three_hundred_is_whole() -> None:
    people = tuple(replace(PERSON, name_latin=f"Person{n} X") for n in range(300))
    told = text_of(RENDERER.decree(replace(PAPER, people=people)))
    assert all(told.count(f"Person{n} X") == 3 for n in range(300))


def test_acts_about_the_election_have_no_such_paper() -> None:
    with pytest.raises(KeyError):
        decree_page(replace(PAPER, kind="results_publication"))
