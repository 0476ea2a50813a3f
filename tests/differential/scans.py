"""Scanned texts: credentials changed, signed by the wrong key, broken in bytes, frame, compression or text."""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any, Final

from server.credential import base45, cbor, claims, cose
from tests.differential import wild_cbor
from tests.differential.worlds import DOCUMENTS, ISSUE_KEYS, ISSUER, NOW, ORIGINS, OTHER_KEYS, TODAY, World
from tests.vectors import keys

_NASTY_TEXTS: Final = (
    "",
    "\n",
    "HELLO",
    "https://o.example.kg",
    "https://o.example.kg/",
    "https://o.example.kg/V#",
    "http://localhost:8080/V#1",
    "https://evil.example/V#123",
    "http://[::1]/S#x",
    "HTTPſ://O.EXAMPLE.KG/V#1",
    "https://o.example.kg/V#01",
    "https://o.example.kg/S#123",
    "https://o.example.kg/s/prez-2027",
    "https://o.example.kg/V#١٢٣",
    "https://o.example.kg/V#" + "9" * 4296,
    "https://o.example.kg/V#" + "9" * 4297,
    "https://o.example.kg/V#" + "1" * 7089,
    "https://o.example.kg/V#" + "7" * 60_000,
    "https://o.example.kg:443/V#12",
    "https://user@o.example.kg/V#12",
    "//o.example.kg/V#12",
    "0" * 65_536,
    "0" * 65_538,
    "A" * 300_000,
    "https://a/b/V#1",
    "https://a?b/V#1",
    "https://a#/V#1",
    "https:///V#1",
    "https://o.example.kg/V#1\n",
    " https://o.example.kg/V#1",
    "https://o.example.\u212ag/V#1",
    "\ud800",
    "https://x/V#\udfff",
)


def make_scan(rng: Random, world: World) -> dict[str, Any]:
    """Return a scanned text, the moment, and perhaps a document number."""
    issued = rng.choice(world.issued)
    document = rng.choice((None, None, issued.document_number, issued.document_number.lower(), *DOCUMENTS, "", "№"))
    if rng.random() < 0.04:
        text = rng.choice(_NASTY_TEXTS)
    else:
        text = _to_text(_credential(rng, issued.sealed, issued.claims, world), rng)
        if rng.random() < 0.1:
            text = near_text(text, rng)
    return {"text": text, "device_now": device_now(rng, world), "document_number": document}


def _credential(rng: Random, sealed: bytes, own: claims.CredentialClaims, world: World) -> bytes:
    way = rng.random()
    if way < 0.4:
        return sealed
    if way < 0.46:
        return wild_cbor.flip(sealed, rng)
    if way < 0.5:
        return _other_signature(sealed, rng)
    if way < 0.85:
        own = _changed(own, rng, world)
    tree = cbor.decode(claims.to_payload(own))
    if rng.random() < 0.03:
        tree[-65801] = {1: rng.choice((0, 2, -1)), 3: rng.choice((own.election, "none", ""))}
    if way > 0.78:
        for _ in range(rng.choice((1, 1, 2))):
            tree = wild_cbor.edit(tree, rng)
    payload = wild_cbor.encode(tree, rng, wildness=rng.choice((0, 0, 0, 0.02, 0.05)))
    return sign1(rng, {1: -7}, payload, rng.choice((*ISSUE_KEYS * 6, *OTHER_KEYS)))


def _changed(own: claims.CredentialClaims, rng: Random, world: World) -> claims.CredentialClaims:
    """Return claims with one or two values changed, still well-formed."""
    changes: dict[str, Any] = {}
    iat = rng.choice([held.state.iat for held in world.states.values()] or [NOW])
    for _ in range(rng.choice((1, 2))):
        changes.update(
            rng.choice(
                (
                    {"idx": rng.choice((0, 1, 5, 1023, 1024, 2047, 2048, 2**20, 2**53 - 1))},
                    {"issued_at": NOW + rng.choice((-(10**8), -200_000, -199_999, -3600, -3601, 0, 1, 10**8))},
                    {
                        "issued_at": iat + rng.choice((-3601, -3600, -3599, 0, 1)),
                        "first_seq": rng.choice((6, 7, 413)),
                    },
                    {"accreditation_day": TODAY + rng.choice((-400, -1, 0, 1, 2))},
                    {"not_before": rng.choice((0, -1, NOW))},
                    {"first_seq": rng.choice((0, 5, 6, 7, 412, 413, 2**53 - 1))},
                    {"election": rng.choice(("prez-2027", "jk-2028", "Шайлоо", "__proto__", "constructor", "none"))},
                    {"uri": rng.choice((f"{ISSUER}/s/jk-2028", f"{ISSUER}/s/", "https://elsewhere/s/prez-2027"))},
                    {"issuer": rng.choice(("https://elsewhere", ISSUER + "/", ISSUER.upper()))},
                    {"number": rng.choice(("PR0001X", "ж"))},
                    {"document_country": "KAZ"},
                    {"name_latin": "x" * rng.choice((1, 200, 400))},
                )
            )
        )
    return replace(own, **changes)


def _other_signature(sealed: bytes, rng: Random) -> bytes:
    signature = sealed[-64:]
    other = rng.choice(
        (keys.high_s_twin(signature), bytes(64), bytes(32) + signature[32:], signature[:32] + bytes(32), b"\xff" * 64)
    )
    return sealed[:-64] + other


