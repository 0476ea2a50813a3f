"""Twelve invented organisations; none exists, each says so in its name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InventedOrganisation:
    """Names in three languages, origin, kind and country as `add_organisation` takes them."""

    name: str
    name_ky: str
    name_ru: str
    origin: str
    kind: str
    country: str | None = None


ORGANISATIONS = (
    InventedOrganisation(
        "Blue Steppe Election Observation Network (fictional)",
        "«Көк талаа» шайлоо байкоо тармагы (ойдон чыгарылган)",
        "Сеть наблюдения за выборами «Синяя степь» (вымышленная)",
        "international",
        "non_commercial",
    ),
    InventedOrganisation(
        "Assembly of Twin Rivers (fictional)",
        "«Эгиз дарыялар» ассамблеясы (ойдон чыгарылган)",
        "Ассамблея «Реки-близнецы» (вымышленная)",
        "international",
        "interparliamentary",
    ),
    InventedOrganisation(
        "Association of Lake Countries’ Election Bodies (fictional)",
        "Көл өлкөлөрүнүн шайлоо органдарынын бирикмеси (ойдон чыгарылган)",
        "Ассоциация избирательных органов озёрных стран (вымышленная)",
        "international",
        "election_bodies_association",
    ),
    InventedOrganisation(
        "Northern Star Cooperation Council (fictional)",
        "«Түндүк жылдызы» кызматташтык кеңеши (ойдон чыгарылган)",
        "Совет сотрудничества «Северная звезда» (вымышленный)",
        "international",
        "intergovernmental",
    ),
    InventedOrganisation(
        "Electoral Commission of Astoria (fictional)",
        "Астория шайлоо комиссиясы (ойдон чыгарылган)",
        "Избирательная комиссия Астории (вымышленная)",
        "foreign",
        "election_body",
    ),
    InventedOrganisation(
        "Electoral Council of Velmora (fictional)",
        "Велмора шайлоо кеңеши (ойдон чыгарылган)",
        "Избирательный совет Вельморы (вымышленный)",
        "foreign",
        "election_body",
    ),
    InventedOrganisation(
        "Embassy of Nordavia (fictional)",
        "Нордавия элчилиги (ойдон чыгарылган)",
        "Посольство Нордавии (вымышленное)",
        "foreign",
        "diplomatic_mission",
    ),
    InventedOrganisation(
        "Consulate of Calderia (fictional)",
        "Калдерия консулдугу (ойдон чыгарылган)",
        "Консульство Кальдерии (вымышленное)",
        "foreign",
        "diplomatic_mission",
    ),
    InventedOrganisation(
        "Open Ballot Institute (fictional)",
        "«Ачык бюллетень» институту (ойдон чыгарылган)",
        "Институт «Открытый бюллетень» (вымышленный)",
        "foreign",
        "non_commercial",
    ),
    InventedOrganisation(
        "Centre for Civic Watching (fictional)",
        "Жарандык байкоо борбору (ойдон чыгарылган)",
        "Центр гражданского наблюдения (вымышленный)",
        "foreign",
        "non_commercial",
    ),
    InventedOrganisation(
        "Parliamentary Union of Seven Passes (fictional)",
        "«Жети ашуу» парламенттик бирлиги (ойдон чыгарылган)",
        "Парламентский союз «Семь перевалов» (вымышленный)",
        "international",
        "interparliamentary",
    ),
    InventedOrganisation(
        "Silver Juniper Human Rights House (fictional)",
        "«Күмүш арча» укук коргоо үйү (ойдон чыгарылган)",
        "Дом прав человека «Серебряный можжевельник» (вымышленный)",
        "foreign",
        "non_commercial",
    ),
)
