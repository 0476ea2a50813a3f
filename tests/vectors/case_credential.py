"""Genuine credentials: carriers, letters, signatures and flipped bits."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from server.credential import cbor
from server.credential.claims import to_payload
from tests.vectors import keys, world
from tests.vectors.case import Vector, verify

_PHOTO = bytes.fromhex("524946462c0000005745425056503820") + bytes(range(200))


def cases() -> Iterator[Vector]:
    """Yield the vectors of this file."""
    yield from _carriers()
    yield from _letters()
    yield from _signatures()
    yield from _flips()


def _carriers() -> Iterator[Vector]:
    yield verify("paper", "An ordinary paper credential.", "valid")
    yield verify("portrait", "With a face.", "valid", sealed=world.seal(world.claims(photo=_PHOTO)))
    yield verify(
        "phone", "Bound to a phone's key.", "valid", sealed=world.seal(world.claims(holder_key=b"\x11" * 32))
    )
    every = world.claims(photo=_PHOTO, holder_key=b"\x22" * 32, name_cyrillic="МАРИЯ ГОНСАЛЕС", language="rus")
    yield verify("every-claim", "Every optional claim at once.", "valid", sealed=world.seal(every))
    yield verify(
        "issued-in-the-same-second",
        "iat equal to the state's.",
        "valid",
        sealed=world.seal(world.claims(issued_at=world.STATE_IAT)),
    )
    for days in (1, 3650):
        future = world.claims(issued_at=world.NOW + days * 86_400)
        yield verify(
            f"future-iat-{days}",
            "Issued in the future by every clock here, yet the registry lists it.",
            "valid",
            traps=("future_iat",),
            sealed=world.seal(future),
        )
    unlisted = world.seal(world.claims(issued_at=world.NOW + 86_400, first_seq=9))
    yield verify(
        "future-iat-not-listed",
        "Issued in the future and not listed by an older registry.",
        "state_older_than_credential",
        traps=("future_iat",),
        sealed=unlisted,
        states=[world.held()],
    )
    zero = world.claims(number="PR0000A", idx=0)
    yield verify(
        "index-zero",
        "Index 0, an even slot; any text may be the number.",
        "valid",
        sealed=world.seal(zero),
        entries={0: world.entry_of(world.sig_structure_of(world.seal(zero)))},
    )


def _letters() -> Iterator[Vector]:
    nfd = unicodedata.normalize("NFD", "ЙОЗЕФ Ё́ КАЙЫРБЕК")
    rows: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
        ("kyrgyz", {"name_cyrillic": "ҢӨҮ ңөү ҮМҮТ ӨЗГӨН", "language": "kir"}, ("kyrgyz_letters",)),
        (
            "kyrgyz-organisation",
            {"organisation": "Шайлоону көзөмөлдөө боюнча ойдон чыгарылган уюм"},
            ("kyrgyz_letters",),
        ),
        ("nfc", {"name_latin": "JOSÉ ŽIŽKA", "name_cyrillic": "ЙОЗЕФ", "language": "rus"}, ("nfc_nfd",)),
        (
            "nfd",
            {"name_latin": unicodedata.normalize("NFD", "JOSÉ ŽIŽKA"), "name_cyrillic": nfd, "language": "rus"},
            ("nfc_nfd",),
        ),
        (
            "right-to-left",
            {"name_latin": "\u202eAIRAM", "organisation": "\u0645\u0631\u0627\u0642\u0628 \u2066x\u2069"},
            ("right_to_left",),
        ),
        ("hebrew", {"name_latin": "\u05de\u05e9\u05d4 COHEN\u200f"}, ("right_to_left",)),
        (
            "control",
            {"name_latin": "A\u0000B\u0007C\u001bD", "organisation": "line\r\nbreak\ttab"},
            ("control_characters",),
        ),
        ("zero-width", {"name_latin": "A\u200bB\ufeffC\u2028D"}, ("control_characters",)),
        ("byte-order-mark-first", {"name_latin": "\ufeffMARIA"}, ("control_characters",)),
        ("emoji", {"name_latin": "\U0001f5f3\ufe0f \U0001d4dc"}, ()),
        ("longest-ascii", {"name_latin": "N" * 400, "organisation": "O" * 400}, ("long_names",)),
        ("longest-cyrillic", {"name_cyrillic": "Ң" * 200, "language": "kir"}, ("long_names",)),
        ("longest-astral", {"name_latin": "\U0001d4dc" * 100}, ("long_names",)),
        ("one-letter", {"name_latin": "O", "organisation": "U", "category": "c", "regulation": "1"}, ()),
        ("markup", {"name_latin": "<img src=x onerror=alert(1)>", "organisation": "{{7*7}}"}, ()),
    ]
    for name, changes, traps in rows:
        sealed = world.seal(world.claims(**changes))
        yield verify(f"letters-{name}", f"Letters: {name.replace('-', ' ')}.", "valid", traps=traps, sealed=sealed)
    for name, value in (("ascii", "N" * 401), ("cyrillic", "Ң" * 200 + "N"), ("astral", "\U0001d4dc" * 101)):
        short = cbor.text("MARIA GONZALEZ FERNANDEZ")
        payload = to_payload(world.claims()).replace(short, cbor.text(value))
        yield verify(
            f"letters-too-long-{name}",
            "A name of more than 400 bytes.",
            "malformed",
            traps=("long_names",),
            sealed=world.seal_payload(payload),
            states=[world.held()],
        )


def _signatures() -> Iterator[Vector]:
    sealed = world.seal()
    body, signature = sealed[:-64], sealed[-64:]
    order = keys.ORDER.to_bytes(32, "big")
    rows: list[tuple[str, bytes, str, tuple[str, ...]]] = [
        ("high-s", body + keys.high_s_twin(signature), "valid", ("high_s",)),
        ("all-zero", body + bytes(64), "signature_invalid", ("zero_signature",)),
        ("r-zero", body + bytes(32) + signature[32:], "signature_invalid", ("zero_signature",)),
        ("s-zero", body + signature[:32] + bytes(32), "signature_invalid", ("zero_signature",)),
        ("r-is-order", body + order + signature[32:], "signature_invalid", ()),
        ("s-is-order", body + signature[:32] + order, "signature_invalid", ()),
        ("all-ones", body + b"\xff" * 64, "signature_invalid", ()),
        ("swapped", body + signature[32:] + signature[:32], "signature_invalid", ()),
        ("of-another", body + world.seal(world.claims(name_latin="OTHER"))[-64:], "signature_invalid", ()),
        ("63-bytes", body[:-2] + b"\x58\x3f" + signature[:63], "malformed", ("truncated_signature",)),
        ("empty", body[:-2] + b"\x40", "malformed", ("truncated_signature",)),
        ("65-bytes", body[:-2] + b"\x58\x41" + signature + b"\x00", "malformed", ("truncated_signature",)),
        ("cut", body + signature[:32], "malformed", ("truncated_signature",)),
    ]
    for name, changed, code, traps in rows:
        yield verify(
            f"signature-{name}",
            f"Signature: {name.replace('-', ' ')}.",
            code,
            traps=traps,
            sealed=changed,
            states=[world.held(sealed)],
        )
    other = world.seal(key="outsider")
    swapped = other[:8] + keys.kid("issue") + other[16:]
    yield verify(
        "signature-by-outsider", "Another key's signature under our kid.", "signature_invalid", sealed=swapped
    )
    twin = body + keys.high_s_twin(signature)
    yield verify(
        "signature-high-s-revoked",
        "The high-s twin of a revoked credential is revoked as well.",
        "revoked",
        traps=("high_s",),
        sealed=twin,
        states=[world.held(sealed, statuses={world.IDX: 1})],
    )


def _flips() -> Iterator[Vector]:
    sealed = world.seal()
    rows = (
        (0, 0, "malformed"),
        (2, 3, "malformed"),
        (4, 1, "malformed"),
        (6, 0, "malformed"),
        (17, 5, "malformed"),
        (8, 7, "signature_invalid"),
        (15, 0, "signature_invalid"),
        (19, 0, "malformed"),
        (26, 0, "signature_invalid"),
        (100, 0, "signature_invalid"),
        (-1, 0, "signature_invalid"),
        (-33, 7, "signature_invalid"),
        (-65, 0, "malformed"),
        (-66, 6, "malformed"),
        (-67, 0, "signature_invalid"),
    )
    for position, bit, code in rows:
        changed = bytearray(sealed)
        changed[position] ^= 1 << bit
        yield verify(
            f"flip-{position}-{bit}",
            f"Bit {bit} of byte {position} flipped.",
            code,
            traps=("flipped_bit",),
            sealed=bytes(changed),
            states=[world.held(sealed)],
        )
