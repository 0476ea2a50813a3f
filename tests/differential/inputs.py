"""Input number n of a seed: a scan, a typed number, a state, a root or raw bytes, mutated."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from random import Random
from typing import Any, Final

from server.credential import base45, cbor, certificate_number, election_state, root
from tests.differential import wild_cbor
from tests.differential.scans import bomb, device_now, make_scan, near_text, pack, sign1
from tests.differential.worlds import NOW, TODAY, World, draft_root, draft_state, seal_root
from tests.vectors import keys

_STATE_KEYS: Final = (
    "state",
    "state",
    "state-2",
    "state-2",
    "state-retired",
    "state-compromised",
    "issue",
    "root-1",
    "stranger",
)
_KINDS: Final = (
    ("verify",) * 11 + ("open_state",) * 4 + ("open_root",) * 2 + ("verify_number", "verify_number", "bytes")
)


def make_input(seed: int, number: int, worlds: Sequence[World]) -> dict[str, Any]:
    """Return an input as JSON values; `world` is the place of the world it is judged in."""
    rng = Random(f"{seed}/{number}")
    place = rng.randrange(len(worlds))
    kind = rng.choice(_KINDS)
    return {"kind": kind, "world": place, **_MAKERS[kind](rng, worlds[place])}


def _verify_number(rng: Random, world: World) -> dict[str, Any]:
    prefix = rng.choice(("PR", "PR", "JK1K", "ZZ", "P1"))
    typed = certificate_number.make(
        prefix if prefix != "P1" else "P1Q", rng.choice((*range(9), 1023, 1024, 99_999, 2**20 - 1))
    )
    if rng.random() < 0.5:
        typed = certificate_number.group(typed)
    if rng.random() < 0.3:
        typed = typed.lower().translate(str.maketrans("pk", "рк"))
    if rng.random() < 0.4:
        typed = near_text(typed, rng)
    if rng.random() < 0.03:
        typed = rng.choice(("", " " * 70 + typed, "٣" * 7, "PR00001A", "PR" + "0" * 62, "\ud800", "😀" * 40))
    return {"number": typed, "device_now": device_now(rng, world)}


def _open_state(rng: Random, world: World) -> dict[str, Any]:
    election, prefix = rng.choice((*(("prez-2027", "PR"), ("jk-2028", "JK1K")) * 5, ("a/b", "AB")))
    state = draft_state(
        rng,
        election=election,
        prefix=prefix,
        statuses={n: rng.choice((0, 1, 12)) for n in range(6)},
        registry_hash=bytes(16),
    )
    way = rng.random()
    if world.tokens and way < 0.25:
        token = rng.choice(world.tokens)
        if way < 0.15:
            token = wild_cbor.flip(token, rng)
    else:
        tree = cbor.decode(election_state.to_payload(state))
        if way < 0.4:
            tree = wild_cbor.edit(tree, rng)
        if way > 0.9:
            tree[65533] = {"bits": 4, "lst": _status_list(rng)}
        payload = wild_cbor.encode(tree, rng, wildness=rng.choice((0, 0, 0, 0.03)))
        token = sign1(rng, {1: -7, 16: election_state.CONTENT_TYPE}, payload, rng.choice(_STATE_KEYS))
    return {"data": token.hex(), "held": [_mark(rng, state) for _ in range(rng.randrange(4))]}


def _status_list(rng: Random) -> bytes:
    size = rng.choice((0, 1, 511, 512, 513, 1024, 5120))
    return (
        bomb(rng.choice((524_288, 524_289, 5_000_000))) if rng.random() < 0.05 else pack(rng.randbytes(1) * size, rng)
    )


def _mark(rng: Random, state: election_state.ElectionState) -> dict[str, Any]:
    return {
        "election": rng.choice((state.election, state.election, "jk-2028")),
        "kid": keys.kid(rng.choice(("state", "state-2", "state-compromised", "stranger"))).hex(),
        "seq": state.seq + rng.choice((-400, -1, 0, 0, 1)),
        "iat": state.iat + rng.choice((-1000, -1, 0, 1)),
        "digest": rng.choice((bytes(32), b"\1" * 32)).hex(),
    }


def _open_root(rng: Random, world: World) -> dict[str, Any]:
    custodians = rng.choice((("root-1", "root-2", "root-3"), ("root-2", "root-3", "root-4"), ("root-4", "root-5")))
    payload = root.to_payload(
        draft_root(rng.choice((1, 2, 2, 2, 3, 4)), iat=NOW - rng.choice((1, 10**7)), custodians=custodians)
    )
    if rng.random() < 0.4:
        payload = wild_cbor.encode(wild_cbor.edit(cbor.decode(payload), rng), rng, wildness=rng.choice((0, 0.02)))
    names = ("root-1", "root-1", "root-2", "root-3", "root-4", "root-5", "stranger", "issue")
    every = ("root-1", "root-2", *custodians)
    sealed = seal_root(
        payload, tuple(rng.choices(names, k=rng.choice((0, 1, 2, 3, 4)))) if rng.random() < 0.6 else every
    )
    way = rng.random()
    if way < 0.15:
        sealed = wild_cbor.flip(sealed, rng)
    elif way < 0.35:
        outer = cbor.decode(sealed)
        sealed = b"\xd8\x62" + wild_cbor.encode(wild_cbor.edit(outer.value, rng), rng, wildness=rng.choice((0, 0.02)))
    elif way < 0.4:
        sealed = world.root_bytes
    return {"data": sealed.hex(), "held": rng.random() < 0.7}


def _bytes(rng: Random, world: World) -> dict[str, Any]:
    """Return raw bytes for the decoders alone."""
    way = rng.random()
    if way < 0.7:
        data = wild_cbor.encode(wild_cbor.random_value(rng), rng, wildness=rng.choice((0, 0.1, 0.5)))
    elif way < 0.9:
        data = rng.randbytes(rng.randrange(12))
    else:
        data = b"\x81" * rng.choice((5, 6, 7, 10_000)) + b"\x00"
    text = base64.b64encode(data).decode() if rng.random() < 0.2 else base45.encode(data)
    if rng.random() < 0.4:
        text = "".join(rng.choices("09AGW$%*+-./:a", k=rng.choice((1, 2, 3, 5, 6))))
    return {"data": data.hex(), "base45": text, "notices": _notices(rng).hex()}


def _notices(rng: Random) -> bytes:
    tree = {n: [NOW, rng.choice(("V1", "V2", "V3", "W1", "W2", "W3")), "№ 7", TODAY] for n in range(rng.randrange(3))}
    return wild_cbor.encode(wild_cbor.edit(tree, rng) if rng.random() < 0.6 else tree, rng, wildness=0.01)


_MAKERS: Final = {
    "verify": make_scan,
    "verify_number": _verify_number,
    "open_state": _open_state,
    "open_root": _open_root,
    "bytes": _bytes,
}
