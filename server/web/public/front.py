"""What answers before Flask: bytes that are ready, found by path, without a database, a lock or a parser."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from server.web.public.answer import IMMUTABLE, NO_CACHE, Answer, Environ, StartResponse, make_answer
from server.web.public.doors import PAGES, StaticFolder
from server.web.public.source import Published, Snapshot
from server.web.public.verdicts import VERIFY_LIMIT_BYTES, VerdictDesk

WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]

_STATE_TYPE: Final = "application/statuslist+cwt"


@dataclass(slots=True)
class ReadyAnswers:
    """Answers for the current snapshot; made anew when the snapshot changes."""

    published: Published
    _made_for: Snapshot | None = None
    _table: dict[str, Answer] = field(default_factory=dict)

    def get(self, path: str) -> Answer | None:
        """Return the ready answer for trust, a state, digests, notices or the anchor."""
        snapshot = self.published.current()
        if snapshot is None:
            return None
        if snapshot is not self._made_for:
            self._table = _table_of(snapshot)
            self._made_for = snapshot
        return self._table.get(path)


def _table_of(snapshot: Snapshot) -> dict[str, Answer]:
    table = {path: shared_file(path, body) for path, body in snapshot.files.items()}
    table["/api/v1/trust"] = make_answer(snapshot.trust_json, content_type="application/json", cache=NO_CACHE)
    return table


def shared_file(path: str, body: bytes) -> Answer:
    """Make the answer for a published file by its public path."""
    if path.startswith("/s/"):
        return make_answer(body, content_type=_STATE_TYPE, cache=NO_CACHE)
    if path.startswith("/api/v1/registry/"):
        return make_answer(body, content_type="application/octet-stream", cache=IMMUTABLE)
    if path.startswith("/api/v1/notices/"):
        return make_answer(body, content_type="application/cbor", cache=IMMUTABLE)
    return make_answer(body, content_type="application/cbor", cache=NO_CACHE)


@dataclass(frozen=True, slots=True)
class Front:
    """WSGI app around the Flask app: ready bytes and well-formed verify requests never enter Flask."""

    inner: WsgiApp
    ready: ReadyAnswers
    folders: tuple[StaticFolder, ...]
    desk: VerdictDesk

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if method == "POST" and path == "/api/v1/verify":
            return self._verify(environ, start_response)
        if method in ("GET", "HEAD"):
            answer = self.find(path)
            if answer is not None:
                return answer.respond(environ, start_response)
        return self.inner(environ, start_response)

    def find(self, path: str) -> Answer | None:
        """Return the ready answer for a path."""
        answer = self.ready.get(path)
        if answer is not None:
            return answer
        page = PAGES.get(path, path)
        for folder in self.folders:
            answer = folder.get(page)
            if answer is not None:
                return answer
        return None

    def _verify(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a well-formed request; anything else goes on to Flask, which says what is wrong."""
        length = environ.get("CONTENT_LENGTH") or ""
        if not (length.isascii() and length.isdigit() and len(length) < 9 and int(length) <= VERIFY_LIMIT_BYTES):
            return self.inner(environ, start_response)
        body = environ["wsgi.input"].read(int(length))
        verdict = self.desk.try_answer(body, content_type=environ.get("CONTENT_TYPE", ""))
        if verdict is None:
            environ["wsgi.input"] = io.BytesIO(body)
            return self.inner(environ, start_response)
        start_response("200 OK", [("Content-Length", str(len(verdict))), *VerdictDesk.HEADERS])
        return (verdict,)
