"""`make bench`: every row in one run, each as a ratio to a limit or a peer measured beside it."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests import bench
from tests.bench.row import Row

_RESULTS = Path(__file__).parents[2] / "bench" / "results"


def main() -> int:
    """Run the chosen benchmarks (all, without names) and print one table; keep the raw figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="modules to run, such as bytes_bench; all when absent")
    chosen = parser.parse_args().names
    available = sorted(item.name for item in pkgutil.iter_modules(bench.__path__) if item.name.endswith("_bench"))
    unknown = set(chosen) - set(available)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(available)}")
    console = Console(width=150)
    measured: list[Row] = []
    for name in chosen or available:
        with console.status(f"{name}…"):
            measured += importlib.import_module(f"tests.bench.{name}").rows()
    _print(console, measured)
    _keep(measured)
    return 0


def _print(console: Console, measured: list[Row]) -> None:
    table = Table(title="Ratios of one run")
    for heading in ("what", "limit or peer", "ours", "peer", "ratio", "goal", "reached"):
        table.add_column(heading, justify="left" if heading in ("what", "limit or peer") else "right")
    for row in measured:
        table.add_row(
            row.name, row.limit, f"{row.ours:,.4g}", f"{row.peer:,.4g}", f"{row.ratio:,.2f}", row.goal,
            "yes" if row.ok else "NO",
        )  # fmt: skip
    console.print(table)


def _keep(measured: list[Row]) -> None:
    _RESULTS.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    content = json.dumps([asdict(row) for row in measured], indent=1)
    (_RESULTS / f"{stamp}.json").write_text(content, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
