"""Who takes part in the replay: invented organisations in the proportions of November 2021, people by number.

The real figures (public statements of the Commission) are 634 people of international organisations, 34 of election
bodies of 14 states, 62 of 19 diplomatic missions, and 6 late ones: 736. Every name here is invented and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.demo.organisations import InventedOrganisation
from server.demo.people import invented_row
from server.usecases.import_annex import ListRow

_FIRST_PERSON = 10_000  # numbers of the other elections' people lie below
_INTERNATIONAL = (
    # English, Kyrgyz, Russian, kind, issuer of its invitation, people accredited
    ("Office for Open Elections", "Ачык шайлоо бюросу", "Бюро открытых выборов", "intergovernmental", "cec", 288),
    ("Executive Committee of Friendly States", "Достук мамлекеттердин аткаруу комитети",
     "Исполнительный комитет дружественных государств", "intergovernmental", "cec", 190),
    ("Assembly of Parliaments", "Парламенттер ассамблеясы", "Ассамблея парламентов", "interparliamentary",
     "parliament", 70),
    ("Assembly of Kindred Parliaments", "Тектеш парламенттер ассамблеясы", "Ассамблея родственных парламентов",
     "interparliamentary", "parliament", 19),
    ("Eastern Cooperation Organisation", "Чыгыш кызматташтык уюму", "Восточная организация сотрудничества",
     "intergovernmental", "cec", 17),
    ("Conference of Distant States", "Алыскы мамлекеттер конференциясы", "Конференция дальних государств",
     "intergovernmental", "cabinet", 15),
    ("Assembly of the West", "Батыш ассамблеясы", "Западная ассамблея", "interparliamentary", "parliament", 14),
    ("Union of Election Commissions", "Шайлоо комиссияларынын бирлиги", "Союз избирательных комиссий",
     "election_bodies_association", "cec", 12),
    ("Council of Kindred States", "Тектеш мамлекеттер кеңеши", "Совет родственных государств", "intergovernmental",
     "president", 9),
)  # fmt: skip
_LANDS = (
    ("Astoria", "Астория", "Астории"), ("Velmora", "Велмора", "Вельморы"), ("Nordavia", "Нордавия", "Нордавии"),
    ("Calderia", "Калдерия", "Кальдерии"), ("Lumenia", "Люмения", "Люмении"), ("Ostrava", "Острава", "Остравы"),
    ("Pelagia", "Пелагия", "Пелагии"), ("Quarenia", "Куарения", "Куарении"), ("Rovania", "Рования", "Ровании"),
    ("Sylvania", "Сильвания", "Сильвании"), ("Tavoria", "Тавория", "Тавории"), ("Umbria", "Умбрия", "Умбрии"),
    ("Vardonia", "Вардония", "Вардонии"), ("Westmark", "Вестмарк", "Вестмарка"), ("Xandria", "Ксандрия", "Ксандрии"),
    ("Yarmonia", "Ярмония", "Ярмонии"), ("Zefiria", "Зефирия", "Зефирии"), ("Aldoria", "Алдория", "Алдории"),
    ("Brevia", "Бревия", "Бревии"),
)  # fmt: skip
_BODIES = (4, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 1)  # 34 people of 14 election bodies
_MISSIONS = (6, 5, 5, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2)  # 62 people of 19 missions
_LATE = (("Institute of Fair Counting", "Калыс саноо институту", "Институт честного подсчёта", 4),
         ("Free Ballot Foundation", "Эркин бюллетень фонду", "Фонд свободного бюллетеня", 2))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sender:
    """An organisation of the replay, who invited it, by which channel it files, and how many are accredited."""

    organisation: InventedOrganisation
    issuer: str
    channel: str  # "cec" or "mfa"
    accredited: int
    late: bool = False


def senders() -> tuple[Sender, ...]:
    """Return every organisation, the largest first."""
    international = (
        Sender(_invented(en, ky, ru, "international", kind), issuer, "cec", people)
        for en, ky, ru, kind, issuer, people in _INTERNATIONAL
    )
    bodies = (
        Sender(
            _invented(f"Central Election Commission of {en}", f"{ky} борбордук шайлоо комиссиясы",
                      f"Центральная избирательная комиссия {ru}", "foreign", "election_body"), "cec", "cec", people
        )
        for (en, ky, ru), people in zip(_LANDS, _BODIES, strict=False)
    )  # fmt: skip
    missions = (
        Sender(
            _invented(f"Diplomatic mission of {en}", f"{ky} дипломатиялык өкүлчүлүгү",
                      f"Дипломатическое представительство {ru}", "foreign", "diplomatic_mission"),
            "cabinet", "mfa", people,
        )
        for (en, ky, ru), people in zip(_LANDS, _MISSIONS, strict=True)
    )  # fmt: skip
    late = (
        Sender(_invented(en, ky, ru, "foreign", "non_commercial"), "president", "cec", people, late=True)
        for en, ky, ru, people in _LATE
    )
    return (*international, *bodies, *missions, *late)


def people(first: int, count: int, *, citizens: int = 0) -> list[ListRow]:
    """Return rows of a list: `count` people from number `first`; the last `citizens` hold a Kyrgyz passport too."""
    rows = []
    for place in range(count):
        row = invented_row(_FIRST_PERSON + first + place)
        cells = {name: value for name, value in row.cells.items() if name != "organisation"}
        if place >= count - citizens:
            cells["citizenships"] = f"{cells['document_country']},KGZ"
        rows.append(ListRow(place + 2, cells))
    return rows


def _invented(en: str, ky: str, ru: str, origin: str, kind: str) -> InventedOrganisation:
    return InventedOrganisation(
        f"{en} (fictional)", f"{ky} (ойдон чыгарылган)", f"{ru} (вымышленная организация)", origin, kind
    )
