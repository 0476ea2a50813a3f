"""The interop venv: libraries that need cbor2 < 6 live apart from ours, pinned with hashes, made once."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

_REQUIREMENTS = Path(__file__).with_name("requirements.txt")
_CACHE = Path(__file__).parents[2] / ".cache" / "interop-venv"


@pytest.fixture(scope="session")
def interop_python() -> Path:
    """Return the Python of the interop venv, made at the first use and again when its pins change."""
    _CACHE.parent.mkdir(exist_ok=True)
    python = _CACHE / "bin" / "python"
    stamp = _CACHE / "requirements.sha256"
    wanted = f"{hashlib.sha256(_REQUIREMENTS.read_bytes()).hexdigest()} {sys.version_info[:2]}"
    with _CACHE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != wanted:
            shutil.rmtree(_CACHE, ignore_errors=True)
            venv.create(_CACHE, with_pip=True)
            arguments = ["-m", "pip", "install", "-q", "--require-hashes", "--no-deps", "-r", str(_REQUIREMENTS)]
            made = subprocess.run([python, *arguments], capture_output=True, text=True, check=False)
            if made.returncode:
                pytest.fail(f"the interop venv could not be made: {made.stderr[-2000:]}")
            stamp.write_text(wanted)
    return python
