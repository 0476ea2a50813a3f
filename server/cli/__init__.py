"""The command line: `python -m server VERB`; exit codes 0, 1 (the answer is no) and 2 (usage)."""

from server.cli.command import main

__all__ = ["main"]
