"""What a state says: its claims one by one, and its list of statuses."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import Any

from server.credential import cbor, checkpoint
from server.credential.checkpoint import Checkpoint
from tests.vectors import world
from tests.vectors.case import Vector, open_state

_OTHER_URI = f"{world.ISSUER}/s/{world.OTHER_ELECTION}"


def cases() -> Iterator[Vector]:
    """Yield the vectors of this file."""
    yield from _claims()
    yield from _lists()


def _claims() -> Iterator[Vector]:
    rows: list[tuple[str, dict[int | str, Any], dict[int, Any]]] = [
        ("uri-elsewhere", {2: "https://evil.example/s/president-2025"}, {}),
        ("uri-of-another-election", {2: _OTHER_URI}, {}),
        ("uri-longer", {2: world.URI + "/"}, {}),
        ("exp-negative", {4: -1}, {}),
        ("ttl-text", {65534: "900"}, {}),
        ("extra-claim", {1: world.ISSUER}, {}),
        ("election-empty", {}, {1: ""}),
        ("election-with-slash", {2: f"{world.ISSUER}/s/a/b"}, {1: "a/b"}),
        ("seq-negative", {}, {2: -1}),
        ("previous-16-bytes", {}, {3: bytes(16)}),
        ("previous-null", {}, {3: None}),
        ("opens-null", {}, {4: None}),
        ("voting-days-integer", {}, {5: world.VOTING_DAY}),
        ("voting-days-text", {}, {5: ["2025-11-30"]}),
        ("repeat-days-null", {}, {6: None}),
        ("publication-with-basis-0", {}, {7: world.DAY}),
        ("publication-with-basis-2", {}, {7: world.DAY, 13: 2}),
        ("no-publication-with-basis-1", {}, {13: 1}),
        ("registry-hash-32-bytes", {}, {8: bytes(32)}),
        ("checkpoint-integer", {}, {9: 1}),
        ("root-version-null", {}, {10: None}),
        ("regulation-hash-text", {}, {11: "197"}),
        ("notices-hash-15-bytes", {}, {12: bytes(15)}),
        ("basis-4", {}, {13: 4}),
        ("basis-negative", {}, {13: -1}),
        ("prefix-one-letter", {}, {14: "P"}),
        ("prefix-ends-with-digit", {}, {14: "PR1"}),
        ("prefix-lower-case", {}, {14: "pr"}),
        ("extra-observer", {}, {15: 1}),
    ]
    for name, changes, observer in rows:
        claims = world.state_claims()
        claims.update(changes)
        claims[-65802].update(observer)
        yield open_state(
            f"state-claims-{name}", f"Rightly signed: {name.replace('-', ' ')}.", "state_malformed",
            traps=("missing_or_extra_claim" if "extra" in name else "wrong_type_or_length",),
            token=world.seal_state_payload(cbor.encode(claims)),
        )  # fmt: skip
    for key in (2, 4, 6, 65533, 65534, -65802):
        claims = world.state_claims()
        del claims[key]
        yield open_state(
            f"state-without-{key}",
            f"Without claim {key}.",
            "state_malformed",
            traps=("missing_or_extra_claim",),
            token=world.seal_state_payload(cbor.encode(claims)),
        )
    for key in range(1, 15):
        claims = world.state_claims()
        del claims[-65802][key]
        yield open_state(
            f"state-without-observer-{key}",
            f"Without observer claim {key}.",
            "state_malformed",
            traps=("missing_or_extra_claim",),
            token=world.seal_state_payload(cbor.encode(claims)),
        )
    every = world.state(checkpoint=b"log", basis=1, published_day=world.DAY, voting_days=(), repeat_days=(1, 2))
    yield open_state(
        "state-every-claim", "Checkpoint, publication day, no voting days.", "accepted", token=world.token(every)
    )
    told = checkpoint.encode(Checkpoint(1_000_000, hashlib.sha256(b"leaf").digest()))
    yield open_state(
        "state-act-log-checkpoint",
        "Claim 9 as the publisher writes it: [number of acts, last leaf].",
        "accepted",
        token=world.token(world.state(checkpoint=told)),
    )


def _lists() -> Iterator[Vector]:
    fill = b"\x33"
    rows: list[tuple[str, Any, str, tuple[str, ...]]] = [
        ("2-20-slots", {"bits": 4, "lst": zlib.compress(fill * 524_288, 9)}, "accepted", ()),
        ("more-than-2-20", {"bits": 4, "lst": zlib.compress(fill * 524_800, 9)}, "state_malformed", ("zlib_bomb",)),
        ("bomb-20m", {"bits": 4, "lst": zlib.compress(bytes(20_000_000), 9)}, "state_malformed", ("zlib_bomb",)),
        (
            "trailing-byte",
            {"bits": 4, "lst": zlib.compress(fill * 512) + b"\x00"},
            "state_malformed",
            ("zlib_trailing",),
        ),
        ("cut", {"bits": 4, "lst": zlib.compress(fill * 512)[:-1]}, "state_malformed", ("zlib_damaged",)),
        ("1023-slots", {"bits": 4, "lst": zlib.compress(fill * 511)}, "state_malformed", ()),
        ("no-slots", {"bits": 4, "lst": zlib.compress(b"")}, "state_malformed", ()),
        ("bits-8", {"bits": 8, "lst": zlib.compress(fill * 512)}, "state_malformed", ()),
        (
            "aggregation-uri",
            {"bits": 4, "lst": zlib.compress(fill * 512), "aggregation_uri": "x"},
            "state_malformed",
            ("missing_or_extra_claim",),
        ),
        ("lst-text", {"bits": 4, "lst": "x"}, "state_malformed", ("wrong_type_or_length",)),
    ]
    for name, entry, code, traps in rows:
        claims = world.state_claims()
        claims[65533] = entry
        yield open_state(
            f"state-list-{name}",
            f"Status list: {name.replace('-', ' ')}.",
            code,
            traps=traps,
            token=world.seal_state_payload(cbor.encode(claims)),
        )
