"""The rights book: whole, in three languages, each entry with clauses that the source holds."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from server.accreditation import regulation
from server.accreditation.clauses import LANGUAGES
from server.accreditation.data_files import read_data
from server.accreditation.errors import CodedError
from server.accreditation.regulation.entries import ICONS, check_references, entry_of, load_regulation

PACKAGE = "server.accreditation.regulation"
KYRGYZ_ONLY = re.compile("[ңөүҢӨҮ]")
RUSSIAN_LETTERS = re.compile("[щъь]")
RUSSIAN_WORDS = re.compile(r"\b(?:и|не|на|по|с|в|для|при|его|или|от|до|за|вы|вас|наблюдател\w+)\b")


def test_every_id_is_there() -> None:
    book = load_regulation()
    assert [right.id for right in book.rights] == [f"R-{n:02}" for n in range(1, 23)]
    assert [duty.id for duty in book.duties] == [f"DU-{n:02}" for n in range(1, 11)]
    assert [stage.id for stage in book.stages] == [
        "preparation", "opening", "voting", "counting", "results", "afterwards"
    ]  # fmt: skip
    assert len(book.first) == 6
    assert len(book.situations) >= 15


@pytest.mark.parametrize(
    ("id", "clauses"),
    [
        ("R-01", ("4.4(1)", "Art.10(3)")), ("R-02", ("4.4(2)",)), ("R-03", ("4.4(3)", "Art.10(4)1")),
        ("R-04", ("4.4(4)", "Art.10(4)2")), ("R-05", ("4.4(5)", "Art.10(4)3")),
        ("R-06", ("4.4(6)", "Art.10(4)4")), ("R-07", ("4.4(7)", "Art.10(4)5")),
        ("R-08", ("4.4(8)", "Art.10(4)6")), ("R-09", ("4.4(9)", "Art.10(4)7")),
        ("R-10", ("4.4(10)", "Art.10(4)8")), ("R-11", ("4.4(11)", "Art.10(7)")), ("R-12", ("4.4-last",)),
        ("R-13", ("4.4-last", "Art.8(2)")), ("R-14", ("4.4-last",)), ("R-15", ("4.4-last",)),
        ("R-16", ("4.4-last",)), ("R-17", ("4.4-last",)), ("R-18", ("4.4-last", "Art.39(1)")),
        ("R-19", ("4.4-last",)), ("R-20", ("Art.39(1)",)), ("R-21", ("4.8",)), ("R-22", ("4.9",)),
        ("DU-01", ("4.5-1",)), ("DU-02", ("4.5-2",)), ("DU-03", ("4.5-3",)), ("DU-04", ("4.5-4",)),
        ("DU-05", ("4.5-5",)), ("DU-06", ("4.6", "Art.10(5)")), ("DU-07", ("4.3",)),
        ("DU-08", ("Art.22(15)",)), ("DU-09", ("4.2",)), ("DU-10", ("4.4(5)", "Art.10(4)3")),
    ],
)  # fmt: skip
def test_each_right_and_duty_names_its_clauses(id: str, clauses: tuple[str, ...]) -> None:
    book = load_regulation()
    assert {entry.id: entry.clauses for entry in (*book.rights, *book.duties)}[id] == clauses


def _texts(value: Any) -> list[dict[str, str]]:
    if isinstance(value, dict):
        if set(value) == set(LANGUAGES):
            return [value]
        return [found for each in value.values() for found in _texts(each)]
    return [found for each in value for found in _texts(each)] if isinstance(value, list) else []


def test_every_text_is_written_in_its_language() -> None:
    found = _texts(regulation.as_json_all())
    assert len(found) > 150
    for text in found:
        assert len(set(text.values())) == 3
        assert all(each.strip() for each in text.values())
        assert re.search("[А-Яа-я]", text["ky"]) and re.search("[А-Яа-я]", text["ru"])
        assert not KYRGYZ_ONLY.search(text["ru"]), text["ru"]
        assert not re.search("[А-Яа-яЁё]", text["en"]), text["en"]
    # Words and letters that Kyrgyz doesn't use would betray a Russian sentence left in its place.
    kyrgyz = [text["ky"] for text in found]
    assert not [text for text in kyrgyz if RUSSIAN_WORDS.search(text.lower())]
    assert not [text for text in kyrgyz if len(RUSSIAN_LETTERS.findall(text)) > 1]
    assert sum(bool(KYRGYZ_ONLY.search(text)) for text in kyrgyz) > len(kyrgyz) / 2


def test_the_organisers_only_may_ask_for_the_certificate() -> None:
    """Clause 4.3: other bodies have no stated right to demand it, and no text claims one."""
    duty = next(duty for duty in load_regulation().duties if duty.id == "DU-07")
    assert "at the request of the organisers of elections" in duty.text["en"]
    assert "по требованию организаторов выборов" in duty.text["ru"]
    assert "шайлоону уюштуруучулардын талабы" in duty.text["ky"]


def test_nothing_tells_an_observer_to_complain() -> None:
    """Whether international observers may lodge complaints is an open question: texts say ask and call."""
    for entry in load_regulation().situations:
        words = " ".join((*entry.text.values(), *(entry.chair or {}).values())).lower()
        assert "file a complaint" not in words
        assert "подайте жалобу" not in words
        assert "даттаныңыз" not in words


def test_one_language_is_the_same_book() -> None:
    everything = regulation.as_json_all()
    for language in LANGUAGES:
        one = regulation.as_json(language)
        assert one["sha256"] == everything["sha256"]
        assert one["version"] == regulation.REGULATION_VERSION
        assert one["rights"][4]["title"] == everything["rights"][4]["title"][language]
        assert [right["id"] for right in one["rights"]] == [right["id"] for right in everything["rights"]]
    with pytest.raises(CodedError, match="language_unknown"):
        regulation.as_json("de")


def test_the_digest_is_that_of_the_canonical_bytes() -> None:
    document = regulation.as_json_all()
    digest = document.pop("sha256")
    written = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert written == regulation.canonical_bytes()
    assert hashlib.sha256(written).hexdigest() == digest == regulation.regulation_digest().hex()


def test_situations_and_rights_point_at_each_other() -> None:
    document = regulation.as_json("en")
    for situation in document["situations"]:
        for right in document["rights"]:
            assert (situation["id"] in right["situations"]) == (right["id"] in situation["rights"])
    assert {entry["icon"] for entry in document["rights"]} <= ICONS


def _first(sort: str) -> dict[str, Any]:
    return copy.deepcopy(read_data(PACKAGE, f"{sort}.json")[0])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"clauses": ["3.3"]}, "clause_absent_in_source"),
        ({"clauses": ["9.1"]}, "clause_unknown"),
        ({"clauses": []}, "data_clauses"),
        ({"icon": "rocket"}, "data_icon"),
        ({"id": "R-1"}, "data_id"),
        ({"title": {"ky": "а", "ru": "б", "en": ""}}, "data_text"),
        ({"title": {"ky": "а", "ru": "а", "en": "b"}}, "data_text"),
        ({"title": {"ky": "а", "ru": "б"}}, "data_text"),
        ({"text": "plain"}, "data_text"),
        ({"extra": 1}, "data_keys"),
    ],
)
def test_a_bad_entry_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(CodedError, match=code):
        entry_of(_first("rights") | change, sort="rights")


def test_bad_references_are_refused() -> None:
    book = load_regulation()
    right, situation = book.rights[0], book.situations[0]
    for broken in (
        replace(book, rights=(replace(right, stages=()), *book.rights[1:])),
        replace(book, rights=(replace(right, stages=("midnight",)), *book.rights[1:])),
        replace(book, rights=(right, right, *book.rights[1:])),
        replace(book, situations=(replace(situation, rights=("R-99",)), *book.situations[1:])),
        replace(book, situations=(replace(situation, rights=()), *book.situations[1:])),
        replace(book, first=("R-99",)),
    ):
        with pytest.raises(CodedError, match=r"data_(id|reference)"):
            check_references(broken)
