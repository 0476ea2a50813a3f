"""Writing the published folder: every file whole or not at all, immutable ones once, ``trust.json`` last."""

from __future__ import annotations

import json
import os
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.adapters.published import layout


@dataclass(frozen=True, slots=True)
class StateFiles:
    """An election's newest state and the files it names.

    Args:
        uri: the state's claim 2.
        shards: lower-case hex of the full SHA-256 → 16 KiB.
        index_hex, notices_hex: 32 digits, as the state's claims 8 and 12.
    """

    election: str
    uri: str
    seq: int
    token: bytes
    index_hex: str
    index: bytes
    notices_hex: str
    notices: bytes
    shards: Mapping[str, bytes]


class PublishedWriter:
    """Writes the folder; only the publisher process has one."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def write_roots(self, roots: Sequence[bytes], *, anchor: bytes) -> None:
        """Write every version of the root, the first being version 1, and the anchor's public copy."""
        for version, content in enumerate(roots, start=1):
            write_whole(layout.root_file(self._root, version), content)
        write_whole(layout.anchor_file(self._root), anchor)

    def write_state(self, files: StateFiles) -> None:
        """Write an election's state after what it names."""
        root, election = self._root, files.election
        for digest, shard in files.shards.items():
            write_once(layout.registry_file(root, election, digest), shard)
        write_once(layout.registry_file(root, election, files.index_hex), files.index)
        write_once(layout.notices_file(root, election, files.notices_hex), files.notices)
        write_whole(layout.state_file(root, election), files.token)

    def prune(self, election: str, *, keep: Set[str]) -> int:
        """Remove an election's files named by a hash that isn't to be kept; return how many went."""
        old = [path for path in layout.hashed_files(self._root, election) if path.name not in keep]
        for path in old:
            path.unlink()
        return len(old)

    def write_trust(
        self, *, roots: Sequence[bytes], states: Sequence[StateFiles], regulation: Mapping[str, str]
    ) -> None:
        """Write ``trust.json``, which makes all the rest current at once."""
        document = {
            "root": [base64url(each) for each in roots],
            "states": [
                {"election": s.election, "uri": s.uri, "seq": s.seq, "token": base64url(s.token)} for s in states
            ],
            "registry": [_entry("registry", s.election, s.index_hex) for s in states],
            "notices": [_entry("notices", s.election, s.notices_hex) for s in states],
            "regulation": dict(regulation),
        }
        write_whole(layout.trust_file(self._root), to_json(document))

    def write_elections(self, elections: Sequence[Mapping[str, Any]]) -> None:
        """Write the list of elections."""
        write_whole(layout.elections_file(self._root), to_json(list(elections)))

    def write_observers(self, election: str, document: Mapping[str, Any]) -> None:
        """Write an election's public list."""
        write_whole(layout.observers_file(self._root, election), to_json(document))

    def write_statistics(self, election: str, document: Mapping[str, Any]) -> None:
        """Write an election's public statistics."""
        write_whole(layout.statistics_file(self._root, election), to_json(document))


def _entry(kind: str, election: str, digest: str) -> dict[str, str]:
    return {"election": election, "uri": f"/api/v1/{kind}/{election}/{digest}", "sha256": digest}


def base64url(data: bytes) -> str:
    """Return base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def to_json(document: object) -> bytes:
    """Return compact JSON in UTF-8."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def write_once(path: Path, content: bytes) -> None:
    """Write a file that is named by its hash; one that is there and whole stays."""
    if not path.exists() or path.read_bytes() != content:
        write_whole(path, content)


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file in one step that survives a power cut: write beside, sync, rename, sync the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.rename(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
