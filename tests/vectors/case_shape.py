"""Texts, zlib, envelopes and every rule of the CBOR subset broken, in credentials and in states."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from server.credential import base45, cbor, qr_text
from server.credential.claims import to_payload
from server.credential.election_state import to_payload as state_payload
from tests.vectors import keys, world
from tests.vectors.case import Vector, open_state, verify

_GOOD = world.ISSUER.upper() + "/V#"


def cases() -> Iterator[Vector]:
    """Yield the vectors of this file."""
    yield from _texts()
    yield from _zlib()
    yield from _envelopes()
    yield from _cbor()


def _texts() -> Iterator[Vector]:
    sealed = world.seal()
    digits = qr_text.to_digits(sealed)
    base = base45.encode(zlib.compress(sealed, 9))
    rows: list[tuple[str, str, str, tuple[str, ...]]] = [
        ("lower-case-url", f"{world.ISSUER}/V#{digits}", "valid", ("lower_case_url",)),
        ("mixed-case-url", f"hTTps://O.shailoo.GOV.kg/V#{digits}", "valid", ("lower_case_url",)),
        ("second-origin", f"HTTPS://OBSERVERS.EXAMPLE.KG/V#{digits}", "valid", ()),
        ("base45", base, "valid", ()),
        ("kelvin-sign-in-origin", f"https://o.shailoo.gov.\u212ag/V#{digits}", "other_host", ("other_host",)),
        ("other-host", f"HTTPS://EVIL.EXAMPLE/V#{digits}", "other_host", ("other_host",)),
        ("other-host-state", "https://evil.example/S#12", "other_host", ("other_host",)),
        ("other-host-empty", "HTTPS://EVIL.EXAMPLE/V#", "other_host", ("other_host",)),
        ("origin-as-user", f"https://o.shailoo.gov.kg@evil.example/V#{digits}", "other_host", ("other_host",)),
        ("other-port", f"{world.ISSUER}:8443/V#{digits}", "other_host", ("other_host",)),
        ("other-host-longer-path", f"https://evil.example/a/V#{digits}", "not_a_credential", ("other_path",)),
        ("other-scheme", f"HTTP://O.SHAILOO.GOV.KG/V#{digits}", "other_host", ("other_scheme",)),
        ("ftp-scheme", f"ftp://o.shailoo.gov.kg/V#{digits}", "not_a_credential", ("other_scheme",)),
        ("lower-case-path", f"{world.ISSUER}/v#{digits}", "malformed", ("other_path",)),
        ("other-path", f"{world.ISSUER}/X#{digits}", "malformed", ("other_path",)),
        ("path-with-query", f"{world.ISSUER}/V?x=1#{digits}", "malformed", ("other_path",)),
        ("path-with-slash", f"{world.ISSUER}/V/#{digits}", "malformed", ("other_path",)),
        ("state-path", f"{world.ISSUER}/S#{digits}", "not_a_credential", ("other_path",)),
        ("origin-alone", world.ISSUER, "not_a_credential", ("other_path",)),
        ("origin-with-slash", world.ISSUER + "/", "malformed", ("other_path",)),
        ("no-digits", _GOOD, "malformed", ("cut_short",)),
        ("leading-zero", f"{_GOOD}0{digits}", "malformed", ("leading_zeros",)),
        ("only-zero", f"{_GOOD}0", "malformed", ("leading_zeros",)),
        ("trailing-newline", f"{_GOOD}{digits}\n", "malformed", ("trailing_bytes",)),
        ("leading-space", f" {_GOOD}{digits}", "not_a_credential", ("trailing_bytes",)),
        ("arabic-digits", f"{_GOOD}{digits[:-1]}\u0667", "malformed", ("other_digits",)),
        ("superscript-digit", f"{_GOOD}{digits}\u00b2", "malformed", ("other_digits",)),
        ("underscore-in-digits", f"{_GOOD}1_0", "malformed", ("other_digits",)),
        ("arabic-digit-inside", f"{_GOOD}{_with_arabic_digit(digits)}", "malformed", ("other_digits",)),
        ("underscore-inside", f"{_GOOD}{digits[:9]}_{digits[9:]}", "malformed", ("other_digits",)),
        ("space-inside", f"{_GOOD}{digits[:9]} {digits[9:]}", "malformed", ("other_digits",)),
        ("plus-sign", f"{_GOOD}+{digits}", "malformed", ("other_digits",)),
        ("7089-digits", _GOOD + "9" * 7089, "malformed", ("too_many_digits",)),
        ("4297-digits", _GOOD + "1" * 4297, "malformed", ("too_many_digits",)),
        ("4296-digits", _GOOD + "1" * 4296, "malformed", ("too_many_digits",)),
        ("20000-digits", _GOOD + "1" * 20_000, "malformed", ("too_many_digits",)),
        ("prefix-byte-3", f"{_GOOD}{int.from_bytes(bytes([3]) + sealed, 'big')}", "malformed", ()),
        ("digits-cut", f"{_GOOD}{digits[:-7]}", "malformed", ("cut_short",)),
        ("empty-text", "", "not_a_credential", ()),
        ("some-sentence", "Байкоочунун күбөлүгү", "not_a_credential", ("kyrgyz_letters",)),
        ("lone-surrogate", "\ud800" + _GOOD, "not_a_credential", ()),
        ("lone-surrogate-in-fragment", _GOOD + "1\udfff", "malformed", ()),
        ("base45-of-json", base45.encode(zlib.compress(b'{"a":1}')), "not_a_credential", ()),
        ("base45-bad-character", base[:-1] + "a", "not_a_credential", ()),
        ("base45-of-state", base45.encode(zlib.compress(world.token(world.state()), 9)), "malformed", ()),
    ]  # fmt: skip
    for name, text, code, traps in rows:
        yield verify(
            f"text-{name}", f"Scanned text: {name.replace('-', ' ')}.", code, traps=traps, sealed=sealed, text=text
        )
    plain = f"{_GOOD}{int.from_bytes(bytes([2]) + sealed, 'big')}"
    yield verify("text-plain", "The bytes behind prefix 0x02, not compressed.", "valid", sealed=sealed, text=plain)


def _with_arabic_digit(digits: str) -> str:
    """Return the same number for Python's `int`, its tenth digit spelled in Arabic."""
    return f"{digits[:9]}{chr(0x660 + int(digits[9]))}{digits[10:]}"


