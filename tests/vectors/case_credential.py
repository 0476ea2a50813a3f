"""Genuine credentials, their claims' limits, letters, signatures and flipped bits."""

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
    yield from _broken_claims()
    yield from _content()
    yield from _documents()


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
            f"future-iat-{days}", "Issued in the future by every clock here, yet the registry lists it.", "valid",
            traps=("future_iat",), sealed=world.seal(future),
        )  # fmt: skip
    unlisted = world.seal(world.claims(issued_at=world.NOW + 86_400, first_seq=9))
    yield verify(
        "future-iat-not-listed", "Issued in the future and not listed by an older registry.", "state_older_than_credential",
        traps=("future_iat",), sealed=unlisted, states=[world.held()],
    )  # fmt: skip
    zero = world.claims(number="PR0000A", idx=0)
    yield verify(
        "index-zero", "Index 0, an even slot; any text may be the number.", "valid", sealed=world.seal(zero),
        entries={0: world.entry_of(world.sig_structure_of(world.seal(zero)))},
    )  # fmt: skip


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
            f"letters-too-long-{name}", "A name of more than 400 bytes.", "malformed", traps=("long_names",),
            sealed=world.seal_payload(payload), states=[world.held()],
        )  # fmt: skip


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
        "signature-high-s-revoked", "The high-s twin of a revoked credential is revoked as well.", "revoked",
        traps=("high_s",), sealed=twin, states=[world.held(sealed, statuses={world.IDX: 1})],
    )  # fmt: skip


def _flips() -> Iterator[Vector]:
    sealed = world.seal()
    rows = (
        (0, 0, "malformed"), (2, 3, "malformed"), (4, 1, "malformed"), (6, 0, "malformed"), (17, 5, "malformed"),
        (8, 7, "signature_invalid"), (15, 0, "signature_invalid"), (19, 0, "malformed"),
        (26, 0, "signature_invalid"), (100, 0, "signature_invalid"), (-1, 0, "signature_invalid"),
        (-33, 7, "signature_invalid"), (-65, 0, "malformed"), (-66, 6, "malformed"), (-67, 0, "signature_invalid"),
    )  # fmt: skip
    for position, bit, code in rows:
        changed = bytearray(sealed)
        changed[position] ^= 1 << bit
        yield verify(
            f"flip-{position}-{bit}", f"Bit {bit} of byte {position} flipped.", code, traps=("flipped_bit",),
            sealed=bytes(changed), states=[world.held(sealed)],
        )  # fmt: skip


def _broken_claims() -> Iterator[Vector]:
    def changed(**edits: Any) -> bytes:
        decoded = cbor.decode(
            to_payload(world.claims(photo=_PHOTO, holder_key=b"\x11" * 32, name_cyrillic="А", language="kir"))
        )
        for path, value in edits.items():
            target = decoded
            *parents, last = (int(part) if part.lstrip("m").isdigit() else part for part in path[1:].split("_"))
            for parent in parents:
                target = target[_key(parent)]
            if value is _GONE:
                del target[_key(last)]
            else:
                target[_key(last)] = value
        return cbor.encode(decoded)

    rows: list[tuple[str, dict[str, Any]]] = [
        *((f"without-{key}", {f"k{key}": _GONE}) for key in (1, 5, 6, 7, 169, 65535)),
        ("without-observer", {"kmo": _GONE}),
        *((f"without-identity-{key}", {f"k169_{key}": _GONE}) for key in (1, 3, 4, 13, 16, 17, 19, 20)),
        *((f"without-observer-{key}", {f"kmo_{key}": _GONE}) for key in (1, 2, 3, 4, 5, 6, 7, 8, 9)),
        ("exp-present", {"k4": world.NOW + 1}),
        ("extra-identity", {"k169_5": "x"}),
        ("extra-observer", {"kmo_10": 1}),
        ("issuer-bytes", {"k1": b"x"}),
        ("cti-7-bytes", {"k7": bytes(7)}),
        ("cti-text", {"k7": "12345678"}),
        ("cnf-31-bytes", {"k8": {3: bytes(31)}}),
        ("cnf-empty", {"k8": {}}),
        ("cnf-key", {"k8": {1: {1: 2}}}),
        ("language-fra", {"k169_3": "fra"}),
        ("second-language-eng", {"k169_20": "eng"}),
        ("citizenship-two-letters", {"k169_13": "ES"}),
        ("citizenship-lower-case", {"k169_13": "esp"}),
        ("citizenship-newline", {"k169_13": "ES\n"}),
        ("photo-empty", {"k169_16": b""}),
        ("photo-format-1", {"k169_17": 1}),
        ("status-negative", {"k65535": {"status_list": {"idx": -1, "uri": world.URI}}}),
        ("status-extra", {"k65535": {"status_list": {"idx": 1, "uri": world.URI, "x": 1}}}),
        ("status-other-kind", {"k65535": {"identifier_list": {"id": b"x", "uri": world.URI}}}),
        ("profile-text", {"kmo_1": "1"}),
        ("commitment-3-bytes", {"kmo_7": b"abc"}),
        ("category-integer", {"kmo_5": 1}),
        ("regulation-integer", {"kmo_8": 2021}),
        ("seq-negative", {"kmo_9": -1}),
        ("day-negative", {"kmo_4": -1}),
        ("document-country-digits", {"kmo_6": "123"}),
    ]
    for name, edits in rows:
        yield verify(
            f"claims-{name}", f"Claims, rightly signed: {name.replace('-', ' ')}.", "malformed",
            traps=("missing_or_extra_claim" if "without" in name or "extra" in name else "wrong_type_or_length",),
            sealed=world.seal_payload(changed(**edits)), states=[world.held()],
        )  # fmt: skip


