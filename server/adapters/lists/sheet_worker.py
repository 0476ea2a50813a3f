"""Reads the first sheet of a workbook in a process of its own, with limits: the file may be hostile.

Run by path: workbook on stdin, JSON on stdout; it imports nothing of this project. A cell is a text, a number,
``{"date": iso}`` or null; `merged` holds ``[first row, first column, last row, last column]``, from zero.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

MEMORY_BYTES = 800_000_000
CPU_SECONDS = 20


def plain(cell: Any) -> Any:
    """Return a cell as a JSON value."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        midnight = cell.time() == time(0)
        return {"date": cell.date().isoformat()} if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    return cell


def main() -> None:
    """Read, convert, write."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    most_rows = int(sys.argv[1])
    from python_calamine import load_workbook

    sheet = load_workbook(BytesIO(sys.stdin.buffer.read())).get_sheet_by_index(0)
    if sheet.height > most_rows:
        json.dump({"height": sheet.height}, sys.stdout)
        return
    rows = [[plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = [[*start, *end] for start, end in sheet.merged_cell_ranges or []]
    json.dump({"height": len(rows), "rows": rows, "merged": merged}, sys.stdout)


if __name__ == "__main__":
    main()
