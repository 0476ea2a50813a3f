"""Claims that the profile refuses, content that disagrees, unknown profiles, document numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from server.credential import cbor
from server.credential.claims import to_payload
from tests.vectors import world
from tests.vectors.case import Vector, verify

_PHOTO = bytes(100)


def cases() -> Iterator[Vector]:
    """Yield the vectors of this file."""
    yield from _broken_claims()
    yield from _content()
    yield from _documents()


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
        *((f"null-identity-{key}", {f"k169_{key}": None}) for key in (16, 17, 19, 20)),
        ("null-cnf", {"k8": None}),
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
            f"claims-{name}",
            f"Claims, rightly signed: {name.replace('-', ' ')}.",
            "malformed",
            traps=("missing_or_extra_claim" if "without" in name or "extra" in name else "wrong_type_or_length",),
            sealed=world.seal_payload(changed(**edits)),
            states=[world.held()],
        )


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
        ("same", world.DOCUMENT, "green"),
        ("lower-case", "ab123456", "green"),
        ("punctuated", "AB-123.456 /", "green"),
        ("cyrillic-look-alikes", "АВ 123456", "green"),
        ("cyrillic-lower-case", "ав123456", "green"),
        ("full-width-dropped", "AB１123456", "green"),
        ("another", "AB 123457", "amber"),
        ("cyrillic-without-twin", "ДЖ 123456", "amber"),
        ("sharp-s", "ßAB123456", "green"),
        ("nothing-left", " -./ЖЯ", "green"),
        ("empty", "", "green"),
        ("lone-surrogate", "\ud800", "green"),
        ("very-long", "AB123456" * 2000, "amber"),
    ]
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
        "document-another-and-revoked",
        "Another document number beside a revocation.",
        "revoked",
        traps=("document_number",),
        document_number="X1",
        statuses={world.IDX: 1},
    )
