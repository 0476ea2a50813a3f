"""Rows of a list as a reader gives them, and what is wrong with one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong in a list: sheet row (1 is the sheet's first row; 0 the file), column, value, rule.

    `column` is a LineInput field, "" where the whole row or file is meant.
    """

    row: int
    column: str
    value: str
    code: str
    clause: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row as read: its number in the sheet, its cells by LineInput field as text, and what reading refused."""

    row: int
    cells: dict[str, str]
    errors: tuple[RowError, ...] = ()
