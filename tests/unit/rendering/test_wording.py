"""Dates and sentences of the certificate, month by month, as the glossary spells them."""

from datetime import date

import pytest

from server.adapters.rendering.wording import LANGUAGES, decree_words, term_words

KY = [
    ("январындагы", "январынан"), ("февралындагы", "февралынан"), ("мартындагы", "мартынан"),
    ("апрелиндеги", "апрелинен"), ("майындагы", "майынан"), ("июнундагы", "июнунан"),
    ("июлундагы", "июлунан"), ("августундагы", "августунан"), ("сентябрындагы", "сентябрынан"),
    ("октябрындагы", "октябрынан"), ("ноябрындагы", "ноябрынан"), ("декабрындагы", "декабрынан"),
]  # fmt: skip


@pytest.mark.parametrize("month", range(1, 13))
def test_kyrgyz_months_take_their_endings(month: int) -> None:
    locative, ablative = KY[month - 1]
    assert (
        f"2025-жылдын 9-{locative} № 139/1 токтому менен" in decree_words("139/1", date(2025, month, 9))["ky"]
    )
    assert f"2025-жылдын 9-{ablative} тартып" in term_words(date(2025, month, 9))["ky"]


def test_sentences_of_the_glossary_word_by_word() -> None:
    day = date(2025, 11, 14)
    assert decree_words("139", day)["ky"] == (
        "Кыргыз Республикасынын Шайлоо жана референдум өткөрүү боюнча борбордук комиссиясынын "
        "2025-жылдын 14-ноябрындагы № 139 токтому менен эл аралык байкоочу катары аккредитацияланган."
    )
    assert decree_words("139", day)["ru"] == (
        "Аккредитован(а) в качестве международного наблюдателя постановлением Центральной комиссии по "
        "выборам и проведению референдумов Кыргызской Республики от 14 ноября 2025 года № 139."
    )
    assert term_words(day)["ru"].startswith(
        "Срок полномочий: с 14 ноября 2025 года по день официального опубликования"
    )


def test_no_sentence_names_an_end_date() -> None:
    for language in LANGUAGES:
        assert term_words(date(2025, 11, 14))[language].count("2025") == 1
