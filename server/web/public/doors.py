"""The verifier, the companion and our own style sheets as static files, kept in memory with their headers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from server.web.public.answer import NO_CACHE, Answer, make_answer
from server.web.security import FIXED_HEADERS, content_security_policy

TRUSTED_TYPES: Final = ("lit-html", "own-urls")
PAGES: Final[Mapping[str, str]] = {
    "/": "/index.html",
    "/V": "/verifier.html",
    "/S": "/verifier.html",
    "/verifier": "/verifier.html",
    "/companion": "/companion.html",
    "/favicon.ico": "/icons/icon-192.png",
}
_TYPES: Final[Mapping[str, str]] = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".webp": "image/webp",
    ".txt": "text/plain; charset=utf-8",
}
_WORKERS: Final = ("/service_worker.js", "/device/qr_worker.js")


@dataclass(slots=True)
class StaticFolder:
    """Files under one URL prefix; a file that changed on disk is read again, so nothing needs a build.

    Args:
        prefix: of the path, "" or e.g. "/site".
        headers: of every file.
    """

    folder: Path
    prefix: str
    headers: tuple[tuple[str, str], ...]
    _held: dict[str, tuple[str, tuple[int, int], Answer]] = field(default_factory=dict)

    def get(self, path: str) -> Answer | None:
        """Return the file for a path; None when there is no such public file."""
        held = self._held.get(path)
        try:
            if held is not None:
                status = os.stat(held[0])  # noqa: PTH116 - on every request
                if (status.st_mtime_ns, status.st_size) == held[1]:
                    return held[2]
            return self._read(path)
        except (OSError, ValueError):
            return None

    def _read(self, path: str) -> Answer | None:
        file = self._file(path.removeprefix(self.prefix)) if path.startswith(self.prefix) else None
        if file is None:
            return None
        status = file.stat()
        answer = self._answer(path, file.read_bytes())
        self._held[path] = (str(file), (status.st_mtime_ns, status.st_size), answer)
        return answer

    def _file(self, path: str) -> Path | None:
        """Map a path to a file of a public type inside the folder; nothing hidden, no way up."""
        parts = path.split("/")[1:]
        if not parts or any(not part or part.startswith(".") or "\\" in part or "\0" in part for part in parts):
            return None
        if PurePosixPath(path).suffix not in _TYPES:
            return None
        file = self.folder.joinpath(*parts)
        return file if file.is_file() else None

    def _answer(self, path: str, body: bytes) -> Answer:
        headers = self.headers
        if path in _WORKERS:
            headers = (*headers, ("Service-Worker-Allowed", "/"))
        content_type = _TYPES[PurePosixPath(path).suffix]
        return make_answer(body, content_type=content_type, cache=NO_CACHE, headers=headers)


def door_headers(*, connect: Iterable[str], tls: bool) -> tuple[tuple[str, str], ...]:
    """Headers of the doors: WebAssembly for the decoder, the event process to listen to, nothing inline."""
    policy = content_security_policy(connect=connect, wasm=True, trusted_types=TRUSTED_TYPES)
    transport = (("Strict-Transport-Security", "max-age=31536000"),) if tls else ()
    return (
        ("Content-Security-Policy", policy),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        *FIXED_HEADERS,
        *transport,
    )
