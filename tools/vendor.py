"""Keep the vendored web modules honest: ``python -m tools.vendor check`` or ``refresh``.

``check`` compares every vendored file with ``vendor.lock.json`` and names what differs, is missing or
is unknown. ``refresh`` fetches the pinned tarballs with npm, compares their sha512 with the lock (or
pins it, for a new version), applies the patches listed here and rewrites files and lock. No file in
these folders is ever edited by hand.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.node import node_command

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "verifier_web/vendor/vendor.lock.json"
SWAGGER_UI = "server/web/static/docs/swagger-ui"
FOLDERS = (ROOT / "verifier_web/vendor", ROOT / SWAGGER_UI, ROOT / "tests/e2e/vendor")
OWN_FILES = {"VENDOR.md", "vendor.lock.json"}
MINIFIER = "esbuild@0.28.2"


@dataclass(frozen=True, slots=True)
class VendoredFile:
    """One file taken from a tarball: where from, where to, which texts are replaced, minified or not.

    `only` names the exports that are used: what they need is put into this one file, the rest is left out.
    """

    source: str
    target: str
    replace: tuple[tuple[str, str], ...] = ()
    minify: bool = False
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VendoredModule:
    """One npm module at a pinned version with the files taken from it."""

    name: str
    version: str
    licence: str
    files: tuple[VendoredFile, ...]


NO_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*\n?", re.MULTILINE)
WEB = "verifier_web/vendor"

MODULES = (
    VendoredModule(
        "lit-html",
        "3.3.3",
        "BSD-3-Clause",
        (
            VendoredFile("lit-html.js", f"{WEB}/lit-html/lit-html.js"),
            VendoredFile("LICENSE", f"{WEB}/lit-html/LICENSE"),
        ),
    ),
    VendoredModule(
        "idb",
        "8.0.4",
        "ISC",
        (
            VendoredFile("build/index.js", f"{WEB}/idb/idb.js", minify=True),
            VendoredFile("LICENSE", f"{WEB}/idb/LICENSE"),
        ),
    ),
    VendoredModule(
        "qr",
        "0.7.0",
        "(MIT OR Apache-2.0)",
        (
            VendoredFile("decode.js", f"{WEB}/qr/decode.js", only=("decodeQR",)),
            VendoredFile("LICENSE-MIT", f"{WEB}/qr/LICENSE"),
        ),
    ),
    VendoredModule(
        "zxing-wasm",
        "3.1.4",
        "MIT",
        (
            VendoredFile(
                "dist/es/reader/index.js",
                f"{WEB}/zxing-wasm/reader/index.js",
                only=("prepareZXingModule", "readBarcodes"),
            ),
            VendoredFile("dist/reader/zxing_reader.wasm", f"{WEB}/zxing-wasm/zxing_reader.wasm"),
            VendoredFile("LICENSE", f"{WEB}/zxing-wasm/LICENSE"),
        ),
    ),
    VendoredModule(
        "qrcode-generator",
        "2.0.4",
        "MIT",
        (VendoredFile("dist/qrcode.mjs", f"{WEB}/qrcode-generator/qrcode.js", minify=True),),
    ),
    VendoredModule(
        "pako",
        "3.0.3",
        "(MIT AND Zlib)",
        (
            VendoredFile("dist/pako.mjs", f"{WEB}/pako/pako_inflate.js", only=("Inflate",)),
            VendoredFile("LICENSE", f"{WEB}/pako/LICENSE"),
        ),
    ),
    VendoredModule(
        "swagger-ui-dist",
        "5.35.0",
        "Apache-2.0",
        (
            VendoredFile("swagger-ui-bundle.js", f"{SWAGGER_UI}/swagger-ui-bundle.js"),
            VendoredFile("swagger-ui-bundle.js.LICENSE.txt", f"{SWAGGER_UI}/swagger-ui-bundle.js.LICENSE.txt"),
            VendoredFile("swagger-ui.css", f"{SWAGGER_UI}/swagger-ui.css"),
            VendoredFile("LICENSE", f"{SWAGGER_UI}/LICENSE"),
            VendoredFile("NOTICE", f"{SWAGGER_UI}/NOTICE"),
        ),
    ),
    VendoredModule(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        (
            VendoredFile("axe.min.js", "tests/e2e/vendor/axe.min.js"),
            VendoredFile("LICENSE", "tests/e2e/vendor/LICENSE"),
        ),
    ),
)


def bundled(package: Path, vendored: VendoredFile, *, minifier: list[str]) -> bytes:
    """Return the used exports of a module of an unpacked tarball with all they need, minified."""
    entry = f'export {{ {", ".join(vendored.only)} }} from "./{vendored.source}";'
    run = subprocess.run(
        [*minifier, "--bundle", "--log-level=error"],
        input=entry,
        check=True,
        capture_output=True,
        text=True,
        cwd=package,
    )
    return run.stdout.encode()


def patched(raw: bytes, vendored: VendoredFile, *, minifier: list[str]) -> bytes:
    """Apply the documented patches to one file's bytes; binary files come through untouched."""
    if not vendored.target.endswith(".js"):
        return raw
    text = NO_SOURCE_MAP.sub("", raw.decode())
    for old, new in vendored.replace:
        if old not in text:
            raise SystemExit(f"{vendored.target}: the text to patch is not there any more: {old!r}")
        text = text.replace(old, new)
    if vendored.minify:
        run = subprocess.run(minifier, input=text, check=True, capture_output=True, text=True)
        text = run.stdout
    return text.encode()