def _zlib() -> Iterator[Vector]:
    sealed = world.seal()
    packed = zlib.compress(sealed, 9)
    stored = zlib.compress(sealed, 0)
    bomb = zlib.compress(bytes(16 * 1024 + 1), 9)
    big_bomb = zlib.compress(bytes(1_000_000), 9)
    dictionary = zlib.compressobj(9, zdict=b"president-2025")
    with_dictionary = dictionary.compress(sealed) + dictionary.flush()
    raw = zlib.compressobj(9, wbits=-15)
    small_window = zlib.compressobj(9, wbits=9)
    rows: list[tuple[str, bytes, str, tuple[str, ...]]] = [
        ("stored", stored, "valid", ()),
        ("small-window", small_window.compress(sealed) + small_window.flush(), "valid", ()),
        ("bomb-16k", bomb, "malformed", ("zlib_bomb",)),
        ("bomb-1m", big_bomb, "malformed", ("zlib_bomb",)),
        ("trailing-byte", packed + b"\x00", "malformed", ("zlib_trailing",)),
        ("trailing-stream", packed + zlib.compress(b""), "malformed", ("zlib_trailing",)),
        ("wrong-adler", packed[:-1] + bytes((packed[-1] ^ 1,)), "malformed", ("zlib_damaged",)),
        ("no-adler", packed[:-4], "malformed", ("zlib_damaged", "cut_short")),
        ("preset-dictionary", with_dictionary, "malformed", ("zlib_damaged",)),
        ("raw-deflate", raw.compress(sealed) + raw.flush(), "malformed", ("zlib_damaged",)),
        ("gzip", zlib.compress(sealed, wbits=31), "malformed", ("zlib_damaged",)),
        ("empty", b"", "malformed", ("zlib_damaged",)),
    ]
    for name, stream, code, traps in rows:
        text = f"{_GOOD}{int.from_bytes(bytes([1]) + stream, 'big')}"
        yield verify(
            f"zlib-{name}", f"zlib stream: {name.replace('-', ' ')}.", code, traps=traps, sealed=sealed, text=text
        )
        if name not in ("stored", "small-window"):
            yield verify(
                f"zlib-base45-{name}", f"Base45 of a zlib stream: {name.replace('-', ' ')}.", "not_a_credential",
                traps=traps, sealed=sealed, text=base45.encode(stream),
            )  # fmt: skip


