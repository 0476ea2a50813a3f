"""`python -m server …`: a process by its name, or a job of the command line."""

from __future__ import annotations

import os
import sys
from importlib import import_module

from server.settings import Settings, SettingsError

# Imported by name, so that each process loads only what it needs: the public one never sees the database.
_PROCESSES = {
    "run": "server.supervisor:serve",
    "signer": "server.processes.signer:main",
    "publisher": "server.processes.publisher:main",
    "events": "server.processes.events:main",
    "mail": "server.processes.mail:main",
    "public": "server.serving:serve_public",
    "console": "server.serving:serve_console",
    "portal": "server.serving:serve_portal",
}


def main(arguments: list[str]) -> int:
    """Start the named process or hand over to the command line; one clear line when a setting is wrong."""
    try:
        if len(arguments) == 1 and arguments[0] in _PROCESSES:
            module, function = _PROCESSES[arguments[0]].split(":")
            entry = getattr(import_module(module), function)
            return int(entry(Settings.from_environ(os.environ)) or 0)
        return int(import_module("server.cli").main(arguments))
    except SettingsError as refusal:
        sys.stderr.write(f"Cannot start: {refusal}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
