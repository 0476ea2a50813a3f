"""How a verb answers: lines for people, or one JSON object for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

YES: Final = 0
NO: Final = 1
USAGE: Final = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """Writes to standard output; progress goes to standard error, so that pipes stay clean."""

    as_json: bool
    notes: Console = field(default_factory=lambda: Console(stderr=True))

    def give(self, data: Mapping[str, Any], lines: Callable[[], list[str]]) -> None:
        """Write the data as JSON, or the lines made for people."""
        if self.as_json:
            sys.stdout.write(json.dumps(data, ensure_ascii=False, default=_plain) + "\n")
        else:
            sys.stdout.write("".join(f"{line}\n" for line in lines()))

    def refuse(self, code: str, message: str, *, status: int = NO, **facts: Any) -> int:
        """Say why not, and return the exit code: `NO`, or `USAGE` where what was asked could not be tried."""
        if self.as_json:
            sys.stdout.write(
                json.dumps({"error": code, "message": message, **facts}, ensure_ascii=False, default=str) + "\n"
            )
        else:
            sys.stderr.write(f"{message}\n")
        return status

    def progress(self) -> Progress:
        """Return a progress bar; it shows nothing where no terminal looks on."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        return Progress(*columns, console=self.notes, transient=True, disable=not self.notes.is_terminal)


def table(rows: list[tuple[str, Any]]) -> list[str]:
    """Return lines of "name  value", the values beneath one another; rows without a value are headings."""
    width = max((len(name) for name, value in rows if value is not None), default=0)
    return [name if value is None else f"  {name:<{width}}  {_shown(value)}" for name, value in rows]


def _shown(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else str(value)
