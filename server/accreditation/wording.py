"""Words of the law in ky, ru and en: refusals, statuses, kinds, and the certificate's own sentences.

The folder `locales` beside this module has the layout of the audiences' catalogues (flat key to text):
"error.<code>" for every refusal of this package, "word.<group>.<key>" for the words below.
Clause: 3.4, 3.5, 3.6, 3.8, Art.10(2) for the certificate.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from server.accreditation.clauses import LANGUAGES
from server.accreditation.data_files import read_data
from server.accreditation.dates_in_words import date_in_words, kyrgyz_date_from, kyrgyz_date_of
from server.accreditation.errors import CodedError

Words = dict[str, str]


def locales_folder() -> Path:
    """Return the folder of ky.json, ru.json and en.json."""
    return Path(__file__).parent / "locales"


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return language to key to text."""
    return {language: read_data(__package__, f"locales/{language}.json") for language in LANGUAGES}


def words(group: str, key: str) -> Words:
    """Return one word in each language, e.g. words("status", "revoked"), words("revocation", "V1").

    Raises: CodedError `word_unknown`.
    """
    name = f"word.{group}.{key}"
    if name not in catalogue()[LANGUAGES[0]]:
        raise CodedError("word_unknown", value=name)
    return {language: catalogue()[language][name] for language in LANGUAGES}


def decree_words(number: str, day: date) -> Words:
    """Return "accredited by decree No … of …" in each language; the number comes without its sign.

    Clause: 3.4.
    """
    commission = words("paper", "commission")
    return {
        "ky": (
            f"{commission['ky']}нын {kyrgyz_date_of(day)} № {number} токтому менен "
            "эл аралык байкоочу катары аккредитацияланган."
        ),
        "ru": (
            "Аккредитован(а) в качестве международного наблюдателя постановлением Центральной комиссии "
            "по выборам и проведению референдумов Кыргызской Республики "
            f"от {date_in_words(day, 'ru')} № {number}."
        ),
        "en": (
            f"Accredited as an international observer by Decree No. {number} of the {commission['en']} "
            f"of {date_in_words(day, 'en')}."
        ),
    }


def term_words(first_day: date, *, referendum: bool = False) -> Words:
    """Return the term of authority: from its first day to a day that nobody knows yet, both included.

    Args:
        referendum: nothing but a referendum is held, so its results are named.
    Clause: 3.8, Art.10(2).
    """
    results = (
        ("референдумдун", "результатов референдума", "referendum results")
        if referendum
        else ("шайлоонун", "результатов выборов", "election results")
    )
    return {
        "ky": (
            f"Ыйгарым укуктарынын мөөнөтү: {kyrgyz_date_from(first_day)} тартып {results[0]} натыйжалары "
            "расмий жарыяланган күнгө чейин (ошол күндү кошо алганда)."
        ),
        "ru": (
            f"Срок полномочий: с {date_in_words(first_day, 'ru')} по день официального опубликования {results[1]}."
        ),
        "en": (
            f"Term of authority: from {date_in_words(first_day, 'en')} to the day of official publication "
            f"of the {results[2]} (that day included)."
        ),
    }


def ended_words(last_day: date) -> Words:
    """Return "the term ended with that day" in each language. Clause: 3.8."""
    return {
        "ky": f"Ыйгарым укуктарынын мөөнөтү {date_in_words(last_day, 'ky')} күнү бүттү.",
        "ru": f"Срок полномочий истёк с окончанием дня {date_in_words(last_day, 'ru')}.",
        "en": f"The term of authority ended with {date_in_words(last_day, 'en')}.",
    }


def revocation_words(kind: str, *, number: str, day: date) -> Words:
    """Return "revoked by decree No … of …: ground" in each language. Clause: 4.7.

    Raises: CodedError `word_unknown`.
    """
    ground = words("revocation", kind)
    return {
        "ky": f"Аккредитация БШКнын {kyrgyz_date_of(day)} № {number} токтому менен кайтарылып алынган. "
        f"Негизи: {ground['ky']}.",
        "ru": f"Аккредитация отозвана постановлением ЦИК от {date_in_words(day, 'ru')} № {number}. "
        f"Основание: {ground['ru']}.",
        "en": f"Accreditation revoked by CEC Decree No. {number} of {date_in_words(day, 'en')}. "
        f"Ground: {ground['en']}.",
    }
