"""The directory: offices only, numbers that can be dialled, every topic answered, its age said."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from server.accreditation.clauses import LANGUAGES
from server.accreditation.data_files import read_data
from server.accreditation.directory import (
    answers_to,
    directory_as_json,
    directory_of,
    load_directory,
    shared_lines,
)
from server.accreditation.errors import CodedError


def test_everything_of_the_source_is_there() -> None:
    directory = load_directory()
    assert (len(directory.contacts), len(directory.groups), len(directory.resources)) == (13, 10, 7)
    everyone = (*directory.contacts, *directory.groups)
    lines = {line for each in everyone for line in (*each.lines, *each.secretary_lines)}
    assert len(lines) == 22  # of 24 distinct numbers two are private mobiles
    assert directory.as_of == "2021-11" and directory.confirmed_on is None
    assert len(directory.networks_without_address) == 4


def test_nothing_private_is_shipped() -> None:
    text = json.dumps(directory_as_json(), ensure_ascii=False)
    assert "gmail" not in text
    assert not re.search(r"\+996[57]\d", text)
    assert not re.search(r"\b(?:Mr|Ms|Mrs)\.", text)
    assert set(re.findall(r"[\w.]+@[\w.]+", text)) == {"pressa@shailoo.gov.kg", "document@shailoo.gov.kg"}


@pytest.mark.parametrize(
    ("topic", "answers"),
    [
        ("obstruction", ["WG-03"]), ("rights", ["WG-01", "C-05"]), ("accreditation", ["C-13"]),
        ("pcos", ["WG-07", "C-09"]), ("voter-list", ["WG-08", "C-08"]), ("accessibility", ["WG-06"]),
        ("abroad", ["WG-05"]), ("media", ["WG-02", "C-04"]), ("documents", ["C-12"]),
    ],
)  # fmt: skip
def test_topics_lead_to_those_who_answer(topic: str, answers: list[str]) -> None:
    found = answers_to(topic)
    assert [each.id for each in found] == answers
    assert all(each.lines for each in found)


def test_an_unknown_topic_is_refused() -> None:
    with pytest.raises(CodedError, match="topic_unknown"):
        answers_to("weather")


def test_shared_lines_are_known() -> None:
    """The source gives one number to several offices; that is reported, not repaired."""
    assert shared_lines()["+996312626324"] == ("C-11", "WG-03")
    assert shared_lines()["+996312620151"] == ("WG-05", "WG-06")
    assert shared_lines()["+996312660286"] == ("WG-01", "WG-07")
    assert shared_lines()["+996312620828"] == ("C-13", "WG-05")


def test_one_language_and_all() -> None:
    everything = directory_as_json()
    for language in LANGUAGES:
        assert directory_as_json(language)["contacts"][3]["title"] == everything["contacts"][3]["title"][language]
    with pytest.raises(CodedError, match="language_unknown"):
        directory_as_json("fr")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: data["contacts"][0].update(lines=["0312-623-569"]), "data_line"),
        (lambda data: data["contacts"][0].update(lines=["+996552451521"]), "data_line"),
        (lambda data: data["contacts"][0].update(mailbox="someone@gmail.com"), "data_mailbox"),
        (lambda data: data["contacts"][0].update(name="A Person"), "data_keys"),
        (lambda data: data["topics"][0].update(answers=["C-99"]), "data_reference"),
        (lambda data: data["groups"][1].update(id="WG-01"), "data_reference"),
        (lambda data: data["resources"][0]["title"].update(ky=""), "data_text"),
        (lambda data: data["notice"].update(ky=data["notice"]["ru"]), "data_text"),
    ],
)
def test_a_bad_file_is_refused(change: Callable[[dict[str, Any]], None], code: str) -> None:
    data = copy.deepcopy(read_data("server.accreditation.directory", "directory.json"))
    change(data)
    with pytest.raises(CodedError, match=code):
        directory_of(data)