def fetch_minifier(folder: Path) -> list[str]:
    """Install the pinned minifier in a scratch folder; return the command that minifies its input."""
    subprocess.run(
        [*node_command(npm=True), "install", "--silent", "--prefix", str(folder), MINIFIER],
        check=True,
        capture_output=True,
    )
    esbuild = str(folder / "node_modules/.bin/esbuild")
    return [esbuild, "--minify", "--format=esm", "--target=es2022", "--legal-comments=inline", "--loader=js"]


def sha384(data: bytes) -> str:
    """Return the subresource-integrity digest of the bytes."""
    return "sha384-" + base64.b64encode(hashlib.sha384(data).digest()).decode()


def fetch(module: VendoredModule, folder: Path) -> tuple[str, tarfile.TarFile]:
    """Download one tarball with npm; return its sha512 digest and the opened archive."""
    out = subprocess.run(
        [
            *node_command(npm=True),
            "pack",
            "--silent",
            "--pack-destination",
            str(folder),
            f"{module.name}@{module.version}",
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    path = folder / out.stdout.split()[-1]
    digest = "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
    return digest, tarfile.open(path)


def refresh() -> int:
    """Write every vendored file and the lock anew from the pinned tarballs."""
    before = json.loads(LOCK.read_text()) if LOCK.exists() else {}
    lock: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as scratch:
        minifier = fetch_minifier(Path(scratch))
        for module in MODULES:
            digest, archive = fetch(module, Path(scratch))
            known = before.get(module.name)
            if known and known["version"] == module.version and known["tarball"] != digest:
                raise SystemExit(f"{module.name}@{module.version}: the registry's tarball changed")
            unpacked = Path(scratch) / module.name
            archive.extractall(unpacked, filter="data")
            files = {}
            for vendored in module.files:
                source = unpacked / "package" / vendored.source
                if not source.is_file():
                    raise SystemExit(f"{module.name}: {vendored.source} is not in the tarball")
                if vendored.only:
                    data = bundled(unpacked / "package", vendored, minifier=minifier)
                else:
                    data = patched(source.read_bytes(), vendored, minifier=minifier)
                target = ROOT / vendored.target
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
                files[vendored.target] = sha384(data)
            lock[module.name] = {
                "version": module.version,
                "licence": module.licence,
                "tarball": digest,
                "files": files,
            }
    LOCK.write_text(json.dumps(lock, indent=2) + "\n")
    return 0


def differences() -> list[str]:
    """Compare the folders with the lock; return one line for each file that differs."""
    lock = json.loads(LOCK.read_text())
    expected = {path: digest for module in lock.values() for path, digest in module["files"].items()}
    found = {
        str(path.relative_to(ROOT)): sha384(path.read_bytes())
        for folder in FOLDERS
        for path in folder.rglob("*")
        if path.is_file() and path.name not in OWN_FILES and not path.name.endswith(".d.ts")
    }
    lines = [f"missing: {path}" for path in expected if path not in found]
    lines += [f"not in the lock: {path}" for path in found if path not in expected]
    lines += [f"differs from the lock: {p}" for p, d in expected.items() if found.get(p, d) != d]
    pinned = {module.name: module.version for module in MODULES}
    lines += [
        f"the lock has {name} {entry['version']}, this tool pins {pinned.get(name)}"
        for name, entry in lock.items()
        if pinned.get(name) != entry["version"]
    ]
    return lines


def main(arguments: list[str]) -> int:
    """Run ``check`` (the default) or ``refresh``; return the exit code."""
    if arguments == ["refresh"]:
        return refresh()
    if arguments not in ([], ["check"]):
        print("usage: python -m tools.vendor [check|refresh]", file=sys.stderr)  # noqa: T201
        return 2
    lines = differences()
    print("\n".join(lines) or "every vendored file is what the lock says")  # noqa: T201
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
