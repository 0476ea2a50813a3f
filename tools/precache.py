"""Write the list of files and hashes in the service worker: ``python -m tools.precache`` (or ``check``).

Everything served from ``verifier_web/`` is kept on the phone except what browsers fetch by themselves
(the service worker, large icons). Run it after every change of a file there; a test refuses an old list.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

from tools.vendor import sha384

FOLDER = Path(__file__).resolve().parent.parent / "verifier_web"
WORKER = FOLDER / "service_worker.js"
BEGIN, END = "  // <files>\n", "  // </files>\n"
KEPT_SUFFIXES = (".html", ".js", ".css", ".json", ".webmanifest", ".svg", ".wasm")
NOT_KEPT = {"service_worker.js", "service_worker_off.js", "vendor/vendor.lock.json"}


def kept_files() -> dict[str, bytes]:
    """Return {path from the origin: bytes} of what the service worker keeps, sorted."""
    found = {
        path.relative_to(FOLDER).as_posix(): path
        for path in FOLDER.rglob("*")
        if path.is_file() and path.suffix in KEPT_SUFFIXES
    }
    return {f"/{name}": found[name].read_bytes() for name in sorted(found) if name not in NOT_KEPT}


def worker_with_current_list() -> str:
    """Return the service worker's text with the list as it should be now."""
    text = WORKER.read_text()
    before, rest = text.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    lines = "".join(f'  "{path}": "{sha384(data)}",\n' for path, data in kept_files().items())
    return before + BEGIN + lines + END + after


def transferred(paths: dict[str, bytes]) -> int:
    """Return how many bytes these files take on the wire, gzipped as the public site does."""
    return sum(len(gzip.compress(data, 9)) for data in paths.values())


def main(arguments: list[str]) -> int:
    """Write the list, or with ``check`` say whether it is current; return the exit code."""
    wanted = worker_with_current_list()
    if arguments == ["check"]:
        if WORKER.read_text() == wanted:
            return 0
        print("service_worker.js: the list is old, run python -m tools.precache", file=sys.stderr)  # noqa: T201
        return 1
    WORKER.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