def _envelopes() -> Iterator[Vector]:
    payload = to_payload(world.claims())
    kid = keys.kid("issue")
    header = {1: -7, 4: kid}
    rows: list[tuple[str, bytes, object, tuple[str, ...]]] = [
        ("empty-map-protected", b"\xa0", header, ("empty_protected_header",)),
        ("empty-string-protected", b"", header, ("empty_protected_header",)),
        ("alg-es384", cbor.encode({1: -35, 4: kid}), {}, ("other_alg",)),
        ("alg-hs256", cbor.encode({1: 5, 4: kid}), {}, ("other_alg",)),
        ("alg-eddsa", cbor.encode({1: -8, 4: kid}), {}, ("other_alg",)),
        ("alg-text", cbor.encode({1: "ES256", 4: kid}), {}, ("other_alg",)),
        ("alg-none", cbor.encode({1: None, 4: kid}), {}, ("alg_none",)),
        ("alg-none-text", cbor.encode({1: "none", 4: kid}), {}, ("alg_none",)),
        ("alg-zero", cbor.encode({1: 0, 4: kid}), {}, ("alg_none",)),
        ("alg-missing", cbor.encode({4: kid}), {}, ("alg_none",)),
        ("alg-unprotected", cbor.encode({4: kid}), {1: -7}, ("alg_unprotected",)),
        ("alg-in-both", cbor.encode(header), {1: -7}, ("alg_unprotected",)),
        ("kid-unprotected", cbor.encode({1: -7}), {4: kid}, ("kid_unprotected",)),
        ("kid-in-both", cbor.encode(header), {4: kid}, ("kid_unprotected",)),
        ("kid-missing", cbor.encode({1: -7}), {}, ("kid_unprotected",)),
        ("kid-7-bytes", cbor.encode({1: -7, 4: kid[:7]}), {}, ("wrong_type_or_length",)),
        ("kid-32-bytes", cbor.encode({1: -7, 4: kid * 4}), {}, ("wrong_type_or_length",)),
        ("content-type", cbor.encode({1: -7, 3: "application/cwt", 4: kid}), {}, ("extra_headers",)),
        ("critical", cbor.encode({1: -7, 2: [1], 4: kid}), {}, ("extra_headers",)),
        ("state-type", cbor.encode({1: -7, 4: kid, 16: "application/statuslist+cwt"}), {}, ("extra_headers",)),
        ("extra-unprotected", cbor.encode(header), {"x": 1}, ("extra_headers",)),
    ]
    for name, protected, unprotected, traps in rows:
        sealed = world.seal_payload(payload, protected=protected, unprotected=unprotected)
        yield verify(
            f"header-{name}", f"Rightly signed, but its headers: {name.replace('-', ' ')}.", "malformed",
            traps=traps, sealed=sealed, states=[world.held()],
        )  # fmt: skip
    good = world.seal()
    rows_of_bytes: list[tuple[str, bytes, tuple[str, ...]]] = [
        ("untagged", good[1:], ("other_tag",)),
        ("tag-98", b"\xd8\x62" + good[1:], ("other_tag",)),
        ("tag-61-around", b"\xd8\x3d" + good, ("other_tag",)),
        ("tag-18-long-form", b"\xd8\x12" + good[1:], ("longer_form", "other_tag")),
        ("trailing-byte", good + b"\x00", ("trailing_bytes",)),
        ("cut-by-one", good[:-1], ("cut_short",)),
        ("only-tag", b"\xd2", ("cut_short",)),
        ("empty", b"", ("cut_short",)),
        ("payload-null", good[:17] + b"\xf6\x58\x40" + bytes(64), ("null",)),
        ("payload-long-form", _payload_in_long_form(good), ("longer_form",)),
        ("five-members", b"\xd2\x85" + good[2:] + b"\xf6", ("wrong_type_or_length",)),
    ]
    for name, sealed, traps in rows_of_bytes:
        yield verify(
            f"envelope-{name}", f"Envelope: {name.replace('-', ' ')}.", "malformed",
            traps=traps, sealed=sealed, states=[world.held()],
        )  # fmt: skip


def _payload_in_long_form(sealed: bytes) -> bytes:
    length = int.from_bytes(sealed[18:20], "big")
    return sealed[:17] + b"\x5a" + length.to_bytes(4, "big") + sealed[20:]


def _cbor() -> Iterator[Vector]:
    payload = to_payload(world.claims())
    for name, trap, broken in _broken(payload, iat=world.ISSUED_AT, text=cbor.text(world.claims().name_latin)):
        yield verify(
            f"cbor-{name}", f"A credential's claims, rightly signed: {name.replace('-', ' ')}.", "malformed",
            traps=(trap,), sealed=world.seal_payload(broken), states=[world.held()],
        )  # fmt: skip
    claims = state_payload(world.state())
    for name, trap, broken in _broken(claims, iat=world.STATE_IAT, text=cbor.text(world.URI)):
        yield open_state(
            f"cbor-state-{name}", f"A state's claims, rightly signed: {name.replace('-', ' ')}.", "state_malformed",
            traps=(trap,), token=world.seal_state_payload(broken),
        )  # fmt: skip
    deep: object = 0
    for _ in range(4):
        deep = [deep]
    for depth, code in ((6, "profile_unknown"), (7, "malformed")):
        other = {6: world.ISSUED_AT, -65801: {1: 2, 3: world.ELECTION, 9: deep if depth == 6 else [deep]}}
        yield verify(
            f"cbor-depth-{depth}", f"An unknown profile nested {depth} deep.", code, traps=("depth",),
            sealed=world.seal_payload(_unchecked(other)), states=[world.held()],
        )  # fmt: skip


