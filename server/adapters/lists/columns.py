"""The columns of a list of representatives: field names, headers in ky, ru, en, and an example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.usecases.search_words import folded


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column: LineInput field, headers by language, whether a list must have it, and an example value."""

    field: str
    ky: str
    ru: str
    en: str
    required: bool
    example: str

    def header(self, lang: str) -> str:
        """Return the header in "ky", "ru" or "en"."""
        return {"ky": self.ky, "ru": self.ru}.get(lang, self.en)


COLUMNS: tuple[ListColumn, ...] = (
    ListColumn("surname_latin", "Фамилиясы (латын)", "Фамилия (латиницей)", "Surname (Latin)", True, "Ostrander"),
    ListColumn("given_latin", "Аты (латын)", "Имя (латиницей)", "Given name (Latin)", False, "Wilma"),
    ListColumn("patronymic_latin", "Атасынын аты (латын)", "Отчество (латиницей)", "Patronymic (Latin)", False, ""),
    ListColumn(
        "surname_cyrillic",
        "Фамилиясы (кириллица)",
        "Фамилия (кириллицей)",
        "Surname (Cyrillic)",
        False,
        "Острандер",
    ),
    ListColumn("given_cyrillic", "Аты (кириллица)", "Имя (кириллицей)", "Given name (Cyrillic)", False, "Вилма"),
    ListColumn(
        "patronymic_cyrillic",
        "Атасынын аты (кириллица)",
        "Отчество (кириллицей)",
        "Patronymic (Cyrillic)",
        False,
        "",
    ),
    ListColumn(
        "cyrillic_language",
        "Кириллицанын тили (kir/rus)",
        "Язык кириллицы (kir/rus)",
        "Language of the Cyrillic name (kir/rus)",
        False,
        "rus",
    ),
    ListColumn(
        "citizenships",
        "Жарандыктары (ISO коддору)",
        "Гражданства (коды ISO)",
        "Citizenships (ISO codes)",
        True,
        "NLD",
    ),
    ListColumn(
        "document_country",
        "Документти берген өлкө (ISO коду)",
        "Страна документа (код ISO)",
        "Document country (ISO code)",
        True,
        "NLD",
    ),
    ListColumn("document_number", "Документтин номери", "Номер документа", "Document number", True, "X0000001"),
    ListColumn(
        "document_expires_on",
        "Документ жарактуу (чейин)",
        "Документ действителен до",
        "Document valid until",
        False,
        "2031-05-30",
    ),
    ListColumn("birth_date", "Туулган күнү", "Дата рождения", "Date of birth", False, "1980-02-29"),
    ListColumn("organisation", "Уюм", "Организация", "Organisation", True, "Lowland Election Watch"),
    ListColumn("category", "Категориясы", "Категория", "Category", False, "observer"),
)
OWN_COLUMNS = tuple(column for column in COLUMNS if column.field not in ("organisation", "category"))
DATES = frozenset({"birth_date", "document_expires_on"})


def by_header(columns: Sequence[ListColumn] = COLUMNS) -> dict[str, str]:
    """Return the field of every header in any language, and of the field names themselves."""
    return {
        header_key(header): column.field
        for column in columns
        for header in (column.field, column.ky, column.ru, column.en)
    }


def header_key(header: str) -> str:
    """Return a header without case, accents and punctuation."""
    return " ".join("".join(c if c.isalnum() else " " for c in folded(header)).split())
