"""Read a list of persons into a draft's annex: a preview that changes nothing, then the same file applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from server.usecases.draft_accreditation import LineInput
from server.usecases.ports import Actor, Clock, UnitOfWork


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong in a list: sheet row (1 is the first row of the sheet; 0 the file), column, value, rule."""

    row: int
    column: str  # LineInput field name, "" where the whole row or file is meant
    value: str
    code: str
    clause: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row as read: its number in the sheet and its cells by LineInput field, all as text."""

    row: int
    cells: dict[str, str]
    errors: tuple[RowError, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What applying would do: lines to add, rows already there, and every error."""

    lines: tuple[tuple[int, LineInput], ...]
    known: int
    errors: tuple[RowError, ...]


class ListReader(Protocol):
    """Reads XLSX or CSV bytes; implemented by adapters/lists."""

    def read(self, content: bytes, *, name: str) -> Sequence[ListRow]:
        """Return rows below the header row.

        Raises: CodedError `list_unreadable`, `list_too_large`, `list_too_many_rows`, `list_columns_missing`…
        """
        ...


def preview_import(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, decree_id: str, rows: Sequence[ListRow]
) -> ImportPreview:
    """Check rows against the law, the organisations and the annex without keeping anything (registrar).

    Call it inside ``with ports.unit_of_work() as uow`` without commit.
    """
    raise NotImplementedError


def apply_import(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, decree_id: str, rows: Sequence[ListRow]
) -> dict[str, int]:
    """Add every row that isn't there yet (registrar): {"added": n, "known": n}; all or nothing.

    Raises: ImportRefused (code `import_refused`, `.errors` of RowError) when any row is wrong.
    """
    raise NotImplementedError