_GONE: Any = object()


def _key(part: int | str) -> int | str:
    return -65801 if part == "mo" else part


def _content() -> Iterator[Vector]:
    day = world.DAY
    rows: list[tuple[str, dict[str, Any], str]] = [
        ("other-issuer", {"issuer": "https://evil.example"}, "malformed"),
        ("issuer-with-slash", {"issuer": world.ISSUER + "/"}, "malformed"),
        ("issuer-upper-case", {"issuer": world.ISSUER.upper()}, "malformed"),
        ("other-issuer-unknown-election", {"issuer": "https://evil.example", "election": "x"}, "malformed"),
        ("nbf-one-second-late", {"not_before": day * 86_400 - 21_599}, "malformed"),
        ("nbf-in-utc", {"not_before": day * 86_400}, "malformed"),
        ("nbf-negative", {"not_before": -1}, "malformed"),
        ("uri-of-another-election", {"uri": f"{world.ISSUER}/s/{world.OTHER_ELECTION}"}, "malformed"),
        ("uri-longer", {"uri": f"{world.URI}/"}, "malformed"),
        (
            "unknown-election",
            {"election": "referendum-2031", "uri": f"{world.ISSUER}/s/referendum-2031"},
            "election_unknown",
        ),
        ("election-unlike-uri", {"election": "referendum-2031"}, "election_unknown"),
    ]
    for name, changes, code in rows:
        sealed = world.seal(world.claims(**changes))
        yield verify(
            f"content-{name}",
            f"Rightly signed, content: {name.replace('-', ' ')}.",
            code,
            traps=("content_disagrees",),
            sealed=sealed,
        )
    yield verify("no-state", "Genuine, but no state of any election is held.", "election_unknown", states=[])
    only_iat = {6: world.ISSUED_AT, -65801: {1: 2, 3: world.ELECTION}}
    for name, claims in (
        ("two", only_iat),
        ("zero", {6: world.ISSUED_AT, -65801: {1: 0, 3: world.ELECTION}}),
        ("minus-one-unknown-election", {6: 0, "x": None, -65801: {1: -1, 3: "elsewhere", 99: [1, {"a": b""}]}}),
    ):
        sealed = world.seal_payload(cbor.encode(claims))
        yield verify(
            f"profile-{name}",
            "A profile this code does not know.",
            "profile_unknown",
            sealed=sealed,
            states=[world.held()],
        )
    for name, claims in (
        ("without-iat", {-65801: {1: 2, 3: world.ELECTION}}),
        ("iat-text", {6: "1", -65801: {1: 2, 3: world.ELECTION}}),
        ("without-election", {6: 1, -65801: {1: 2}}),
        ("null", {6: 1, -65801: {1: None, 3: world.ELECTION}}),
    ):
        sealed = world.seal_payload(cbor.encode(claims))
        yield verify(
            f"profile-{name}",
            "An unknown profile without what is always read.",
            "malformed",
            traps=("missing_or_extra_claim",),
            sealed=sealed,
            states=[world.held()],
        )
    broken = world.seal_payload(cbor.encode(only_iat))[:-1] + b"\x00"
    yield verify(
        "profile-bad-signature",
        "An unknown profile with a broken signature.",
        "signature_invalid",
        sealed=broken,
        states=[world.held()],
    )


def _documents() -> Iterator[Vector]:
    rows: list[tuple[str, str, str]] = [
        ("same", world.DOCUMENT, "green"), ("lower-case", "ab123456", "green"), ("punctuated", "AB-123.456 /", "green"),
        ("cyrillic-look-alikes", "АВ 123456", "green"), ("cyrillic-lower-case", "ав123456", "green"),
        ("full-width-dropped", "AB１123456", "green"), ("another", "AB 123457", "amber"),
        ("cyrillic-without-twin", "ДЖ 123456", "amber"), ("sharp-s", "ßAB123456", "green"),
        ("nothing-left", " -./ЖЯ", "green"), ("empty", "", "green"), ("lone-surrogate", "\ud800", "green"),
        ("very-long", "AB123456" * 2000, "amber"),
    ]  # fmt: skip
    for name, number, colour in rows:
        yield verify(
            f"document-{name}",
            f"Document number: {name.replace('-', ' ')}.",
            "valid",
            traps=("document_number",),
            document_number=number,
            colour=colour,
        )
    yield verify(
        "document-another-and-revoked", "Another document number beside a revocation.", "revoked",
        traps=("document_number",), document_number="X1", statuses={world.IDX: 1},
    )  # fmt: skip
