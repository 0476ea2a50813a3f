"""Election states: order, forks, other elections, envelopes, several held at once."""

from __future__ import annotations

from collections.abc import Iterator

from server.credential import cbor
from server.credential.election_state import protected_header
from tests.vectors import keys, world
from tests.vectors.case import Vector, open_state, verify

_OTHER = {"election": world.OTHER_ELECTION, "uri": f"{world.ISSUER}/s/{world.OTHER_ELECTION}", "prefix": "LK"}


def cases() -> Iterator[Vector]:
    """Yield the vectors of this file."""
    yield from _order()
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
