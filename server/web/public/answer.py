"""An answer made beforehand: bytes, headers and ETag, ready for any number of requests."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

StartResponse = Callable[..., Any]
Environ = dict[str, Any]

NO_CACHE: Final = "no-cache"
IMMUTABLE: Final = "public, max-age=31536000, immutable"
_COMPRESSIBLE: Final = ("text/", "application/json", "application/wasm", "application/manifest", "image/svg")
_WORTH_COMPRESSING_BYTES: Final = 1_024

# Shared bytes and API answers: readable from any origin, and never taken for anything that runs.
SHARED_HEADERS: Final = (
    ("Access-Control-Allow-Origin", "*"),
    ("X-Content-Type-Options", "nosniff"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One variant (plain or gzipped) of a public file."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str
    zipped: Answer | None = None

    def respond(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer 200 or 304; a HEAD gets no body."""
        if self.zipped is not None and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            return self.zipped.respond(environ, start_response)
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked and (self.etag in asked or asked.strip() == "*"):
            start_response("304 Not Modified", [h for h in self.headers if h[0] not in _OF_A_BODY])
            return ()
        start_response("200 OK", list(self.headers))
        return () if environ["REQUEST_METHOD"] == "HEAD" else (self.body,)


_OF_A_BODY: Final = ("Content-Length", "Content-Type", "Content-Encoding")


def make_answer(
    body: bytes, *, content_type: str, cache: str, headers: Iterable[tuple[str, str]] = SHARED_HEADERS
) -> Answer:
    """Prepare an answer; long text and WebAssembly also gzipped."""
    fixed = tuple(headers)
    if len(body) < _WORTH_COMPRESSING_BYTES or not content_type.startswith(_COMPRESSIBLE):
        return _variant(body, body, content_type=content_type, cache=cache, headers=fixed)
    vary = (*fixed, ("Vary", "Accept-Encoding"))
    small = gzip.compress(body, 9, mtime=0)
    zipped = _variant(
        small, body, content_type=content_type, cache=cache, headers=(*vary, ("Content-Encoding", "gzip"))
    )
    return _variant(body, body, content_type=content_type, cache=cache, headers=vary, zipped=zipped)


def _variant(
    body: bytes,
    original: bytes,
    *,
    content_type: str,
    cache: str,
    headers: tuple[tuple[str, str], ...],
    zipped: Answer | None = None,
) -> Answer:
    digest = hashlib.sha256(original).hexdigest()[:32]
    etag = f'"{digest}"' if body is original else f'"{digest}-gz"'
    own = (
        ("Content-Type", content_type),
        ("Content-Length", str(len(body))),
        ("ETag", etag),
        ("Cache-Control", cache),
    )
    return Answer((*own, *headers), body, etag, zipped)
