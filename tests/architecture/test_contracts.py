"""The contracts of the house that import-linter cannot state."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TWIN = ROOT / "verifier_web" / "credential"
STANDARD = sys.stdlib_module_names | {"server"}


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", sorted((ROOT / "server/accreditation").rglob("*.py")), ids=lambda path: path.stem)
def test_the_law_imports_the_standard_library_only(path: Path) -> None:
    foreign = {name for name in _imports(path) if name.split(".")[0] not in STANDARD}
    assert not foreign
    inner = {name for name in _imports(path) if name.startswith("server.")}
    assert all(name.startswith("server.accreditation") for name in inner)


_IO = {"os", "io", "socket", "subprocess", "pathlib", "urllib", "sqlite3", "tempfile", "shutil", "time"}


@pytest.mark.parametrize("path", sorted((ROOT / "server/credential").rglob("*.py")), ids=lambda path: path.stem)
def test_the_bytes_do_no_io_and_read_no_clock(path: Path) -> None:
    assert not {name.split(".")[0] for name in _imports(path)} & _IO
    calls = re.findall(r"\b(open\(|\.now\(|\.today\(|\.utcnow\()", path.read_text(encoding="utf-8"))
    assert not calls


_FORBIDDEN_IN_TWIN = re.compile(
    r"\bfetch\s*\(|\bdocument\b\.|\bwindow\b|Date\.now|new Date\(|localStorage|indexedDB|XMLHttpRequest"
)


# What JavaScript has to spell out where Python has a language feature, a method or the standard library.
_PLUMBING = {
    "cbor": {"compareArrays", "sameBytes"},
    "claims": {"onlyKeys", "mapOf", "text", "integer", "natural", "bytes"},
    "election_state": {"floor_of"},
    "errors": {"coded"},
    "key_id": {"public_key"},
    "qr_text": {"segments"},
    "root": {"keys_of"},
    "signature": {"sha256"},
    "verdict": {"term_of"},
}


@pytest.mark.parametrize("path", sorted(TWIN.rglob("*.js")), ids=lambda path: path.stem)
def test_the_twin_is_pure_and_mirrors_the_server(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not _FORBIDDEN_IN_TWIN.findall(text)
    assert (ROOT / "server/credential" / f"{path.stem}.py").exists()
    server = (ROOT / "server/credential" / f"{path.stem}.py").read_text(encoding="utf-8")
    exported = re.findall(r"^export (?:async )?function\*? (\w+)", text, flags=re.MULTILINE)
    missing = [name for name in exported if not re.search(rf"\bdef {name}\b", server)]
    missing = sorted(set(missing) - _PLUMBING.get(path.stem, set()))
    assert not missing, f"{path.name} exports functions its Python twin does not have: {missing}"


def test_the_twin_exists() -> None:
    assert {"cbor", "verify", "verdict", "root", "election_state"} <= {p.stem for p in TWIN.glob("*.js")}


_ROOT_LAYERS = {
    "ui": {"ui", "device", "credential", "vendor", "locales"},
    "device": {"device", "credential", "vendor"},
    "credential": {"credential", "vendor"},
}


def test_the_web_client_imports_point_down_and_stay_on_the_origin() -> None:
    base = ROOT / "verifier_web"
    faults = []
    for path in base.rglob("*.js"):
        if "vendor" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"""(?:^|\s)(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]""", text):
            if not target.startswith(("./", "../", "/")):
                faults.append(f"{path.name}: bare or remote import {target}")
                continue
            layer = path.relative_to(base).parts[0]
            resolved = (path.parent / target).resolve() if not target.startswith("/") else base / target[1:]
            below = resolved.relative_to(base).parts[0]
            if layer in _ROOT_LAYERS and below not in _ROOT_LAYERS[layer]:
                faults.append(f"{path.relative_to(base)} imports upward: {target}")
    assert not faults


def _tracked() -> list[str]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listing.stdout.split("\0") if name]


def test_no_private_key_is_in_the_index() -> None:
    marker = b"-----BEGIN " + b"%s" + b"PRIVATE KEY-----"
    kinds = [marker.replace(b"%s", kind) for kind in (b"", b"EC ", b"RSA ", b"ENCRYPTED ", b"OPENSSH ")]
    guilty = [
        name
        for name in _tracked()
        if (ROOT / name).is_file() and any(kind in (ROOT / name).read_bytes() for kind in kinds)
    ]
    assert not guilty
    assert not [name for name in _tracked() if name.endswith((".key", ".p12", ".pfx"))]


def test_no_file_is_longer_than_its_habit() -> None:
    made_by_hand = (
        name
        for name in _tracked()
        if name.endswith((".py", ".js"))
        and "vendor" not in name
        and not name.endswith((".min.js", "-bundle.js", "-preset.js"))
        and (ROOT / name).is_file()
    )
    lengths = {name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in made_by_hand}
    assert not {name: lines for name, lines in lengths.items() if lines > 300}


_VAGUE = {"utils", "helpers", "misc", "common", "manager"}


def test_no_vague_module_names() -> None:
    assert not [name for name in _tracked() if Path(name).stem in _VAGUE]


def test_every_dependency_is_pinned_with_a_hash() -> None:
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        entries = re.split(r"\n(?=[a-z0-9])", text)
        unpinned = [
            entry.splitlines()[0]
            for entry in entries
            if not entry.startswith("#") and ("==" not in entry.splitlines()[0] or "--hash=sha256:" not in entry)
        ]
        assert not unpinned
