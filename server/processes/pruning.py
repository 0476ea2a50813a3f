"""Pruning: registry digests and notices leave the published folder when no state that anyone may hold names them.

A phone may show green under a state until its exp, and asks for what that state names. A day more is left to
phones that were handed an old state by another phone, to clocks that are wrong, and to caches that still answer
with the trust.json of yesterday. Every file is in the database besides, or follows from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from server.adapters.published.writer import PublishedWriter
from server.credential import notices, registry_digests
from server.credential.registry_digests import HASH_LENGTH
from server.usecases.ports import Queries

GRACE: Final = timedelta(hours=24)
EVERY: Final = timedelta(hours=1)


def prune(folder: Path, queries: Queries, elections: Iterable[str], *, now: datetime) -> int:
    """Remove what neither an election's newest state names nor one that was in force in the last 24 hours.

    To be called under the publication lock: a file that is named again must not go in between.
    Returns: how many files were removed.
    """
    removed = 0
    for election in elections:
        named = queries.named_files(election, expiring_after=now - GRACE)
        removed += PublishedWriter(folder).prune(election, keep=set(_digests(named)))
    return removed


def _digests(named: Iterable[tuple[bytes, bytes]]) -> Iterator[str]:
    """Yield the names of all files that states with these indices and notices name."""
    for index, noticed in named:
        yield registry_digests.index_hash(index).hex()
        yield notices.notices_hash(noticed).hex()
        yield from (index[at : at + HASH_LENGTH].hex() for at in range(0, len(index), HASH_LENGTH))
