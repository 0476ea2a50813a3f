"""Invented observers: syllables in two scripts, numbered passports, the same person for the same number."""

from __future__ import annotations

from server.demo.organisations import ORGANISATIONS
from server.usecases.import_annex import ListRow

_PLAIN = (
    ("ba", "ба"), ("de", "де"), ("ki", "ки"), ("lo", "ло"), ("mu", "му"), ("na", "на"), ("re", "ре"), ("si", "си"),
    ("to", "то"), ("zu", "зу"), ("va", "ва"), ("ge", "ге"), ("fi", "фи"), ("po", "по"), ("du", "ду"),
)  # fmt: skip
_KYRGYZ = (
    ("kong", "көң"), ("tu", "тү"), ("bo", "бө"), ("mun", "мүн"), ("song", "соң"), ("ja", "жа"), ("ur", "үр"),
)  # fmt: skip
_COUNTRIES = (
    "KAZ", "UZB", "TJK", "TUR", "DEU", "FRA", "POL", "JPN", "KOR", "IND", "MNG", "AZE", "GEO", "EST", "CAN", "BRA",
)  # fmt: skip
_FIRST_BIRTH_YEAR = 1958

Pair = tuple[str, str]


def invented_row(number: int) -> ListRow:
    """Return person `number` (from 1) as a row of a list, as an organisation would send it.

    Among them: Kyrgyz letters, nobody's Cyrillic, a single name, a very long name, two citizenships.
    """
    kyrgyz = number % 4 == 0
    surname = _name(number * 11 + 2, 3, kyrgyz=kyrgyz, end=("n", "н"))
    given = _name(number * 13 + 3, 2, kyrgyz=kyrgyz)
    patronymic = _name(number * 5 + 1, 2, kyrgyz=False, end=("vich", "вич")) if number % 3 == 0 else ("", "")
    if number % 17 == 5:
        surname = _joined(surname, _name(number * 13, 4, kyrgyz=True), "-")
        given = _joined(given, _name(number * 3, 3, kyrgyz=True), " ")
    if number % 19 == 7:
        given, patronymic = ("", ""), ("", "")
    country = _COUNTRIES[number * 5 % len(_COUNTRIES)]
    second = "," + _COUNTRIES[(number + 3) % len(_COUNTRIES)] if number % 23 == 11 else ""
    cells = {
        "surname_latin": surname[0],
        "given_latin": given[0],
        "patronymic_latin": patronymic[0],
        "citizenships": country + ("" if second.endswith(country) else second),
        "document_country": country,
        "document_number": f"X{number:07d}",
        "organisation": ORGANISATIONS[number % len(ORGANISATIONS)].name,
        "birth_date": f"{_FIRST_BIRTH_YEAR + number * 7 % 40}-{1 + number % 12:02d}-{1 + number * 3 % 28:02d}",
    }
    if number % 29 != 13:
        cells |= {
            "surname_cyrillic": surname[1],
            "given_cyrillic": given[1],
            "patronymic_cyrillic": patronymic[1],
            "cyrillic_language": "kir" if kyrgyz else "rus",
        }
    return ListRow(number + 1, cells)


def _name(seed: int, syllables: int, *, kyrgyz: bool, end: Pair = ("", "")) -> Pair:
    """Return a name in Latin and Cyrillic; neighbouring seeds give different names."""
    latin = cyrillic = ""
    for place in range(syllables):
        among = _KYRGYZ if kyrgyz and place == 0 else _PLAIN
        syllable = among[(seed + place * (seed // 3 + 5)) % len(among)]
        latin, cyrillic = latin + syllable[0], cyrillic + syllable[1]
    return (latin + end[0]).capitalize(), (cyrillic + end[1]).capitalize()


def _joined(first: Pair, second: Pair, by: str) -> Pair:
    return f"{first[0]}{by}{second[0]}", f"{first[1]}{by}{second[1]}"
