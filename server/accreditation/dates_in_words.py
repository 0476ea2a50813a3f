"""Dates as Kyrgyz, Russian and English sentences need them: own month names, Kyrgyz case endings.

Nothing here relies on a library's language data: browsers and servers lack Kyrgyz ones.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from server.accreditation.calendar import local
from server.accreditation.errors import CodedError

DEADLINES = frozenset({"closes_at"})  # named fields of texts that say when something ends
_KY = ("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь",
       "ноябрь", "декабрь")  # fmt: skip
_RU = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
       "ноября", "декабря")  # fmt: skip
_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
       "November", "December")  # fmt: skip
# Vowel harmony: back "ы" after а/о/ы-months and "я", front "и" after апрель, rounded "у" after июнь, июль,
# август. The possessive stem drops the soft sign: январь, январы.
_KY_VOWEL = {4: "и", 6: "у", 7: "у", 8: "у"}


def date_in_words(day: date, language: str) -> str:
    """Return the day: "2025-жылдын 14-ноябры", "14 ноября 2025 года", "14 November 2025".

    Raises: CodedError `language_unknown`.
    """
    if language == "ky":
        return f"{day.year}-жылдын {day.day}-{_kyrgyz_month(day)}"
    if language == "ru":
        return f"{day.day} {_RU[day.month - 1]} {day.year} года"
    if language == "en":
        return f"{day.day} {_EN[day.month - 1]} {day.year}"
    raise CodedError("language_unknown", value=language[:16])


def kyrgyz_date_from(day: date) -> str:
    """Return the day in the ablative, "2025-жылдын 14-ноябрынан" (from the 14th), to stand before тартып."""
    return f"{day.year}-жылдын {day.day}-{_kyrgyz_month(day)}нан".replace("инан", "инен")


def kyrgyz_date_of(day: date) -> str:
    """Return the day as an attribute, "2025-жылдын 14-ноябрындагы" (which is of the 14th)."""
    return f"{day.year}-жылдын {day.day}-{_kyrgyz_month(day)}ндагы".replace("индагы", "индеги")


def kyrgyz_date_on(day: date) -> str:
    """Return the day in the locative, "2025-жылдын 14-ноябрында" (on the 14th)."""
    return f"{day.year}-жылдын {day.day}-{_kyrgyz_month(day)}нда".replace("инда", "инде")


def date_short(day: date) -> str:
    """Return the day in digits, the same in all three languages: "14.11.2025"."""
    return f"{day.day:02}.{day.month:02}.{day.year}"


def time_of_day(instant: datetime) -> str:
    """Return hour and minute as clocks in Bishkek show them: "13:05"."""
    return local(instant).strftime("%H:%M")


def date_and_time(instant: datetime, language: str) -> str:
    """Return day and minute in Bishkek: "2025-жылдын 14-ноябры, саат 13:05", "14 ноября 2025 года, 13:05".

    Raises: CodedError `language_unknown`.
    """
    hour = f"саат {time_of_day(instant)}" if language == "ky" else time_of_day(instant)
    return f"{date_in_words(local(instant).date(), language)}, {hour}"


def deadline_in_words(instant: datetime, language: str) -> str:
    """Return the minute something ends; midnight is 24:00 of the last day, as the law says it.

    Raises: CodedError `language_unknown`.
    """
    moment = local(instant)
    if moment.hour or moment.minute:
        return f"{date_in_words(moment.date(), language)}, {moment:%H:%M}"
    return f"{date_in_words(moment.date() - timedelta(days=1), language)}, 24:00"


def _kyrgyz_month(day: date) -> str:
    """Return the month with its possessive ending: ноябры, апрели, майы, июну, августу."""
    name = _KY[day.month - 1].removesuffix("ь")
    return name + _KY_VOWEL.get(day.month, "ы")
