"""Proposals in Cyrillic: names everybody knows, and endings a table of letters gets wrong."""

from __future__ import annotations

import pytest

from server.accreditation.transliteration import to_cyrillic


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Ilya", "Илья"), ("ILYA", "ИЛЬЯ"), ("Natalya", "Наталья"), ("Natalia", "Наталья"), ("Tanya", "Таня"),
        ("Anna-Sofya", "Анна-Софья"), ("Maria", "Мария"), ("Vasilyev", "Васильев"), ("Vasilyeva", "Васильева"),
        ("GRIGORYEVICH", "ГРИГОРЬЕВИЧ"), ("Sergeyev", "Сергеев"), ("Igor", "Игорь"), ("Kolya", "Коля"),
        ("Yevgeny Petrov", "Евгений Петров"),
    ],
)  # fmt: skip
def test_names_are_spelled_as_people_spell_them(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin, language="rus") == cyrillic


def test_first_names_are_the_same_in_kyrgyz() -> None:
    assert to_cyrillic("Ilya", language="kir") == "Илья"
