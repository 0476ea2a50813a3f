"""The empty list: headers in one of three languages; text cells, so that numbers keep their zeros."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import xlsxwriter

from server.adapters.lists.columns import COLUMNS, DATES, ListColumn

_NOTES = {
    "ky": ("Түшүндүрмө", "Тилке", "Милдеттүү", "Мисал", "ооба", "жок"),
    "ru": ("Пояснение", "Столбец", "Обязателен", "Пример", "да", "нет"),
    "en": ("Notes", "Column", "Required", "Example", "yes", "no"),
}
_LIST_NAMES = {"ky": "Тизме", "ru": "Список", "en": "List"}
_ROWS_PREPARED = 1_000


def csv_template(lang: str, columns: Sequence[ListColumn] = COLUMNS) -> bytes:
    """Return the header row as UTF-8 CSV with its mark, which spreadsheet programs need."""
    out = StringIO(newline="")
    csv.writer(out).writerow([column.header(lang) for column in columns])
    return out.getvalue().encode("utf-8-sig")


def xlsx_template(lang: str, columns: Sequence[ListColumn] = COLUMNS) -> bytes:
    """Return a workbook: an empty list, and a sheet that explains its columns by an invented example."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#e6edf5", "border": 1})
        as_text, as_day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(_LIST_NAMES.get(lang, "List"))
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, 22, as_day if column.field in DATES else as_text)
            sheet.write_string(0, place, column.header(lang), bold)
            if column.field == "cyrillic_language":
                allowed = {"validate": "list", "source": ["kir", "rus"], "ignore_blank": True}
                sheet.data_validation(1, place, _ROWS_PREPARED, place, allowed)
        _write_notes(book, lang, columns, bold=bold)
    return out.getvalue()


def _write_notes(book: xlsxwriter.Workbook, lang: str, columns: Sequence[ListColumn], *, bold: object) -> None:
    title, column_word, required_word, example_word, yes, no = _NOTES.get(lang, _NOTES["en"])
    notes = book.add_worksheet(title)
    notes.set_column(0, 2, 34)
    for place, word in enumerate((column_word, required_word, example_word)):
        notes.write_string(0, place, word, bold)
    for row, column in enumerate(columns, start=1):
        notes.write_string(row, 0, column.header(lang))
        notes.write_string(row, 1, yes if column.required else no)
        notes.write_string(row, 2, column.example)