def _unchecked(value: object) -> bytes:
    """Encode without the limit on depth."""
    if isinstance(value, dict):
        pairs = [cbor.encode(key) + _unchecked(item) for key, item in value.items()]
        return cbor.head(5, len(pairs)) + b"".join(pairs)
    if isinstance(value, list):
        return cbor.head(4, len(value)) + b"".join(_unchecked(item) for item in value)
    return cbor.encode(value)


def _broken(payload: bytes, *, iat: int, text: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Yield (name, trap, payload) with one rule of the subset broken each."""
    six = b"\x06" + cbor.integer(iat)
    assert payload.count(six) == 1 and payload.count(text) >= 1
    pairs = payload[0] - 0xA0
    values = (
        ("true", "boolean", b"\xf5"), ("false", "boolean", b"\xf4"),
        ("half-float", "float", b"\xf9\x3c\x00"), ("double", "float", b"\xfb" + b"\x41\xd8" + bytes(6)),
        ("undefined", "undefined", b"\xf7"), ("null", "null", b"\xf6"), ("simple", "simple_value", b"\xe0"),
        ("simple-two-bytes", "simple_value", b"\xf8\x20"), ("reserved-28", "longer_form", b"\x1c"),
        ("tag-in-place", "tag_inside", b"\xc1" + cbor.integer(iat)), ("tag-18-inside", "tag_inside", b"\xd2\x01"),
        ("longer-form", "longer_form", b"\x1b" + iat.to_bytes(8, "big")),
        ("one-byte-form", "longer_form", b"\x18\x05"),
        ("2-53", "integer_beyond_2_53", b"\x1b\x00\x20" + bytes(6)),
        ("2-64", "integer_beyond_2_53", b"\x1b" + b"\xff" * 8),
        ("minus-2-53", "integer_beyond_2_53", b"\x3b\x00\x1f" + b"\xff" * 6),
        ("negative", "wrong_type_or_length", b"\x20"), ("text", "wrong_type_or_length", b"\x61\x31"),
        ("array", "wrong_type_or_length", b"\x80"), ("break", "indefinite_length", b"\xff"),
        ("indefinite-array", "indefinite_length", b"\x9f\xff"),
    )  # fmt: skip
    for name, trap, value in values:
        yield name, trap, payload.replace(six, b"\x06" + value)
    texts = (
        ("overlong", "invalid_utf8", b"\x62\xc0\x80"), ("utf8-surrogate", "invalid_utf8", b"\x63\xed\xa0\x80"),
        ("latin-1", "invalid_utf8", b"\x61\xe9"), ("text-in-chunks", "indefinite_length", b"\x7f" + text + b"\xff"),
        ("text-longer-form", "longer_form", b"\x7a" + (len(text) - 2).to_bytes(4, "big") + text[2:]),
        ("text-beyond-end", "cut_short", b"\x79\xff\xff" + text[2:]), ("empty-text", "wrong_type_or_length", b"\x60"),
        ("401-bytes", "wrong_type_or_length", cbor.text("x" * 401)), ("bytes", "wrong_type_or_length", b"\x41\x41"),
    )  # fmt: skip
    for name, trap, value in texts:
        yield name, trap, payload.replace(text, value, 1)
    more = bytes((0xA0 + pairs + 1,))
    yield "duplicate-key", "duplicate_keys", more + payload[1:].replace(six, six + six)
    yield "key-order", "key_order", payload[:1] + _moved_last_pair_first(payload)
    yield "bytes-as-key", "key_type", more + b"\x41\x01\x01" + payload[1:]
    yield "null-as-key", "key_type", more + payload[1:] + b"\xf6\x01"
    yield "indefinite-map", "indefinite_length", b"\xbf" + payload[1:] + b"\xff"
    yield "trailing", "trailing_bytes", payload + b"\x00"
    yield "cut", "cut_short", payload[:-1]
    yield "empty", "cut_short", b""
    yield "not-a-map", "wrong_type_or_length", b"\x80"
    yield "tagged", "tag_inside", b"\xd2" + payload
    yield "too-many-pairs", "cut_short", more + payload[1:]
    yield "extra-text-key", "missing_or_extra_claim", more + payload[1:] + b"\x61x\x01"


def _moved_last_pair_first(payload: bytes) -> bytes:
    """Return the pairs with the last one, which every payload here ends with, moved to the front."""
    start = payload.rindex(b"\x3a\x00\x01\x01")
    return payload[start:] + payload[1:start]
