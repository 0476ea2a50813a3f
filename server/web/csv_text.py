"""Tables as CSV (RFC 4180) that no spreadsheet runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_PIECE_CHARACTERS: Final = 65_536


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]], *, mark: bool) -> Iterator[str]:
    """Yield pieces of a CSV document; texts that would run as a formula begin with an apostrophe.

    Args:
        mark: begin with a byte order mark, which Excel needs to read Cyrillic.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    if mark:
        buffer.write("\ufeff")
    for row in chain([head], rows):
        writer.writerow([harmless(value) for value in row])
        if buffer.tell() > _PIECE_CHARACTERS:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def harmless(value: object) -> str:
    """Return a value as text; nothing for None."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not isinstance(value, int | float) else text
