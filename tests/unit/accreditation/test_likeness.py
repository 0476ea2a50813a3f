"""Spellings that may be one person agree, others don't (TV-20)."""

from __future__ import annotations

from datetime import date

import pytest

from server.accreditation.likeness import name_texts, skeleton

SAME = (
    ("Aleksey", "Alexei", "Алексей", "Aleksei"),
    ("Jeenbekov", "Zheenbekov", "Жээнбеков"),
    ("Khrushchev", "Hrushchev", "Хрущев"),
    ("Yuri", "Iurii", "Юрий", "Yurii"),
    ("Schmidt", "Шмидт", "Shmidt"),
    ("Wolkow", "Volkov", "Волков"),
    ("Müller", "Muller", "Мюллер"),
    ("Ibn Sina", "Sina Ibn", "IBN-SINA"),
    ("Өмүрбеков", "Omurbekov", "Ömürbekov"),
)


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_spellings_of_one_name_agree(names: tuple[str, ...]) -> None:
    assert len({skeleton(name) for name in names}) == 1, [skeleton(name) for name in names]


def test_different_names_differ() -> None:
    assert len({skeleton(name) for name in ("Ivanov", "Petrov", "Ostrander", "Nordgaard", "Lindqvist")}) == 5


def test_without_a_birth_date_a_name_is_never_a_hit() -> None:
    assert name_texts("Ivanov Ivan", birth_date=None) == ()
    assert name_texts("Ivanov Ivan", "Иванов Иван", birth_date=date(1970, 1, 1)) == ("name avn avnv 1970-01-01",)
