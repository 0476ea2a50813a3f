"""What stands in a decree with its annex, and in a refusal letter: plain data for the templates, thrice, ky, ru, en.

Clause: 3.4, 3.5, 3.10, 4.7. Facts stand as the decree has them; everything else is said in each language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from server.accreditation.calendar import day_of, local
from server.accreditation.clauses import LANGUAGES, cite
from server.accreditation.dates_in_words import date_in_words, kyrgyz_date_of
from server.accreditation.wording import words
from server.adapters.rendering.content import country_words
from server.adapters.rendering.fitting import printable
from server.usecases.views_of_desks import DecreePaper, PaperPerson, RefusalLetter

TEXTS: Final = Path(__file__).parent / "templates" / "decree_texts.json"
WITH_PAPER: Final = ("accreditation", "refusal", "revocation", "annulment_of_revocation")


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Return the sentences of decrees and letters by key and language."""
    told: Mapping[str, Mapping[str, str]] = json.loads(TEXTS.read_text("utf-8"))
    return told


def decree_page(paper: DecreePaper) -> dict[str, Any]:
    """Return the data of a decree with its annex as JSON values."""
    return {
        "title": _title(paper),
        "kind": paper.kind,
        "parts": {language: _decree_part(paper, language) for language in LANGUAGES},
    }


def letter_page(letter: RefusalLetter) -> dict[str, Any]:
    """Return the data of a refusal letter as JSON values."""
    return {
        "title": f"{texts()['letter']['en']} {letter.application_number}",
        "parts": {language: _letter_part(letter, language) for language in LANGUAGES},
    }


def _title(paper: DecreePaper) -> str:
    name = texts()["decree"]["en"] if paper.number else texts()["draft"]["en"]
    return f"{name} {_number(paper, 'en')}" if paper.number else name


def _decree_part(paper: DecreePaper, language: str) -> dict[str, Any]:
    election = paper.election[language]
    count = len(paper.people)
    return {
        "head": _say("decree", language) if paper.number else _say("draft", language),
        "number": _number(paper, language),
        "about": words("decree_kind", paper.kind)[language],
        "basis": _say(f"basis.{paper.kind}", language),
        "does": _say(f"does.{paper.kind}", language, count=count, election=printable(election)),
        "then": _say(f"then.{paper.kind}", language),
        "annex": _annex(paper, language),
        "lines": [_line(person, language) for person in paper.people],
    }


def _annex(paper: DecreePaper, language: str) -> str:
    if not paper.number:
        return _say("annex", language)
    return _say("annex_to", language, decree=_number(paper, language))


def _line(person: PaperPerson, language: str) -> dict[str, Any]:
    return {
        "name_latin": printable(person.name_latin),
        "name_cyrillic": printable(person.name_cyrillic),
        "cyrillic_language": {"kir": "ky", "rus": "ru"}.get(person.cyrillic_language or "", "ru"),
        "organisation": printable(person.organisation[language]),
        "citizenship": ", ".join(country_words(code)[language] for code in person.citizenships),
        "grounds": [*_grounds(person, language), *_revoked(person, language)],
        "facts": _paragraphs(person.facts),
    }


def _grounds(person: PaperPerson, language: str) -> list[str]:
    return [
        f"{ground}. {words('ground', ground)[language]} ({cite(clause).label(language)})"
        for ground, clause in person.grounds
    ]


def _revoked(person: PaperPerson, language: str) -> list[str]:
    if not person.revocation:
        return []
    gross = f"; {_say('gross', language)}" if person.gross else ""
    told = [f"{person.revocation}. {words('revocation', person.revocation)[language]}{gross}"]
    if person.effective_at is not None:
        moment = local(person.effective_at)
        day = date_in_words(moment.date(), language)
        told.append(_say("effective", language, time=f"{moment:%H:%M}", day=day))
    return told


def _letter_part(letter: RefusalLetter, language: str) -> dict[str, Any]:
    paper, person = letter.paper, letter.paper.people[0]
    filed = None if letter.filed_at is None else day_of(letter.filed_at)
    closes = _closes(paper, language)
    return {
        "to": printable(person.organisation[language]),
        "name_latin": printable(person.name_latin),
        "name_cyrillic": printable(person.name_cyrillic),
        "application": _say("application_of", language, number=letter.application_number, day=_day(filed, language)),
        "election": printable(paper.election[language]),
        "decided": _say("decided", language, decree=_number(paper, language)),
        "grounds": _grounds(person, language),
        "facts": _paragraphs(person.facts),
        "remedies": [words("remedy", ground)[language].format(closes=closes) for ground, _ in person.grounds],
        "contest": _say("contest", language),
    }


def _closes(paper: DecreePaper, language: str) -> str:
    if paper.closes_at is None:
        return "—"
    return _say("until", language, day=date_in_words(day_of(paper.closes_at - timedelta(seconds=1)), language))


def _number(paper: DecreePaper, language: str) -> str:
    if paper.number is None or paper.decree_date is None:
        return ""
    day = kyrgyz_date_of(paper.decree_date) if language == "ky" else date_in_words(paper.decree_date, language)
    return _say("number_of", language, day=day, number=paper.number)


def _day(day: date | None, language: str) -> str:
    return "—" if day is None else date_in_words(day, language)


def _paragraphs(facts: str) -> list[str]:
    return [printable(line) for line in facts.split("\n") if line.strip()]


def _say(key: str, language: str, **facts: object) -> str:
    return texts()[key][language].format_map({name: str(value) for name, value in facts.items()})
