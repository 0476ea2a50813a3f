"""Election states: order, forks, other elections, broken claims, several held at once."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from server.credential import cbor
from server.credential.election_state import protected_header
from tests.vectors import keys, world
from tests.vectors.case import Vector, open_state, verify

_OTHER = {"election": world.OTHER_ELECTION, "uri": f"{world.ISSUER}/s/{world.OTHER_ELECTION}", "prefix": "LK"}


def cases() -> Iterator[Vector]:
    """Yield the vectors of this file."""
    yield from _order()
    yield from _claims()
    yield from _lists()
    yield from _envelopes()
    yield from _several()


def _order() -> Iterator[Vector]:
    iat = world.STATE_IAT
    held = world.token(world.state())
    rows: list[tuple[str, bytes, str, tuple[str, ...]]] = [
        ("first", held, "accepted", ()),
        ("next", world.token(world.state(seq=8, iat=iat + 60)), "accepted", ()),
        ("next-same-second", world.token(world.state(seq=8)), "accepted", ()),
        ("far-ahead", world.token(world.state(seq=10**6, iat=iat + 60)), "accepted", ()),
        ("same", held, "accepted", ()),
        ("same-high-s", held[:-64] + keys.high_s_twin(held[-64:]), "accepted", ("high_s",)),
        ("older", world.token(world.state(seq=6, iat=iat - 60)), "state_older", ("state_older",)),
        ("older-seq-later-iat", world.token(world.state(seq=6, iat=iat + 60)), "state_older", ("state_older",)),
        ("newer-seq-earlier-iat", world.token(world.state(seq=8, iat=iat - 1)), "state_older", ("state_older",)),
        ("forked", world.token(world.state(statuses={5: 1})), "state_forked", ("state_forked",)),
        ("forked-later-iat", world.token(world.state(iat=iat + 1)), "state_forked", ("state_forked",)),
        (
            "of-another-election",
            world.token(world.state(seq=1, iat=iat - 9, **_OTHER)),
            "accepted",
            ("state_other_election",),
        ),
    ]
    for name, token, code, traps in rows:
        yield open_state(
            f"state-{name}",
            f"After state 7: {name.replace('-', ' ')}.",
            code,
            traps=traps,
            token=token,
            held=[] if name == "first" else [held],
        )
    sealed = world.seal()
    revoked = world.held(sealed, seq=8, iat=iat + 60, statuses={world.IDX: 1})
    good = world.held(sealed)
    yield verify(
        "replay-older-state",
        "An older state after the revoking one changes nothing.",
        "revoked",
        traps=("state_older",),
        states=[revoked, good],
    )
    yield verify("next-state-revokes", "The next state replaces the one before.", "revoked", states=[good, revoked])
    forked = world.held(sealed, statuses={world.IDX: 1})
    yield verify(
        "forked-state-refused",
        "A fork keeps the state held first.",
        "valid",
        traps=("state_forked",),
        states=[good, forked],
    )


def _claims() -> Iterator[Vector]:
    rows: list[tuple[str, dict[int | str, Any], dict[int, Any]]] = [
        ("uri-elsewhere", {2: "https://evil.example/s/president-2025"}, {}),
        ("uri-of-another-election", {2: _OTHER["uri"]}, {}),
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


def _envelopes() -> Iterator[Vector]:
    payload = cbor.encode(world.state_claims())
    kid = keys.kid("state")
    good = world.token(world.state())
    headers: list[tuple[str, bytes, tuple[str, ...]]] = [
        ("empty-map", b"\xa0", ("empty_protected_header",)),
        ("no-type", cbor.encode({1: -7, 4: kid}), ("extra_headers",)),
        ("other-type", cbor.encode({1: -7, 4: kid, 16: "application/cwt"}), ("extra_headers",)),
        ("alg-es512", cbor.encode({1: -36, 4: kid, 16: "application/statuslist+cwt"}), ("other_alg",)),
        ("alg-none", cbor.encode({1: 0, 4: kid, 16: "application/statuslist+cwt"}), ("alg_none",)),
        ("critical", cbor.encode({1: -7, 2: [16], 4: kid, 16: "application/statuslist+cwt"}), ("extra_headers",)),
    ]
    for name, protected, traps in headers:
        yield open_state(
            f"state-header-{name}",
            f"Protected header: {name.replace('-', ' ')}.",
            "state_malformed",
            traps=traps,
            token=world.seal_state_payload(payload, protected=protected),
        )
    header = protected_header(kid)
    signature = good[-64:]
    for name, token, code, trap in (
        ("tag-61-around", b"\xd8\x3d" + good, "state_malformed", "other_tag"),
        ("untagged", good[1:], "state_malformed", "other_tag"),
        ("trailing-byte", good + b"\x00", "state_malformed", "trailing_bytes"),
        ("cut", good[:-1], "state_malformed", "cut_short"),
        ("empty", b"", "state_malformed", "cut_short"),
        ("detached", cbor.encode(cbor.Tagged(18, [header, {}, None, signature])), "state_malformed", "null"),
        (
            "kid-unprotected",
            cbor.encode(cbor.Tagged(18, [cbor.encode({1: -7}), {4: kid}, payload, signature])),
            "state_malformed",
            "kid_unprotected",
        ),
        ("zero-signature", good[:-64] + bytes(64), "state_signature", "zero_signature"),
        (
            "63-byte-signature",
            cbor.encode(cbor.Tagged(18, [header, {}, payload, signature[:63]])),
            "state_malformed",
            "truncated_signature",
        ),
        ("a-credential", world.seal(), "state_malformed", "extra_headers"),
    ):
        yield open_state(
            f"state-envelope-{name}", f"Envelope: {name.replace('-', ' ')}.", code, traps=(trap,), token=token
        )
    for position in (-1, -67, -100):
        flipped = bytearray(good)
        flipped[position] ^= 1
        yield open_state(
            f"state-flip{position}",
            f"A bit of byte {position} flipped.",
            "state_signature",
            traps=("flipped_bit",),
            token=bytes(flipped),
        )


def _several() -> Iterator[Vector]:
    sealed = world.seal()
    other = world.held(**_OTHER)
    trap = ("several_elections",)
    yield verify(
        "several-elections",
        "Two elections held, the right one answers.",
        "valid",
        traps=trap,
        states=[other, world.held(sealed)],
    )
    yield verify(
        "several-elections-only-the-other",
        "Only another election's state is held.",
        "election_unknown",
        traps=(*trap, "state_other_election"),
        states=[other],
    )
    yield verify(
        "several-elections-other-revokes",
        "Another election's list says nothing about this one.",
        "valid",
        traps=trap,
        states=[world.held(statuses={world.IDX: 1}, **_OTHER), world.held(sealed)],
    )
    yield verify(
        "several-elections-ours-revokes",
        "This election's list counts.",
        "revoked",
        traps=trap,
        states=[
            world.held(sealed, statuses={world.IDX: 1}),
            world.held(entries={world.IDX: world.filler(1)}, **_OTHER),
        ],
    )
    local = world.claims(election=world.OTHER_ELECTION, uri=_OTHER["uri"], number="LK0041X")
    yield verify(
        "several-elections-second",
        "A credential of the other election.",
        "valid",
        traps=trap,
        sealed=world.seal(local),
        states=[world.held(sealed), world.held(world.seal(local), **_OTHER)],
    )
    mixed = world.claims(uri=_OTHER["uri"])
    yield verify(
        "several-elections-mixed",
        "The id of one election, the uri of another.",
        "malformed",
        traps=(*trap, "content_disagrees"),
        sealed=world.seal(mixed),
        states=[other, world.held()],
    )
