"""Words that follow a number, in the form that fits it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import server
from server.accreditation.counted_words import Counted

_FORMS = re.compile(r"\{(\w+):([^{}|]+(?:\|[^{}|]+)+)\}")


@pytest.mark.parametrize(
    ("number", "days", "дней"),
    [(0, "0 days", "0 дней"), (1, "1 day", "1 день"), (2, "2 days", "2 дня"), (4, "4 days", "4 дня"),
     (5, "5 days", "5 дней"), (11, "11 days", "11 дней"), (14, "14 days", "14 дней"), (21, "21 days", "21 день"),
     (22, "22 days", "22 дня"), (111, "111 days", "111 дней"), (121, "121 days", "121 день")],
)  # fmt: skip
def test_the_form_follows_the_number(number: int, days: str, дней: str) -> None:
    given = {"n": Counted(number)}
    assert "{n} {n:day|days}".format_map(given) == days
    assert "{n} {n:день|дня|дней}".format_map(given) == дней
    assert "{n:03}".format_map(given) == f"{number:03}"


def test_every_catalogue_names_two_forms_in_english_and_three_in_russian() -> None:
    wanted = {"en": 2, "ru": 3, "ky": 0}
    seen = 0
    for path in Path(server.__file__).parent.rglob("*.json"):
        if path.stem not in wanted:
            continue
        for key, text in json.loads(path.read_text("utf-8")).items():
            for _name, forms in _FORMS.findall(str(text)):
                seen += 1
                assert len(forms.split("|")) == wanted[path.stem], (path, key)
    assert seen > 20
