"""`python -m server …`: a process by its name, or a job of the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from server.settings import Settings, SettingsError


def _process(name: str) -> Callable[[Settings], int | None] | None:
    """Import only what that process needs: the public one must not load the database."""
    match name:
        case "run":
            from server.supervisor import serve as entry
        case "signer":
            from server.processes.signer import main as entry  # type: ignore[assignment]
        case "publisher":
            from server.processes.publisher import main as entry  # type: ignore[assignment]
        case "events":
            from server.processes.events import main as entry  # type: ignore[assignment]
        case "public":
            from server.serving import serve_public as entry
        case "console":
            from server.serving import serve_console as entry
        case _:
            return None
    return entry


def main(arguments: list[str]) -> int:
    """Start the named process or hand over to the command line; one clear line when a setting is wrong."""
    try:
        entry = _process(arguments[0]) if len(arguments) == 1 else None
        if entry is not None:
            return entry(Settings.from_environ(os.environ)) or 0
        from server.cli import main as run_job

        return run_job(arguments)
    except SettingsError as refusal:
        sys.stderr.write(f"Cannot start: {refusal}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
