"""Reading the published folder as a phone would: every file opened and checked, the last good set kept.

A file that is missing, cut short or has one flipped bit leaves the set before it in place, whole.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import time
from base64 import urlsafe_b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

from server.adapters.published import layout
from server.credential.election_state import ElectionState, open_state
from server.credential.mark import floor_of
from server.credential.notices import open_notices
from server.credential.registry_digests import Digests, open_index, open_shard
from server.credential.root import Root, Trust, open_root
from server.credential.verify import Held

LOG = logging.getLogger("server.published")
Stamp = tuple[int, int, int]
_STAMPLESS: Final[Stamp] = (0, 0, 0)


class Clock(Protocol):
    """Where the present comes from."""

    def now(self) -> datetime:
        """Return the present instant."""
        ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One consistent, checked reading; ``files`` by public path."""

    trust_json: bytes
    trust: Trust
    states: Mapping[str, Held]
    files: Mapping[str, bytes]


class PublishedReader:
    """The published folder for the public processes.

    One look at the time stamps of ``trust.json``, at most every two milliseconds, decides whether anything has
    to be read again.
    """

    def __init__(self, root: Path, *, clock: Clock, look_every_ns: int = 2_000_000) -> None:
        self._root = root
        self._clock = clock
        self._trust_file = str(layout.trust_file(root))
        self._look_every_ns = look_every_ns
        self._next_look_ns = 0
        self._stamp = _STAMPLESS
        self._snapshot: Snapshot | None = None
        self._lists: dict[str, tuple[Stamp, Any]] = {}

    def now(self) -> int:
        """Return the server's clock in unix seconds."""
        return int(self._clock.now().timestamp())

    def current(self) -> Snapshot | None:
        """Return the newest good snapshot; None before the first publication."""
        looked = time.monotonic_ns()
        if looked < self._next_look_ns:
            return self._snapshot
        self._next_look_ns = looked + self._look_every_ns
        stamp = _stamp(self._trust_file)
        if stamp != self._stamp:
            self._stamp = stamp
            try:
                self._snapshot = read_snapshot(self._root, before=self._snapshot)
            except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
                LOG.error("published files are not whole (%s): the last good ones stay", type(fault).__name__)
        return self._snapshot

    def older(self, path: str) -> bytes | None:
        """Return an immutable file that is no longer current, by its public path; None unless whole."""
        _, _, _, kind, election, digest = (*path.split("/"), "", "", "", "", "")[:6]
        if kind not in ("registry", "notices") or path.count("/") != 5:
            return None
        find = layout.registry_file if kind == "registry" else layout.notices_file
        try:
            body = find(self._root, election, digest).read_bytes()
        except (OSError, ValueError):
            return None
        return body if hashlib.sha256(body).hexdigest().startswith(digest) else None

    def elections(self) -> Sequence[Mapping[str, Any]]:
        """Return the list of elections, the last good one."""
        return self._listed(str(layout.elections_file(self._root)), kind=list) or ()

    def observers(self, election: str) -> Mapping[str, Any] | None:
        """Return an election's public list, the last good one."""
        try:
            path = layout.observers_file(self._root, election)
        except ValueError:
            return None
        document: Mapping[str, Any] | None = self._listed(str(path), kind=dict)
        return document

    def statistics(self, election: str) -> Mapping[str, Any] | None:
        """Return an election's public statistics, the last good ones."""
        try:
            path = layout.statistics_file(self._root, election)
        except ValueError:
            return None
        document: Mapping[str, Any] | None = self._listed(str(path), kind=dict)
        return document

    def _listed(self, path: str, *, kind: type) -> Any:
        """Read a JSON file again when it changed; a damaged one leaves the one before."""
        stamp = _stamp(path)
        held = self._lists.get(path)
        if stamp != _STAMPLESS and (held is None or held[0] != stamp):
            try:
                document = json.loads(Path(path).read_bytes())
                if isinstance(document, kind):
                    held = self._lists[path] = (stamp, document)
            except (OSError, ValueError):
                LOG.error("a public list is not whole: the last good one stays")
        return held[1] if held is not None else None


def _stamp(path: str) -> Stamp:
    try:
        status = os.stat(path)  # noqa: PTH116 - on every request; a Path would cost more than the call
    except OSError:
        return _STAMPLESS
    return status.st_mtime_ns, status.st_ino, status.st_size


def read_snapshot(folder: Path, *, before: Snapshot | None) -> Snapshot:
    """Read and check everything that ``trust.json`` names.

    Args:
        before: the snapshot that is served; states may not fall behind it.

    Raises:
        OSError, ValueError, KeyError, TypeError: something is missing or isn't what it should be.
    """
    trust_json = layout.trust_file(folder).read_bytes()
    document = json.loads(trust_json)
    anchor = layout.anchor_file(folder).read_bytes()
    root = _open_roots(document["root"], anchor=anchor)
    bare = Trust(root, root.issuer, root.origins, root.iat)
    marks = [held.state for held in before.states.values()] if before is not None else []
    files: dict[str, bytes] = {"/trust_anchor.cbor": anchor}
    states: dict[str, Held] = {}
    for entry in document["states"]:
        token = _bytes(entry["token"])
        state = open_state(token, trust=bare, held=marks)
        if (state.election, state.seq, state.uri) != (entry["election"], entry["seq"], entry["uri"]):
            raise ValueError("trust.json says otherwise than the state")
        files[f"/s/{state.election}"] = token
        states[state.election] = _hold(folder, state, files)
    opened = [held.state for held in states.values()]
    trust = Trust(root, root.issuer, root.origins, floor_of(root, opened))
    return Snapshot(trust_json, trust, states, files)


def _open_roots(texts: Sequence[str], *, anchor: bytes) -> Root:
    """Follow the chain of roots from the anchor."""
    root = open_root(anchor, held=None)
    for text in texts:
        opened = _bytes(text)
        root = open_root(opened, held=None if opened == anchor else root)
    return root


def _hold(folder: Path, state: ElectionState, files: dict[str, bytes]) -> Held:
    """Read digests and notices that the state names, and add them to the files by public path."""
    election = state.election
    index_hex, notices_hex = state.registry_hash.hex(), state.notices_hash.hex()
    index = layout.registry_file(folder, election, index_hex).read_bytes()
    shards: dict[int, bytes] = {}
    for number, expected in enumerate(open_index(index, expected=state.registry_hash)):
        shard = open_shard(layout.registry_file(folder, election, expected.hex()).read_bytes(), expected=expected)
        shards[number] = shard
        files[f"/api/v1/registry/{election}/{expected.hex()}"] = shard
    notices = layout.notices_file(folder, election, notices_hex).read_bytes()
    opened = open_notices(notices, expected=state.notices_hash)
    for name in (index_hex, hashlib.sha256(index).hexdigest()):
        files[f"/api/v1/registry/{election}/{name}"] = index
    for name in (notices_hex, hashlib.sha256(notices).hexdigest()):
        files[f"/api/v1/notices/{election}/{name}"] = notices
    return Held(state, Digests(state.seq, index, shards), opened)


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
