"""Where each published file lies, and which names a path may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ELECTION_ID: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
_HEX: Final = re.compile(r"[0-9a-f]{32}(?:[0-9a-f]{32})?")


def trust_file(root: Path) -> Path:
    """Return the one mutable entry that names all others; renamed into place last."""
    return root / "trust.json"


def anchor_file(root: Path) -> Path:
    """Return the public copy of the trust anchor."""
    return root / "trust_anchor.cbor"


def root_file(root: Path, version: int) -> Path:
    """Return the file of one version of the root."""
    return root / "roots" / f"{version}.cbor"


def state_file(root: Path, election: str) -> Path:
    """Return the file of an election's newest state."""
    return root / "states" / f"{_named(election)}.cwt"


def state_files(root: Path) -> list[Path]:
    """Return the files of all elections' newest states that are there."""
    return sorted((root / "states").glob("*.cwt"))


def registry_file(root: Path, election: str, digest: str) -> Path:
    """Return the file of an index (32 digits) or a shard (64 digits) of registry digests."""
    return root / "registry" / _named(election) / _hashed(digest)


def hashed_files(root: Path, election: str) -> Iterator[Path]:
    """Yield an election's files that are named by their hash: indices, shards and notices."""
    for kind in ("registry", "notices"):
        for path in (root / kind / _named(election)).glob("*"):
            if _HEX.fullmatch(path.name):
                yield path


def notices_file(root: Path, election: str, digest: str) -> Path:
    """Return the file of revocation notices (32 digits)."""
    return root / "notices" / _named(election) / _hashed(digest)


def elections_file(root: Path) -> Path:
    """Return the list of elections with titles and days."""
    return root / "elections.json"


def observers_file(root: Path, election: str) -> Path:
    """Return an election's public list."""
    return root / "observers" / f"{_named(election)}.json"


def statistics_file(root: Path, election: str) -> Path:
    """Return an election's public statistics."""
    return root / "statistics" / f"{_named(election)}.json"


def _named(election: str) -> str:
    if not ELECTION_ID.fullmatch(election) or ".." in election:
        raise ValueError(f"{election!r} is not an election's id")
    return election


def _hashed(digest: str) -> str:
    if not _HEX.fullmatch(digest):
        raise ValueError(f"{digest!r} is not a hash in lower-case hex")
    return digest
