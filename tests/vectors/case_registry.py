"""Registry digests and status values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.vectors import world
from tests.vectors.case import Vector, verify


def cases() -> Iterator[Vector]:
    """Yield the vectors of this file."""
    yield from _missing()
    yield from _not_listed()
    yield from _status()
    yield from _revoked()
    yield from _beyond()


def _missing() -> Iterator[Vector]:
    sealed = world.seal()
    listed = world.held(sealed)
    index = listed["digests"]["index"]
    others = world.held(entries={0: world.filler(0)})["digests"]
    rows: list[tuple[str, Any]] = [
        ("none", None),
        ("shard-not-held", {"seq": 7, "index": index, "shards": {}}),
        ("shard-of-another-hash", {"seq": 7, "index": index, "shards": others["shards"]}),
        ("shard-cut", {"seq": 7, "index": index, "shards": {"0": "00" * 16}}),
        ("shard-empty", {"seq": 7, "index": index, "shards": {"0": ""}}),
        ("index-of-another-hash", others),
        ("index-empty-but-not-the-state-s", {"seq": 7, "index": "", "shards": {}}),
    ]
    for name, digests in rows:
        yield verify(
            f"digests-missing-{name}",
            f"No trusted shard: {name.replace('-', ' ')}.",
            "registry_missing",
            traps=("digests_missing",),
            states=[{**listed, "digests": digests}],
        )
    for name, status, code in (
        ("revoked", 1, "revoked"),
        ("replaced", 12, "replaced"),
        ("status-2", 2, "registry_missing"),
    ):
        yield verify(
            f"digests-missing-but-{name}",
            "Steps 6 and 7 still run.",
            code,
            traps=("digests_missing",),
            digests=None,
            statuses={world.IDX: status},
        )
    yield verify(
        "digests-missing-but-term-ended",
        "Steps 6 and 7 still run.",
        "term_ended",
        traps=("digests_missing",),
        digests=None,
        basis=1,
        published_day=world.DAY + 2,
    )


def _not_listed() -> Iterator[Vector]:
    sealed = world.seal()
    own = world.entry_of(world.sig_structure_of(sealed))
    statuses = {world.IDX: 0}
    yield verify(
        "digests-another-credential",
        "The registry lists another credential at the index.",
        "not_issued",
        traps=("digests_other_credential",),
        sealed=sealed,
        entries={world.IDX: world.filler(world.IDX)},
    )
    late = world.seal(world.claims(first_seq=900, issued_at=world.STATE_IAT))
    yield verify(
        "digests-another-credential-older",
        "Another credential at the index of an older registry.",
        "not_issued",
        traps=("digests_other_credential", "digests_older"),
        sealed=late,
        entries={world.IDX: world.filler(world.IDX)},
    )
    shifted = {world.IDX + 1: own}
    yield verify(
        "digests-at-the-next-index",
        "The registry lists it, but at the next index.",
        "not_issued",
        traps=("digests_other_credential",),
        sealed=sealed,
        entries=shifted,
        statuses=statuses,
    )
    for name, first_seq, issued_at, code in (
        ("in-time", 7, world.STATE_IAT, "not_issued"),
        ("long-ago", 3, world.ISSUED_AT, "not_issued"),
        ("later-seq", 8, world.STATE_IAT, "state_older_than_credential"),
        ("later-seq-3599-before", 8, world.STATE_IAT - 3599, "state_older_than_credential"),
        ("later-seq-3600-before", 8, world.STATE_IAT - 3600, "not_issued"),
        ("later-seq-after-the-state", 2**53 - 1, world.NOW, "state_older_than_credential"),
    ):
        sealed = world.seal(world.claims(first_seq=first_seq, issued_at=issued_at))
        yield verify(
            f"digests-zero-{name}",
            "The registry holds zero at the index.",
            code,
            traps=("digests_older",) if first_seq > 7 else (),
            sealed=sealed,
            entries={0: world.filler(0)},
            statuses=statuses,
        )
        yield verify(
            f"digests-no-shard-{name}",
            "The registry's index ends before the credential's shard.",
            code,
            traps=("digests_older",) if first_seq > 7 else (),
            sealed=sealed,
            entries={},
            statuses=statuses,
        )
    older = {**world.digests({world.IDX: own}, seq=5)}
    yield verify(
        "digests-older-but-listed",
        "Digests of an older state list it: present for good.",
        "valid",
        traps=("digests_older",),
        states=[{**world.held(world.seal()), "digests": older}],
    )
    older_zero = {**world.digests({0: world.filler(0)}, seq=5)}
    for name, claims, code in (
        ("before-claim-9", world.claims(first_seq=6, issued_at=world.STATE_IAT), "state_older_than_credential"),
        ("at-claim-9", world.claims(first_seq=5, issued_at=world.STATE_IAT), "not_issued"),
    ):
        made = world.seal(claims)
        yield verify(
            f"digests-older-{name}",
            "Digests of an older state hold zero.",
            code,
            traps=("digests_older",),
            sealed=made,
            states=[{**world.held(made), "digests": older_zero}],
        )


def _status() -> Iterator[Vector]:
    yield verify("replaced", "A newer credential of this carrier exists.", "replaced", statuses={world.IDX: 12})
    for value in (2, 4, 11, 15):
        yield verify(
            f"status-{value}",
            f"Status value {value} means nothing here.",
            "status_unknown",
            statuses={world.IDX: value},
        )
    for name, first_seq, issued_at, code in (
        ("in-time", 7, world.ISSUED_AT, "not_issued"),
        ("later-seq", 8, world.ISSUED_AT, "state_older_than_credential"),
    ):
        sealed = world.seal(world.claims(first_seq=first_seq, issued_at=issued_at))
        yield verify(
            f"status-fill-listed-{name}",
            "Listed by the registry, the status still says not issued.",
            code,
            sealed=sealed,
            statuses={world.IDX: 3},
        )
        yield verify(
            f"status-fill-no-digests-{name}",
            "No digests, the status says not issued.",
            "not_issued",
            sealed=sealed,
            digests=None,
            statuses={world.IDX: 3},
        )
    late = world.seal(world.claims(first_seq=8, issued_at=world.STATE_IAT))
    yield verify(
        "status-fill-no-digests-late",
        "No digests, the status says not issued, both may be late.",
        "registry_missing",
        traps=("digests_missing",),
        sealed=late,
        digests=None,
        statuses={world.IDX: 3},
    )
    for idx in (1023, 1024, 2**20 - 1, 2**20, 2**53 - 1):
        sealed = world.seal(world.claims(idx=idx))
        yield verify(
            f"index-{idx}",
            "An index at the list's end or beyond it.",
            "not_issued",
            traps=("index_out_of_range",),
            sealed=sealed,
            states=[world.held()],
        )
    for idx in (1024, 2**53 - 1):
        sealed = world.seal(world.claims(idx=idx, first_seq=8, issued_at=world.NOW))
        yield verify(
            f"index-{idx}-late",
            "An index beyond the list of an older state.",
            "state_older_than_credential",
            traps=("index_out_of_range",),
            sealed=sealed,
            states=[world.held()],
        )


def _revoked() -> Iterator[Vector]:
    told = {world.IDX: world.NOTICE, 0: world.NOTICE}
    revoked = {"statuses": {world.IDX: 1}}
    yield verify("revoked", "Revoked, no notices held.", "revoked", **revoked)
    yield verify("revoked-with-notice", "Revoked, with minute, kind and decree.", "revoked", notices=told, **revoked)
    yield verify(
        "revoked-other-notices",
        "Revoked, the notices speak of others.",
        "revoked",
        notices={0: world.NOTICE},
        **revoked,
    )
    yield verify("notice-without-status", "A notice alone revokes nothing.", "valid", notices=told)
    rows: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
        ("ended", {"basis": 1, "published_day": world.DAY + 2}, ("revoked_in_ended",)),
        (
            "ended-by-clock",
            {"basis": 1, "published_day": world.DAY + 6, "device_now": world.NOW + 80_000},
            ("revoked_in_ended",),
        ),
        ("annulled", {"basis": 3}, ("revoked_in_annulled",)),
        ("annulled-after-publication", {"basis": 3, "published_day": world.DAY + 2}, ("revoked_in_annulled",)),
        ("stale", {"device_now": world.NOW + 40 * 86_400}, ("revoked_in_stale",)),
        ("stale-ten-years", {"device_now": world.NOW + 3650 * 86_400}, ("revoked_in_stale",)),
        (
            "annulled-and-stale",
            {"basis": 3, "device_now": world.NOW + 90_000},
            ("revoked_in_annulled", "revoked_in_stale"),
        ),
    ]
    for name, changes, traps in rows:
        yield verify(
            f"revoked-in-{name}",
            f"Revoked, and the state is {name.replace('-', ' ')}.",
            "revoked",
            traps=traps,
            notices=told,
            **revoked,
            **changes,
        )
    yield verify(
        "replaced-in-stale",
        "Replaced at any age of the state.",
        "replaced",
        statuses={world.IDX: 12},
        device_now=world.NOW + 90_000,
    )
    future = world.claims(accreditation_day=world.DAY + 400)
    yield verify(
        "revoked-before-start", "Revoked before its term began.", "revoked", sealed=world.seal(future), **revoked
    )
    yield verify(
        "revoked-and-not-issued",
        "The registry lists another credential: the lowest red answers.",
        "not_issued",
        entries={world.IDX: world.filler(world.IDX)},
        traps=("digests_other_credential",),
        **revoked,
    )


def _beyond() -> Iterator[Vector]:
    sealed = world.seal(world.claims(idx=1500))
    entries = {0: world.filler(0), 1023: world.filler(1023), 1500: world.entry_of(world.sig_structure_of(sealed))}
    two_shards = world.held(entries=entries)
    yield verify(
        "second-shard", "The second shard and a list of 2,048 slots.", "valid", sealed=sealed, states=[two_shards]
    )
    only_first = {**two_shards["digests"], "shards": {"0": two_shards["digests"]["shards"]["0"]}}
    yield verify(
        "second-shard-not-held",
        "Only the first shard is held.",
        "registry_missing",
        traps=("digests_missing",),
        sealed=sealed,
        states=[{**two_shards, "digests": only_first}],
    )
