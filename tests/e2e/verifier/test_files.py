"""What is served: vendored modules as locked, the precache list current, sizes within the budget."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from tools import precache, vendor

WEB = precache.FOLDER
SHELL_BYTES = 60_000
PRECACHE_BYTES = 600_000
STATIC_IMPORT = re.compile(r'^(?:import|export)\b[^;]*?\bfrom "([^"]+)";|^import "([^"]+)";', re.MULTILINE)
DECODERS = ("/vendor/qr/", "/vendor/zxing-wasm/")


def size(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def reached_from(module: Path) -> set[Path]:
    """Every module that is fetched before this one runs."""
    found: set[Path] = set()
    waiting = [module.resolve()]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        for match in STATIC_IMPORT.finditer(one.read_text()):
            waiting.append((one.parent / (match[1] or match[2])).resolve())
    return found


def doors() -> list[str]:
    return sorted(path.stem for path in WEB.glob("*.html"))


def test_vendored_modules_are_what_the_lock_says() -> None:
    assert vendor.differences() == []


def test_the_service_worker_lists_the_files_as_they_are() -> None:
    assert precache.WORKER.read_text() == precache.worker_with_current_list()


@pytest.mark.parametrize("door", doors())
def test_the_shell_is_small(door: str) -> None:
    """Everything fetched before the first screen stands: page, style, modules, one language."""
    modules = reached_from(WEB / f"{door}.js")
    page = WEB / f"{door}.html"
    styles = [WEB / name for name in re.findall(r'rel="stylesheet" href="/([^"]+)"', page.read_text())]
    total = sum(size(path) for path in [*modules, page, *styles])
    largest_language = max(size(path) for path in (WEB / "locales").glob("*.json"))
    assert total + largest_language <= SHELL_BYTES, total + largest_language
    assert not [path for path in modules if any(part in path.as_posix() for part in DECODERS)]


def test_the_precache_is_small() -> None:
    assert precache.transferred(precache.kept_files()) <= PRECACHE_BYTES


@pytest.mark.parametrize("name", ["manifest", "companion"])
def test_the_manifest_names_files_that_exist(name: str) -> None:
    manifest = json.loads((WEB / f"{name}.webmanifest").read_text())
    for icon in manifest["icons"]:
        assert (WEB / icon["src"].lstrip("/")).is_file()
    assert manifest["lang"] == "ky" and manifest["scope"] == "/"


def test_no_page_loads_from_elsewhere_or_inline() -> None:
    for page in WEB.glob("*.html"):
        text = page.read_text()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|(?:src|href)=\"(?:https?:)?//", text)
