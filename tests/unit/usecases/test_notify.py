"""Telling people: in the act's own transaction, once, in the reader's language, without a person's name."""

from __future__ import annotations

import string
from datetime import date, datetime

import pytest

from server.accreditation.clauses import LANGUAGES
from server.usecases import letters
from server.usecases.notify import To, tell
from server.usecases.records import Message, Notice, UserAccount
from tests.office import NOW, Office

FACTS = {"number": "R-1", "people": 3, "filed_at": NOW}


def _with_address(office: Office, language: str) -> None:
    with office.ports.unit_of_work() as uow:
        account = uow.get(UserAccount, "user-registrar")
        uow.change(account, email="Registrar@Example.kg", language=language)
        uow.commit()


def _told(office: Office) -> tuple[list[Notice], list[Message]]:
    with office.ports.unit_of_work() as uow:
        return uow.find(Notice), uow.find(Message)


@pytest.mark.parametrize(("language", "said"), [("ky", "Арыз катталды: № R-1"), ("en", "registered: No R-1")])
def test_a_role_is_told_on_its_pages_and_by_mail_in_its_language(office: Office, language: str, said: str) -> None:
    _with_address(office, language)
    with office.ports.unit_of_work() as uow:
        assert tell(uow, "application_filed", to=To(role="registrar"), facts=FACTS, dedupe_key="a", now=NOW)
        uow.commit()
    notices, messages = _told(office)
    assert [(each.role, each.kind) for each in notices] == [("registrar", "application_filed")]
    assert [each.recipient for each in messages] == ["registrar@example.kg"]
    assert said in messages[0].subject


def test_the_same_thing_is_told_once(office: Office) -> None:
    _with_address(office, "ru")
    for expected in (True, False):
        with office.ports.unit_of_work() as uow:
            told = tell(uow, "application_filed", to=To(role="registrar"), facts=FACTS, dedupe_key="a", now=NOW)
            uow.commit()
        assert told is expected
    assert [len(each) for each in _told(office)] == [1, 1]


def test_what_is_not_committed_is_not_told(office: Office) -> None:
    with office.ports.unit_of_work() as uow:
        tell(uow, "application_filed", to=To(role="registrar"), facts=FACTS, dedupe_key="a", now=NOW)
    assert _told(office) == ([], [])


def test_a_closed_account_gets_no_mail(office: Office) -> None:
    _with_address(office, "en")
    with office.ports.unit_of_work() as uow:
        uow.change(uow.get(UserAccount, "user-registrar"), disabled_at=NOW)
        tell(uow, "application_filed", to=To(role="registrar"), facts=FACTS, dedupe_key="a", now=NOW)
        uow.commit()
    assert _told(office)[1] == []


@pytest.mark.parametrize("kind", letters.kinds())
def test_every_letter_has_the_same_fields_in_each_language(kind: str) -> None:
    def fields(language: str) -> set[str]:
        held = letters.texts()[language]
        text = held[f"{kind}.subject"] + held[f"{kind}.body"]
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert fields("ky") == fields("ru") == fields("en")
    said = [letters.texts()[language][f"{kind}.body"] for language in LANGUAGES]
    assert len(set(said)) == len(LANGUAGES)
    assert not fields("en") & {"name", "surname", "document_number"}
    values = {name: _value(name) for name in fields("en")}
    assert all("{" not in part for part in letters.letter(kind, language="ky", facts=values))


def _value(name: str) -> object:
    return NOW if name.endswith("_at") else date(2027, 1, 9) if name.endswith("_on") else 5


def test_instants_are_written_in_bishkek() -> None:
    late = datetime.fromisoformat("2027-01-10T20:30:00+00:00")
    _, body = letters.letter("application_filed", language="en", facts={**FACTS, "filed_at": late})
    assert "11 January 2027, 02:30" in body


@pytest.mark.parametrize(
    ("language", "end"),
    [("ky", "2027-жылдын 21-январы, 24:00"), ("ru", "21 января 2027 года, 24:00"), ("en", "21 January 2027, 24:00")],
)
def test_a_deadline_is_the_end_of_its_last_day_in_every_letter(language: str, end: str) -> None:
    midnight = datetime.fromisoformat("2027-01-21T18:00:00+00:00")
    for given in (midnight, midnight.isoformat()):  # as the verb tells it, and as a kept notice holds it
        for kind in ("application_received", "returned", "window_closing"):
            facts = {"number": "A-1", "people": 1, "position": 1, "closes_at": given}
            assert end in letters.letter(kind, language=language, facts=facts)[1], kind