def sign1(rng: Random, headers: dict[int, Any], payload: bytes, key: str) -> bytes:
    """Return a COSE_Sign1 signed by a test key, its frame sometimes odd."""
    protected_tree = {**headers, 4: keys.kid(key)}
    unprotected: dict[Any, Any] = {}
    if rng.random() < 0.06:
        protected_tree, unprotected = rng.choice(
            (
                ({**protected_tree, 1: rng.choice((-8, -35, 5, None, "ES256"))}, {}),
                ({1: -7}, {4: keys.kid(key)}),
                ({**protected_tree, 2: [1]}, {}),
                (protected_tree, {1: -7}),
                (protected_tree, {99: 1}),
                ({}, {}),
                ({**protected_tree, 4: keys.kid(key)[:7]}, {}),
            )
        )
    wildness = rng.choice((0,) * 12 + (0.2,))
    protected = wild_cbor.encode(protected_tree, rng, wildness=wildness)
    entering = b"" if protected == b"\xa0" else protected
    signature = keys.sign(key, cose.sig_structure(entering, payload))
    if rng.random() < 0.03:
        signature = rng.choice((signature[:63], signature + b"\0", b"", signature[:32]))
    frame: list[Any] = [protected, unprotected, rng.choice((payload,) * 40 + (None,)), signature]
    if rng.random() < 0.02:
        frame = rng.choice((frame[:3], [*frame, None], [protected, None, payload, signature]))
    tag = rng.choice((b"\xd2",) * 60 + (b"", b"\xd8\x12", b"\xd8\x3d\xd2", b"\xd8\x62", b"\xd2\xd2", b"\xd1"))
    body = wild_cbor.encode(frame, rng, wildness=0.01 if rng.random() < 0.1 else 0)
    return tag + body + (b"\0" if rng.random() < 0.01 else b"")


def _to_text(sealed: bytes, rng: Random) -> str:
    if rng.random() < 0.15:
        return base45.encode(pack(sealed, rng))
    framed = b"\x02" + sealed if rng.random() < 0.2 else b"\x01" + pack(sealed, rng)
    if rng.random() < 0.02:
        framed = bytes([rng.randrange(256)]) + framed[1:]
    origin = rng.choice((*ORIGINS * 5, *(ORIGINS[0].upper(),) * 5, "HTTPS://o.EXAMPLE.kg", "https://other.example"))
    path = rng.choice("V" * 30 + "Sv")
    return f"{origin}/{path}#{_decimal(int.from_bytes(framed, 'big'))}"


def _decimal(number: int) -> str:
    """Return the digits, beyond the interpreter's limit too."""
    if number < 10**4000:
        return str(number)
    high, low = divmod(number, 10**4000)
    return _decimal(high) + str(low).zfill(4000)


def pack(data: bytes, rng: Random) -> bytes:
    """Return a zlib stream of the data, now and then a wrong one."""
    packer = zlib.compressobj(rng.choice((0, 1, 6, 9)), zlib.DEFLATED, rng.choice((9, 10, 12, 15, 15, 15)))
    stream = packer.compress(data) + packer.flush()
    way = rng.random()
    if way < 0.93:
        return stream
    if way < 0.95:
        return wild_cbor.flip(stream, rng)
    return _odd_stream(stream, data, rng)


def _odd_stream(stream: bytes, data: bytes, rng: Random) -> bytes:
    """Return a stream that no strict reader takes, or one at its bound."""
    way = rng.randrange(9)
    if way == 0:
        return rng.choice((stream + b"\0", stream + stream))
    if way == 1:
        return rng.choice((stream[:-1], stream[:2], b""))
    if way == 2:
        return stream[:-4] + bytes(4)
    if way == 3:
        return bomb(rng.choice((16_384, 16_385, 524_288, 524_289, 10_000_000)))
    if way == 4:
        return rng.choice((b"\x18\x95", b"\x78\xbb", b"\x78\x9d", b"\x88\x1c", b"\x79\x9c", b"\x08\x1d")) + stream[2:]
    if way == 5:
        return zlib.compress(data, wbits=rng.choice((31, -15)))
    return zlib.compress(data[:16_384] + bytes(max(0, 16_384 - len(data) + (way == 6))))


@cache
def bomb(size: int) -> bytes:
    """Return a zlib stream of that many zeros."""
    return zlib.compress(bytes(size), 9)


def near_text(text: str, rng: Random) -> str:
    """Return a text with a change somewhere."""
    at = rng.randrange(len(text) + 1)
    way = rng.randrange(8)
    if way == 0:
        return text[:at] + rng.choice("0123456789AZaz#/: %\n٣ſ") + text[at:]
    if way == 1:
        return text[:at] + text[at + 1 :]
    if way == 2:
        return text[:at]
    if way == 3:
        return text.lower() if rng.random() < 0.5 else text.upper()
    if way == 4:
        return text.replace("#", rng.choice(("#0", "", "##", "?", "#+", "%23")), 1)
    if way == 5:
        return rng.choice((" ", "\ufeff", "x")) + text
    if way == 6:
        return text + rng.choice(("\n", " ", "\r", "٣", "0"))
    digit = rng.choice("0123456789")
    return text[:at] + digit + text[at + 1 :]


def device_now(rng: Random, world: World) -> int:
    """Return what the device's clock says, at a boundary more often than not."""
    moments = [NOW, world.trust.floor - 300, world.trust.floor - 301, NOW - 315_000_000, NOW + 315_000_000]
    for held in world.states.values():
        state = held.state
        moments += [state.iat, state.exp - 1, state.exp]
        if state.published_day is not None:
            moments += [claims.start_of_day(state.published_day + 1) + delta for delta in (-1, 0)]
    moments += [claims.start_of_day(TODAY + 1) + delta for delta in (-1, 0)]
    return rng.choice(moments) if rng.random() < 0.6 else NOW + rng.randrange(-100, 100)
