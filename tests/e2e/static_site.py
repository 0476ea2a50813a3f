"""A loopback site for browser tests: ``verifier_web/`` as it is, and what one Commission publishes.

It sends the headers of the public site, keeps a record of every request (to prove that a scan sends
nothing) and can push states by Server-Sent Events, answer with other files (an update, the kill switch)
or stop answering.
"""

from __future__ import annotations

import gzip
import json
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from server.accreditation.directory import directory_as_json
from server.accreditation.regulation import as_json, regulation_digest
from tests.e2e.commission import Commission, base64url
from tools.precache import worker_with_current_list

PING_SECONDS = 15
WEB = Path(__file__).resolve().parents[2] / "verifier_web"
PAGES = {"/": "/index.html", "/V": "/verifier.html", "/S": "/verifier.html", "/companion": "/companion.html"}
TITLES = {
    "ky": "Президентти шайлоо, 2027-жыл",
    "ru": "Выборы Президента, 2027 год",
    "en": "Presidential election, 2027",
}
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".wasm": "application/wasm",
}
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types lit-html own-urls"
)


@lru_cache(maxsize=256)
def gzipped(body: bytes) -> bytes:
    """Compress once what is served often."""
    return gzip.compress(body, 6)


@dataclass(slots=True)
class StaticSite:
    """What the site serves now. `extra` overrides any path; `silent` answers 503 to the API."""

    commission: Commission
    extra: dict[str, bytes] = field(default_factory=dict)
    silent: bool = False
    pushing: bool = True
    requests: list[str] = field(default_factory=list)
    listeners: list[queue.Queue[bytes]] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """Return the site's origin."""
        return self.commission.origin

    def publish(self, **changes: Any) -> bytes:
        """Sign the next state and push it to every open connection; return the token."""
        token = self.commission.publish(**changes)
        for listener in self.listeners:
            listener.put(self.event())
        return token

    def event(self) -> bytes:
        """Return the newest state as one server-sent event."""
        made = self.commission
        data = {"election": made.election, "seq": made.seq, "token": base64url(made.token)}
        return f"event: state\nid: {made.election}:{made.seq}\ndata: {json.dumps(data)}\n\n".encode()

    def trust(self) -> bytes:
        """Return the body of /api/v1/trust."""
        made = self.commission
        uri = f"{self.origin}/s/{made.election}"
        state = {"election": made.election, "uri": uri, "seq": made.seq, "token": base64url(made.token)}
        body = {
            "root": [base64url(root) for root in made.roots()],
            "states": [state],
            "registry": [],
            "notices": [],
            "regulation": {"version": "2021-11.1", "sha256": regulation_digest().hex()},
        }
        return json.dumps(body).encode()

    def body_of(self, path: str, query: dict[str, list[str]]) -> tuple[str, bytes] | None:
        """Return content type and body of a path, or None."""
        file = PAGES.get(path, path)
        if file in self.extra:
            return TYPES.get(Path(file).suffix, "application/octet-stream"), self.extra[file]
        if path == "/api/v1/trust":
            return "application/json", self.trust()
        if path == "/trust_anchor.cbor":
            return "application/cbor", self.commission.root_bytes()
        if path == "/api/v1/regulation":
            return "application/json", json.dumps(as_json(query.get("lang", ["ky"])[0])).encode()
        if path == "/api/v1/directory":
            return "application/json", json.dumps(directory_as_json(query.get("lang", ["ky"])[0])).encode()
        if path == "/api/v1/elections":
            elections = [{"id": self.commission.election, "titles": TITLES}]
            return "application/json", json.dumps({"elections": elections}).encode()
        if path == "/service_worker.js":  # listed as the files are now; a test of its own compares the file
            return TYPES[".js"], worker_with_current_list().encode()
        published = self.commission.files().get(path)
        if published is not None:
            return "application/octet-stream", published
        target = (WEB / file.lstrip("/")).resolve()
        if target.is_file() and target.is_relative_to(WEB):
            return TYPES.get(target.suffix, "application/octet-stream"), target.read_bytes()
        return None


def _next_event(waiting: queue.Queue[bytes]) -> bytes:
    """Return the next event of a stream, or after a while the ping that shows that the line lives."""
    try:
        return waiting.get(timeout=PING_SECONDS)
    except queue.Empty:
        return b"event: ping\ndata: 1\n\n"


def _handler(site: StaticSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.requests.append(self.path)
            url = urlsplit(self.path)
            if url.path.startswith(("/api/", "/s/")) and site.silent:
                return self._send(503, "text/plain", b"")
            if url.path == "/api/v1/events":
                return self._stream() if site.pushing else self._send(503, "text/plain", b"")
            found = site.body_of(url.path, parse_qs(url.query))
            if found is None:
                return self._send(404, "text/plain", b"not found")
            return self._send(200, *found)

        def do_POST(self) -> None:
            site.requests.append(f"POST {self.path}")
            self._send(404, "text/plain", b"")

        def _send(self, status: int, kind: str, body: bytes) -> None:
            body = gzipped(body)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self._headers()
            self.wfile.write(body)

        def _headers(self) -> None:
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Cache-Control", "no-cache")
            self.send_header("Referrer-Policy", "no-referrer")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()

        def _stream(self) -> None:
            mine: queue.Queue[bytes] = queue.Queue()
            site.listeners.append(mine)
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.close_connection = True
            self._headers()
            try:
                self.wfile.write(site.event())
                self.wfile.flush()
                while (event := _next_event(mine)) != b"":
                    self.wfile.write(event)
                    self.wfile.flush()
            except OSError:
                pass
            finally:
                site.listeners.remove(mine)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def serve_site(**changes: Any) -> Iterator[StaticSite]:
    """Serve a site on a free loopback port; `changes` are fields of its Commission."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A browser that went away is no fault."""

    server = Server(("127.0.0.1", 0), BaseHTTPRequestHandler)
    commission = Commission(f"http://127.0.0.1:{server.server_address[1]}", **changes)
    commission.publish()
    site = StaticSite(commission)
    server.RequestHandlerClass = _handler(site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        for listener in site.listeners:
            listener.put(b"")
        server.shutdown()
        server.server_close()
        thread.join(5)
