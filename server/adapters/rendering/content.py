"""What stands on a certificate and on a badge: plain data for the templates.

Clause: 3.4, 3.5, 3.8 (certificate, no end date), 4.4(6) (badge).
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from babel import Locale
from babel.core import get_global

from server.accreditation.clauses import LANGUAGES
from server.accreditation.election import ElectionKind
from server.accreditation.errors import CodedError
from server.accreditation.rules.badge_4_4_6 import BADGE_FIELDS
from server.accreditation.wording import Words, decree_words, term_words, words
from server.adapters.rendering.fitting import Box, fit, printable
from server.adapters.rendering.qr_drawing import png
from server.adapters.rendering.qr_matrix import make_qr
from server.credential import certificate_number, qr_text
from server.usecases.views import CertificateFull

_MODULE_PIXELS: Final = 4
_VALUE_SIZES: Final = (10.5, 9.5, 8.5, 7.5, 6.5, 5.5, 4.5)
CERTIFICATE_BOXES: Final = {
    "name_latin": Box(168, 13, (22, 20, 18, 16, 14, 12, 10, 8), bold=True),
    "name_cyrillic": Box(168, 10, (17, 15.5, 14, 12, 10, 8)),
    "organisation": Box(117, 19, _VALUE_SIZES),
    "citizenship": Box(117, 4, _VALUE_SIZES),
    "category": Box(117, 4, _VALUE_SIZES),
    "election": Box(117, 16, _VALUE_SIZES),
    "address": Box(106, 4, (10.5, 9, 8, 7, 6, 5), bold=True),
}
BADGE_BOXES: Final = {
    "surname_latin": Box(91, 10, (24, 21, 18, 15, 13, 11, 9, 7, 5.5), bold=True, leading=0.45),
    "given_latin": Box(91, 7, (16, 14.5, 13, 11, 9, 7, 5.5), leading=0.45),
    "patronymic_latin": Box(91, 6, (13, 11, 9, 7, 5.5), leading=0.45),
    "surname_cyrillic": Box(91, 8, (18, 16, 14, 12, 10, 8, 6.5, 5.5), bold=True, leading=0.45),
    "given_cyrillic": Box(91, 6, (13.5, 12, 10, 8, 6.5, 5.5), leading=0.45),
    "patronymic_cyrillic": Box(91, 6, (13.5, 12, 10, 8, 6.5, 5.5), leading=0.45),
    "organisation": Box(91, 12, (11, 10, 9, 8, 7, 6, 5), leading=0.45),
}
_CYRILLIC_LANGUAGE: Final = {"kir": "ky", "rus": "ru"}
_WITHOUT_TERRITORY: Final[dict[str, Words]] = {
    "XXA": {"ky": "жарандыгы жок", "ru": "без гражданства", "en": "stateless"},
    "XXB": {"ky": "качкын", "ru": "беженец", "en": "refugee"},
    "XXC": {"ky": "качкын", "ru": "беженец", "en": "refugee"},
    "XXX": {"ky": "көрсөтүлгөн эмес", "ru": "не указано", "en": "not stated"},
    "RKS": {"ky": "Косово", "ru": "Косово", "en": "Kosovo"},
}


def certificate_page(certificate: CertificateFull, *, origin: str) -> dict[str, Any]:
    """Return the data of the A4 certificate as JSON values; `origin` is the one printed in the QR."""
    row = certificate.row
    organisation = {
        "ky": certificate.organisation_ky,
        "ru": certificate.organisation_ru,
        "en": row.organisation,
    }
    entries = {
        "organisation": _each_once(organisation),
        "citizenship": _each_once(country_words(row.citizenships[0])),
        "category": _each_once(_category_words(row.category)),
        "election": _each_once(certificate.election.titles),
    }
    lines = {
        "name_latin": [printable(row.name_latin)],
        "name_cyrillic": [printable(row.name_cyrillic)],
        "address": [f"{origin}/V"],
    } | {
        key: [" · ".join(entry["text"] for entry in value)] if key in ("citizenship", "category")
        else [entry["text"] for entry in value]
        for key, value in entries.items()
    }  # fmt: skip
    return {
        **entries,
        **{key: lines[key][0] for key in ("name_latin", "name_cyrillic", "address")},
        "number": certificate_number.group(row.number),
        "cyrillic_language": _CYRILLIC_LANGUAGE.get(certificate.cyrillic_language or "", "ru"),
        "decree": decree_words(row.decree_number, row.decree_date),
        "term": term_words(
            row.accredited_on, referendum=certificate.election.kinds == (ElectionKind.REFERENDUM.value,)
        ),
        "qr": _qr(certificate.sealed, origin=origin),
        "sizes": {key: fit(lines[key], box) for key, box in CERTIFICATE_BOXES.items()},
    }


def badge_page(certificate: CertificateFull, *, origin: str) -> dict[str, Any]:
    """Return the data of the A6 badge as JSON values: the fields of 4.4(6), the number and the QR.

    Raises: CodedError `badge_fields` if that ever became more or less.
    """
    texts = {
        "surname_latin": certificate.surname_latin,
        "given_latin": certificate.given_latin,
        "patronymic_latin": certificate.patronymic_latin,
        "surname_cyrillic": certificate.surname_cyrillic,
        "given_cyrillic": certificate.given_cyrillic,
        "patronymic_cyrillic": certificate.patronymic_cyrillic,
    }
    names = {key: printable(text) for key, text in texts.items()}
    organisation = printable(certificate.row.organisation)
    page = {
        "name": {key: {"text": text, "size": fit([text], BADGE_BOXES[key])} for key, text in names.items() if text},
        "organisation": {"text": organisation, "size": fit([organisation], BADGE_BOXES["organisation"])},
        "certificate_number": certificate_number.group(certificate.row.number),
        "qr": _qr(certificate.sealed, origin=origin),
    }
    BADGE_FIELDS.require(frozenset(page) | {"status"})
    return page | {"cyrillic_language": _CYRILLIC_LANGUAGE.get(certificate.cyrillic_language or "", "ru")}


@cache
def country_words(alpha_3: str) -> Words:
    """Return a country's name in ky, ru, en by its ISO 3166-1 alpha-3 code; the code where it has none."""
    special = _WITHOUT_TERRITORY.get(alpha_3)
    if special:
        return special
    alpha_2 = (get_global("territory_aliases").get(alpha_3) or [alpha_3])[0]
    return {language: Locale(language).territories.get(alpha_2, alpha_3) for language in LANGUAGES}


def _category_words(category: str) -> Words:
    try:
        return words("category", category)
    except CodedError:  # a category of the applicant's own wording stands as it was decreed
        return {"en": category}


def _each_once(words: Words) -> list[dict[str, str]]:
    """Return the texts that differ, in the order ky, ru, en, each with its language."""
    seen: dict[str, str] = {}
    for language in LANGUAGES:
        text = words.get(language, "")
        if text and text not in seen:
            seen[text] = language
    return [{"lang": language, "text": printable(text)} for text, language in seen.items()]


def _qr(sealed: bytes, *, origin: str) -> list[int]:
    """Return a 1-bit PNG as numbers, which is how the typesetter takes bytes from JSON."""
    return list(png(make_qr(qr_text.to_text(sealed, origin=origin)), module_pixels=_MODULE_PIXELS))
