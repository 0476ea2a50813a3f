"""The certificate's sentences in ky, ru and en: the decree and the term, dates with their case endings.

Clause: 3.4 (decree), 3.8 and Art.10(2) (term).
"""

from __future__ import annotations

from datetime import date
from typing import Final

LANGUAGES: Final = ("ky", "ru", "en")
Words = dict[str, str]

_KY_STEMS: Final = (
    "январ", "феврал", "март", "апрел", "май", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр",
)  # fmt: skip
_RU_MONTHS: Final = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_EN_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_KY_LOCATIVE: Final = {4: "индеги", 6: "ундагы", 7: "ундагы", 8: "ундагы"}
_KY_ABLATIVE: Final = {4: "инен", 6: "унан", 7: "унан", 8: "унан"}


def decree_words(number: str, day: date) -> Words:
    """Return "accredited by decree No. … of …" in each language; the number comes without its sign."""
    return {
        "ky": (
            "Кыргыз Республикасынын Шайлоо жана референдум өткөрүү боюнча борбордук комиссиясынын "
            f"{_day_ky(day)}{_KY_LOCATIVE.get(day.month, 'ындагы')} № {number} токтому менен "
            "эл аралык байкоочу катары аккредитацияланган."
        ),
        "ru": (
            "Аккредитован(а) в качестве международного наблюдателя постановлением Центральной комиссии по "
            f"выборам и проведению референдумов Кыргызской Республики от {_day_ru(day)} № {number}."
        ),
        "en": (
            "Accredited as an international observer by Decree No. "
            f"{number} of the Central Commission on Elections and Referenda of the Kyrgyz Republic of "
            f"{day.day} {_EN_MONTHS[day.month - 1]} {day.year}."
        ),
    }


def term_words(first_day: date) -> Words:
    """Return the term of authority in each language: from its first day to a day that nobody knows yet."""
    return {
        "ky": (
            f"Ыйгарым укуктарынын мөөнөтү: {_day_ky(first_day)}{_KY_ABLATIVE.get(first_day.month, 'ынан')} "
            "тартып шайлоонун натыйжалары расмий жарыяланган күнгө чейин (ошол күндү кошо алганда)."
        ),
        "ru": (
            f"Срок полномочий: с {_day_ru(first_day)} по день официального опубликования "
            "результатов выборов (включительно)."
        ),
        "en": (
            f"Term of authority: from {first_day.day} {_EN_MONTHS[first_day.month - 1]} {first_day.year} "
            "to the day of official publication of the election results (that day included)."
        ),
    }


def _day_ky(day: date) -> str:
    return f"{day.year}-жылдын {day.day}-{_KY_STEMS[day.month - 1]}"


def _day_ru(day: date) -> str:
    return f"{day.day} {_RU_MONTHS[day.month - 1]} {day.year} года"
