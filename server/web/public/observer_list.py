"""The public list of observers (3.4): rows, search, statistics, CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.web.csv_text import csv_lines

COLUMNS: Final = (
    "name",
    "name_cyrillic",
    "organisation",
    "certificate_number",
    "decree_number",
    "decree_date",
    "status",
)
PAGE_ROWS: Final = 100

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of the whole list."""

    accredited: int
    revoked: int
    organisations: tuple[tuple[str, int], ...]


def matching(rows: Sequence[Row], text: str, *, status: str | None = None) -> list[Row]:
    """Return rows in which every word of the text begins a word of name, organisation, number or decree."""
    words = text.casefold().split()
    return [
        row
        for row in rows
        if (status is None or row["status"] == status) and all(_begins(row, word) for word in words)
    ]


def _begins(row: Row, word: str) -> bool:
    fields = ("name", "name_cyrillic", "organisation", "organisation_ky", "organisation_ru")
    texts = [str(row.get(name) or "") for name in fields]
    number = str(row.get("certificate_number") or "")
    texts += [number, number.replace("-", ""), f"№{row['decree_number']}"]
    return any(part.startswith(word) for text in texts for part in text.casefold().replace("-", " ").split()) or (
        bool(number) and number.replace("-", "").casefold().startswith(word.replace("-", ""))
    )


def statistics(rows: Sequence[Row], lang: str) -> Statistics:
    """Count accredited and revoked, and accredited by organisation, the largest first."""
    by_status = Counter(str(row["status"]) for row in rows)
    named = Counter(organisation(row, lang) for row in rows if row["status"] == "accredited")
    ordered = tuple(sorted(named.items(), key=lambda pair: (-pair[1], pair[0])))
    return Statistics(by_status["accredited"], by_status["revoked"], ordered)


def organisation(row: Row, lang: str) -> str:
    """Return the organisation's name in a language, else as it was accredited."""
    return str(row.get(f"organisation_{lang}") or row["organisation"])


def as_csv(rows: Sequence[Row], *, mark: bool) -> Iterator[str]:
    """Yield the list as CSV; `mark`: begin with a byte order mark."""
    return csv_lines(COLUMNS, ([row.get(column) for column in COLUMNS] for row in rows), mark=mark)
